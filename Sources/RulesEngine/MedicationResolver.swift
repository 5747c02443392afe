internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Makes medications of drug mentions: which list each belongs to, one entry a drug and list, its fate from wherever the note tells it.
struct MedicationResolver {
  let note: NoteAnalysis
  let isStay: Bool
  var entries: [Entry] = []
  /// What only tells the fate of a drug that a list has.
  var notes: [DrugMention] = []
  /// The ingredients of the home list.
  var home: Set<Int32> = []
  /// The note is a prescription and nothing else.
  var isPrescription = false
  /// The note's title says so: "Discharge orders", "Ordonnance de sortie".
  private lazy var isOrderOnLeaving: Bool = isTitledOrder()
  /// By line: the status that a line of its own gives those below it ("NEW:", "STOP:").
  var lineStatuses: [Int: StatusCue?] = [:]

  struct Entry {
    var mention: DrugMention
    var list: Medication.List
    var status: Medication.Status
    var statusRank = 0
    /// Where a status stands that is not in the entry's own words.
    var also: [Range<Int>] = []

    /// Takes the words of a status into the evidence: no word of the note stands in it twice.
    mutating func cover(_ cue: Range<Int>) {
      if cue.lowerBound >= mention.tokens.lowerBound, cue.upperBound <= mention.tokens.upperBound { return }
      let gap = max(cue.lowerBound - mention.tokens.upperBound, mention.tokens.lowerBound - cue.upperBound)
      if gap <= 6 {
        mention.tokens = min(cue.lowerBound, mention.tokens.lowerBound)..<max(cue.upperBound, mention.tokens.upperBound)
      } else {
        also.append(cue)
      }
    }
  }

  /// Whether something is prescribed on leaving.
  var plansForDischarge: Bool { !isStay || !plansForStay || entries.contains { $0.list == .discharge } }

  /// When the patient came.
  let stayYear: Int?

  /// What a plan prescribes is given in the stay only while the patient stays.
  private let plansForStay: Bool

  /// `admitted` is the day of admission, ISO 8601.
  init(note: NoteAnalysis, isStay: Bool, isLeaving: Bool, admitted: String? = nil) {
    self.note = note
    stayYear = admitted.flatMap { Int($0.prefix(4)) }
    self.isStay = isStay
    plansForStay = isStay && !isLeaving
  }

  mutating func resolve(_ drugs: [DrugMention]) -> [Entry] {
    // lists first: what is told elsewhere is then known to be of a listed drug
    var listed: Set<Int32> = []
    isPrescription = looksLikePrescription(drugs)
    for drug in drugs where isListed(drug) { listed.formUnion(drug.ingredients) }
    for drug in drugs where drug.section == .homeMedications || drug.section == .medications && !isLateInNote(drug) {
      home.formUnion(drug.ingredients)
    }
    for drug in drugs {
      var drug = drug
      if !drug.isTabled, drug.status == nil || drug.status?.status == .active && !isLabelled(drug), drug.section?.isMedicationList == true,
        let cue = statusAbove(drug) ?? headingStatus(drug)
      {
        drug.status = cue
      }
      if drug.isTabled || !placedByOwnWords(drug, listed) { place(drug, listed: listed) }
    }
    for drug in notes {
      tell(drug)
      prescribe(drug)
    }
    propagate()
    merge()
    return entries
  }

  func isTitledOrder() -> Bool {
    // the title itself may be a heading
    !note.sections.all.contains {
      ($0.name == .homeMedications || $0.name == .dischargeMedications)
        && note.layout.lineOf[$0.heading.isEmpty ? $0.tokens.lowerBound : $0.heading.lowerBound] > 2
    }
      && note.layout.lines.prefix(3).contains { line in
        line.tokens.count <= 12 && line.tokens.contains { note.isWord($0, .headingLeaving) }
          && line.tokens.contains { note.isWord($0, .orderWord) }
      }
  }

  /// "Unchanged: A, B": the line's own label says it.
  func isLabelled(_ drug: DrugMention) -> Bool {
    guard let cue = drug.status else { return false }
    let line = note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])]
    return cue.tokens.lowerBound == line.content && cue.tokens.upperBound <= drug.name.lowerBound
  }

  private func isListed(_ drug: DrugMention) -> Bool {
    switch drug.section {
    case .homeMedications, .dischargeMedications, .prescription, .medications: true
    default: false
    }
  }

  // MARK: which list

  private mutating func place(_ drug: DrugMention, listed: Set<Int32>) {
    let cue = drug.status
    switch drug.section {
    case .homeMedications: add(drug, !drug.isTabled && isSecondHomeList(drug) ? .discharge : .home)
    case .medications where isStay && StayFinder(note: note).isDayOfStay(): add(drug, .inpatient)
    case .medications where isOrderOnLeaving:
      var drug = drug
      drug.section = .dischargeMedications
      place(drug, listed: listed)
    case .medications:
      if isConditional(drug), !isItem(drug) { add(drug, .mentioned, .planned) } else { add(drug, isLateInNote(drug) ? .discharge : .home) }
    case .dischargeMedications, .prescription:
      if isConditional(drug), !isItem(drug) || drug.status?.status == .planned {
        if drug.hasDose || drug.status?.status == .planned { add(drug, .mentioned, .planned) }
      } else if let cue, !drug.hasDose || cue.status == .stopped, cue.status == .stopped || cue.status == .held || cue.status == .planned {
        notes.append(drug)
      } else {
        add(drug, .discharge)
      }
    case .stoppedMedications:
      // "Traitements déjà essayés"
      if heading(of: drug).contains(where: { note.isWord($0, .headingTried) }) { return add(drug, .mentioned, .stopped) }
      var drug = drug
      if drug.status == nil { drug.status = StatusCue(status: .stopped, tokens: drug.name) }
      if drug.hasDose, drug.status?.status == .stopped || drug.status?.status == .held, home.isDisjoint(with: drug.ingredients) {
        add(drug, .home)
      } else {
        notes.append(drug)
      }
    case .inpatientMedications: add(drug, .inpatient)
    case .familyHistory, .immunizations: break
    case nil where isPrescription, .identity where isPrescription, .other where isPrescription: add(drug, .discharge)
    case .course where !isStay: earlier(drug, listed)
    case .plan, .followUp, .instructions, .conclusion, .assessment, .diagnoses: planned(drug, listed)
    case .presentIllness, .reason, .pastHistory, .surgicalHistory, .obstetricHistory, .socialHistory, .functionalStatus:
      earlier(drug, listed)
    default:
      if isStay { during(drug, listed) } else { earlier(drug, listed) }
    }
  }

  /// A plan: of a consultation it is the discharge regimen, of a stay it is what is given there.
  private mutating func planned(_ drug: DrugMention, _ listed: Set<Int32>) {
    let known = !listed.isDisjoint(with: drug.ingredients)
    guard let cue = drug.status else {
      if drug.isHypothetical, !drug.hasDose || isConditional(drug) { return add(drug, .mentioned, .planned) }
      if drug.hasDose { return add(drug, plansForStay ? .inpatient : .discharge) }
      return
    }
    switch cue.status {
    case .stopped, .held:
      if known || !drug.hasDose { notes.append(drug) } else { add(drug, .home) }
    case .planned: add(drug, isRequest(drug) ? .discharge : .mentioned, .planned)
    case .started, .changed:
      if isConditional(drug) || isDelayed(drug) {
        add(drug, .mentioned, .planned)
      } else if drug.hasDose || cue.status == .started {
        add(drug, plansForStay ? .inpatient : .discharge)
      } else {
        notes.append(drug)
      }
    case .active:
      if isConditional(drug) {
        add(drug, .mentioned, .planned)
      } else if drug.hasDose || !plansForStay && (isItem(drug) || cue.isContinued) {
        add(drug, plansForStay ? .inpatient : .discharge)
      }
    case .notGiven: break
    }
  }

  /// The story before: what was taken and is no more, unless it is on the home list.
  private mutating func earlier(_ drug: DrugMention, _ listed: Set<Int32>) {
    let settings = DrugSettings(note: note, isStay: isStay)
    if !isStay, let cue = drug.status, drug.section?.isHistory != true, isBehindFindings(drug) || isFirstPerson(cue) {
      // a letter's last part tells what is to be taken from now on
      switch cue.status {
      case .started, .changed:
        if drug.hasDose || cue.status == .started,
          !DrugSettings(note: note, isStay: isStay).isDated(note.sentence(of: cue.tokens.lowerBound))
        {
          return add(drug, .discharge)
        }
      case .active where cue.isContinued && !drug.isHypothetical: return add(drug, .discharge)
      default: break
      }
    }
    if !listed.isDisjoint(with: drug.ingredients) {
      if drug.status != nil || !drug.hasDose { return notes.append(drug) }
    }
    if !drug.hasDose, drug.status?.status == .stopped || drug.status?.status == .held || drug.status?.status == .changed,
      !isTakenUpAgain(drug),
      has(drug, on: .home)
    {
      return notes.append(drug)
    }
    if drug.isHypothetical { return add(drug, .mentioned, .planned) }
    if let cue = drug.status {
      switch cue.status {
      case .stopped
      where cue.tokens.contains(where: { note.isWord($0, .replaced) }) && !settings.isDated(note.sentence(of: cue.tokens.lowerBound))
        && drug.section?.isHistory != true:
        return add(drug, .home)
      case .stopped where isOwnEnd(drug, cue), .held where isOwnEnd(drug, cue): return add(drug, .home)
      case .stopped, .held: return add(drug, .mentioned, .stopped)
      case .planned: return add(drug, .mentioned, .planned)
      case .active
      where drug.section?.isHistory == true && drug.sig.duration == nil
        && (!drug.hasDose || !settings.isDated(settings.part(of: drug))):
        // "traitée par DÉPAKINE jusqu'à l'âge de 12 ans"
        let until = note.sigWord(at: drug.tokens.upperBound)
        if until?.word.kind == .duration || until?.word.kind == .until { return add(drug, .mentioned, .stopped) }
        return add(drug, .home)
      default: break
      }
    }
    if drug.sig.route == "intravenous" || drug.sig.route == "intramuscular", drug.hasDose, drug.section?.isHistory != true {
      return add(drug, .inpatient)
    }
    if let cue = drug.status, cue.isTaking, drug.section?.isHistory != true { return add(drug, .home) }
    if let cue = drug.status, cue.isGiven, drug.hasDose || drug.sig.route != nil { return add(drug, .inpatient) }
    let sentence = note.sentence(of: drug.name.lowerBound)
    // "HTA traitée par amlodipine 5 mg/j", "previous MI, on aspirin 75 mg od": taken on, where no year says that it was then
    let isPast =
      drug.section?.isHistory == true
      && (drug.sig.duration != nil || settings.isDated(settings.part(of: drug)) && !sentence.contains { note.isWord($0, .since) })
    if !isPast, !drug.sig.frequency.isEmpty || isNamedWith(.home, drug) { return add(drug, .home) }
    add(drug, .mentioned, drug.sig.duration != nil || isPast ? .stopped : nil)
  }

  /// The course of a stay.
  mutating func during(_ drug: DrugMention, _ listed: Set<Int32>) {
    let known = !listed.isDisjoint(with: drug.ingredients) || !home.isDisjoint(with: drug.ingredients)
    if let cue = drug.status, cue.status == .planned || drug.isHypothetical {
      if !known { add(drug, .mentioned, .planned) }
      return
    }
    if drug.isHypothetical, drug.status == nil, !drug.hasDose { return }
    // "sous lactulose": given in the stay, though it is only on the list that follows
    if drug.status?.status == .active, drug.status?.isResumed == false, home.isDisjoint(with: drug.ingredients) {
      return add(drug, .inpatient)
    }
    if known {
      // "SUBUTEX maintenu à 8 mg"
      if drug.status?.isContinued == true, home.isSuperset(of: drug.ingredients), drug.sig.route != "intravenous" {
        return notes.append(drug)
      }
      let isHome = !home.isDisjoint(with: drug.ingredients)
      let changes = drug.status.map { $0.status == .changed && isHome || $0.status == .stopped || $0.status == .held } ?? false
      if !isHome, !drug.hasDose, drug.sig.route != nil,
        drug.status == nil || drug.status?.isGiven == true || drug.status?.status == .started
      {
        return add(drug, .inpatient)
      }
      if !isHome, !drug.hasDose, drug.sig.route == nil,
        isGivenNow(drug) || drug.status == nil && isNamedWith(.inpatient, drug)
          || drug.status == nil && (drug.sig.duration != nil || drug.sig.frequency.asNeeded)
      {
        return add(drug, .inpatient)
      }
      if changes && drug.sig.route != "intravenous" && !(drug.sig.duration != nil && drug.hasDose) || !drug.hasDose && drug.sig.route == nil
      {
        return notes.append(drug)
      }
      if !drug.hasDose { return notes.append(drug) }
    }
    if isLongAgo(drug), drug.status?.status != .started { return add(drug, .mentioned, .stopped) }
    // what is held was taken before
    if drug.status?.status == .held
      || drug.status?.status == .stopped && home.isEmpty && !drug.hasDose && drug.sig.route == nil && drug.sig.duration == nil, !known,
      !has(drug, on: .inpatient)
    {
      return add(drug, .home)
    }
    add(drug, .inpatient)
  }

  /// "si …, on débuterait X", "if …, call in X".
  func isConditional(_ drug: DrugMention) -> Bool {
    guard drug.isHypothetical else { return false }
    if drug.isConditioned { return true }
    let sentence = note.sentence(of: drug.name.lowerBound)
    return note.cues[Int(note.sentences.indexOf[drug.name.lowerBound])].contains {
      $0.effect == .hypothetical && $0.tokens.lowerBound < drug.name.lowerBound && $0.tokens.lowerBound - sentence.lowerBound < 6
    }
  }

  /// "start denosumab once vitamin D is replete": not before something else has happened.
  func isDelayed(_ drug: DrugMention) -> Bool {
    let sentence = note.sentence(of: drug.name.lowerBound)
    let next = drug.tokens.upperBound
    return next < sentence.upperBound && note.isWord(next, .delayed) && note.sigWord(at: next) == nil
  }

  /// A list of "treatment" behind the course or the conclusion is the one on leaving.
  private func isLateInNote(_ drug: DrugMention) -> Bool {
    let index = note.sections.index(at: drug.name.lowerBound)
    guard isStay else { return false }
    return note.sections.all[..<index].contains { section in
      switch section.name {
      case .course, .plan, .diagnoses: return true
      case .homeMedications: return !followsHomeList(index)
      // "Synthèse de passage" is a title
      case .conclusion: return note.layout.lineOf[section.heading.isEmpty ? section.tokens.lowerBound : section.heading.lowerBound] > 2
      default: return false
      }
    }
  }

  /// "Ttt en cours pour l'épisode" right behind "Ttt habituel" is one more list of what was taken.
  private func followsHomeList(_ index: Int) -> Bool {
    let name = note.sections.all[index].name
    return note.sections.all[..<index].last { $0.name != name }?.name == .homeMedications
  }

  /// "Traitement à domicile" behind the course: what is taken on coming home.
  private func isSecondHomeList(_ drug: DrugMention) -> Bool {
    guard isStay else { return false }
    let index = note.sections.index(at: drug.name.lowerBound)
    let heading =
      note.sections.all[index].heading.isEmpty && index > 0 ? note.sections.all[index - 1].heading : note.sections.all[index].heading
    // "Home meds resumed" are no "Traitement à domicile"
    guard heading.contains(where: { note.isWord($0, .atHome) && !note.isWord($0 + 1, .headingMedication) }),
      !heading.contains(where: { note.isWord($0, .admissionWord) || note.isWord($0, .usualWord) })
    else {
      return false
    }
    return note.sections.all[..<index].contains { $0.name == .course }
  }

  func isItem(_ drug: DrugMention) -> Bool { note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])].kind == .item }

  // MARK: entries

  /// Whether a list has the drug already.
  func has(_ drug: DrugMention, on list: Medication.List) -> Bool {
    entries.contains { $0.list == list && $0.mention.ingredients == drug.ingredients }
  }

  mutating func add(_ drug: DrugMention, _ list: Medication.List, _ status: Medication.Status? = nil) {
    var entry = Entry(mention: drug, list: list, status: status ?? Self.status(drug.status, list))
    entry.statusRank = drug.status.map { rank($0) } ?? 0
    // "consider duloxetine if worse": the condition is the plan's, not the drug's
    if entry.status == .planned, !drug.hasDose { entry.mention.sig.frequency.asNeeded = false }
    if let cue = drug.status, entry.status != .active || cue.status == .stopped { entry.cover(cue.tokens) }
    if list == .home { home.formUnion(drug.ingredients) }
    entries.append(entry)
  }

  private static func status(_ cue: StatusCue?, _ list: Medication.List) -> Medication.Status {
    guard let cue else { return .active }
    return switch cue.status {
    case .active: .active
    case .stopped: .stopped
    case .held: .held
    case .started: list == .home ? .active : .started
    case .changed: .changed
    case .planned: .planned
    case .notGiven: .active
    }
  }
}
