internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Which list a drug of prose belongs to, where its own sentence says so.
extension MedicationResolver {
  /// Places the drug by what its own sentence says; false where that says nothing, or where a list has it.
  mutating func placedByOwnWords(_ drug: DrugMention, _ listed: Set<Int32>) -> Bool {
    let isList = drug.section?.isMedicationList == true
    let settings = DrugSettings(note: note, isStay: isStay)
    let line = note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])]
    if isBySurface(drug), drug.section == .medications, drug.status?.status != .planned {
      add(drug, .inpatient)
      return true
    }
    if isFirm(drug) {
      // "omeprazole 20 mg, stopped and replaced by famotidine 20 mg"
      if line.kind == .text, line.content != drug.name.lowerBound, drug.section == .homeMedications || drug.section == .medications,
        let cue = drug.status, cue.status == .started, cue.tokens.upperBound <= drug.name.lowerBound,
        cue.tokens.contains(where: { note.isWord($0, .replaced) || note.isWord($0, .then) || note.isWord($0, .byWhich) })
      {
        if isStay { during(drug, listed) } else { add(drug, .discharge) }
        return true
      }
      // "Histoire thérapeutique : essais de fluoxétine puis …"
      guard line.kind == .text, line.content != drug.name.lowerBound, drug.section != .dischargeMedications,
        drug.section != .prescription, settings.setting(of: drug) == .past, !drug.hasDose
      else { return false }
      add(drug, .mentioned, .stopped)
      return true
    }
    // "New: A 1 g qds, B 15 mg nocte", in no list
    if drug.section == nil || drug.section == .course, isUnderLabel(drug), let cue = drug.status, !StayFinder(note: note).isDayOfStay() {
      switch cue.status {
      case .started, .changed, .active: add(drug, .discharge)
      case .stopped, .held: if home.isDisjoint(with: drug.ingredients) { add(drug, .home) } else { notes.append(drug) }
      default: return false
      }
      return true
    }
    // "le RISPERDAL a été remplacé", of a drug of the stay
    if drug.section == .homeMedications, !drug.hasDose, drug.status?.status == .stopped || drug.status?.status == .changed,
      home.isDisjoint(with: drug.ingredients)
        || !has(drug, on: .home),
      has(drug, on: .inpatient)
    {
      notes.append(drug)
      return true
    }
    if isStay && isInfused(drug) || isBySurface(drug), drug.status?.status != .planned, !drug.isHypothetical,
      drug.section != .dischargeMedications, drug.section != .prescription, drug.section?.isHistory != true
    {
      add(drug, .inpatient)
      return true
    }
    if isList || drug.section == nil, !isItem(drug), isConditional(drug) || drug.status?.status == .planned {
      if isStay, drug.section == nil, !listed.isDisjoint(with: drug.ingredients) { return true }
      add(drug, isRequest(drug) ? .discharge : .mentioned, .planned)
      return true
    }
    if let last = entries.last, last.list == .discharge, goesOn(drug, behind: last) {
      add(drug, .discharge)
      return true
    }
    let isTold = drug.status?.status == .stopped || drug.status?.status == .held
    // "Son X a été arrêté", "her X was increased": what was taken before, unless the stay has begun it
    if isStay, isOwned(drug), isTold || drug.status?.status == .changed, drug.section?.isMedicationList != true,
      home.isDisjoint(with: drug.ingredients),
      !has(drug, on: .inpatient)
    {
      add(drug, .home)
      return true
    }
    switch settings.setting(of: drug) {
    case .leaving where drug.status?.status != .planned:
      if isTold, !drug.hasDose { notes.append(drug) } else { add(drug, .discharge) }
      return true
    case .stay where isStay || drug.status?.isGiven == true || settings.isOfTreatment(drug):
      if drug.section?.isHistory == true || drug.status?.status == .planned { return false }
      if isTold || !drug.hasDose && drug.sig.route == nil && !home.isDisjoint(with: drug.ingredients) {
        notes.append(drug)
      } else {
        add(drug, .inpatient)
      }
      return true
    case .overdose:
      add(drug, .mentioned)
      return true
    case .past where !(isStay && drug.section == .course) && drug.status?.status != .planned:
      add(drug, .mentioned, .stopped)
      return true
    case .home where drug.section != .dischargeMedications && drug.section != .prescription && drug.status?.status != .planned:
      if drug.section == .plan || drug.section == .followUp || drug.section == .instructions || drug.isHypothetical { return false }
      let isKnown = entries.contains { $0.list == .home && !Set($0.mention.ingredients).isDisjoint(with: drug.ingredients) }
      if isKnown, !drug.hasDose { notes.append(drug) } else { add(drug, .home) }
      return true
    default: break
    }
    guard isList || drug.section == nil || drug.section == .presentIllness, drug.section?.isHistory != true, !drug.isHypothetical,
      settings.isAction(drug)
    else {
      return false
    }
    if isStay {
      if drug.section == .dischargeMedications { return false }
      during(drug, listed)
    } else if drug.hasDose || drug.status?.status == .started {
      add(drug, .discharge)
    } else {
      notes.append(drug)
    }
    return true
  }

  /// "À la sortie, elle poursuit A. B 5 mg le matin, C 50 mg le soir.": what stands alone behind a prescription of prose goes on with it.
  private func goesOn(_ drug: DrugMention, behind last: Entry) -> Bool {
    guard drug.status == nil, drug.hasDose, drug.section?.isMedicationList != true, drug.section == last.mention.section else {
      return false
    }
    let (before, here) = (note.sentences.indexOf[last.mention.name.lowerBound], note.sentences.indexOf[drug.name.lowerBound])
    guard here - before == 0 || here - before == 1 && note.sentence(of: drug.name.lowerBound).lowerBound == drug.tokens.lowerBound else {
      return false
    }
    let (line, previous) = (note.layout.lineOf[drug.name.lowerBound], note.layout.lineOf[last.mention.tokens.upperBound - 1])
    guard line == previous || line == previous + 1 && note.layout.lines[Int(line)].continues else { return false }
    if before == here {
      let gap = last.mention.tokens.upperBound..<max(last.mention.tokens.upperBound, drug.tokens.lowerBound)
      return gap.allSatisfy { note.text.tokens[$0].is(",") || note.isWord($0, .and) }
    }
    return true
  }

  /// Whether the line begins with a word of fate and a colon: "New:", "Arrêtés :".
  private func isUnderLabel(_ drug: DrugMention) -> Bool {
    guard isLabelled(drug), let cue = drug.status else { return false }
    return (note.text.tokens[cue.tokens.upperBound].is(":") || note.text.tokens[cue.tokens.upperBound - 1].is(":"))
  }

  /// "Je propose de baisser le X à 10 mg", "I would be grateful if you could start X 50 mg od": asked for, with its dose, under no condition.
  func isRequest(_ drug: DrugMention) -> Bool {
    guard !isStay, drug.hasDose, !drug.isHypothetical || !isConditional(drug), let cue = drug.status, !isDelayed(drug) else { return false }
    let sentence = note.sentence(of: cue.tokens.lowerBound)
    return (max(sentence.lowerBound, cue.tokens.lowerBound - 6)..<cue.tokens.upperBound).contains { note.isWord($0, .request) }
  }

  /// "80 mg/m²": the day's chemotherapy.
  private func isBySurface(_ drug: DrugMention) -> Bool { drug.sig.strength?.unit?.hasSuffix("/m2") == true }

  /// Into a vein.
  private func isInfused(_ drug: DrugMention) -> Bool {
    guard drug.hasDose || drug.sig.route == "intravenous", drug.status?.status != .stopped, drug.status?.status != .planned else {
      return false
    }
    if drug.sig.route == "intravenous" { return true }
    return drug.tokens.contains { note.isWord($0, .infusion) }
  }

  /// On a list under a heading: an item, a row, a line that it begins, or the first sentence behind the heading.
  private func isFirm(_ drug: DrugMention) -> Bool {
    guard drug.section?.isMedicationList == true else { return false }
    let section = note.sections.all[note.sections.index(at: drug.name.lowerBound)]
    let line = note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])]
    if line.kind == .item || line.kind == .row || line.content == drug.name.lowerBound { return true }
    guard !section.heading.isEmpty else { return false }
    return section.heading.upperBound < note.text.tokens.count
      && note.sentences.indexOf[section.heading.upperBound] == note.sentences.indexOf[drug.name.lowerBound]
  }

  /// "je poursuis", "I continue".
  func isFirstPerson(_ cue: StatusCue) -> Bool {
    let sentence = note.sentence(of: cue.tokens.lowerBound)
    // "Continue montelukast."
    if cue.isContinued, cue.tokens.lowerBound == sentence.lowerBound { return true }
    // "She should continue X", "I have advised her to continue X"
    if cue.isContinued, note.isWord(cue.tokens.lowerBound - 1, .advising) { return true }
    // "She should halve A and continue B"
    if cue.isContinued, note.isWord(cue.tokens.lowerBound - 1, .and), sentence.contains(where: { note.isWord($0, .advising) }) {
      return true
    }
    return cue.isContinued
      && (max(sentence.lowerBound, cue.tokens.lowerBound - 2)..<cue.tokens.upperBound).contains { note.isWord($0, .firstPerson) }
  }

  func isOwnEnd(_ drug: DrugMention, _ cue: StatusCue) -> Bool { drug.hasDose && drug.section?.isHistory != true && isOwnAct(cue) }

  /// "J'arrête", "I have stopped", "I advised her to stop": here and now.
  func isOwnAct(_ cue: StatusCue) -> Bool {
    let sentence = note.sentence(of: cue.tokens.lowerBound)
    guard !DrugSettings(note: note, isStay: isStay).isDated(sentence) else { return false }
    return (max(sentence.lowerBound, cue.tokens.lowerBound - 5)..<cue.tokens.upperBound).contains { note.isWord($0, .firstPerson) }
  }

  /// Whether an examination or its results stand before the drug.
  func isBehindFindings(_ drug: DrugMention) -> Bool {
    let index = note.sections.index(at: drug.name.lowerBound)
    return note.sections.all[...index].contains { section in
      switch section.name {
      case .examination, .vitalSigns, .laboratory, .imaging, .investigations, .assessment, .conclusion, .diagnoses, .plan: true
      default: false
      }
    }
  }

  private func maySpeakOfPrescription(_ section: SectionName?) -> Bool {
    switch section {
    case nil, .prescription, .identity, .dischargeMedications, .stoppedMedications, .other: true
    default: false
    }
  }

  /// Lines that drugs begin, under a doctor's name, and hardly a sentence besides.
  func looksLikePrescription(_ drugs: [DrugMention]) -> Bool {
    guard !isStay || isTitledOrder(), !drugs.isEmpty, drugs.allSatisfy({ maySpeakOfPrescription($0.section) }) else {
      return false
    }
    guard note.text.tokens.indices.contains(where: { note.isWord($0, .doctor) || note.isWord($0, .headingMedication) }) else {
      return false
    }
    let first = drugs.filter { drug in
      let content = note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])].content
      let isLabelled = drug.isUnderMoment || (content..<min(content + 6, drug.name.lowerBound)).contains { note.text.tokens[$0].is(":") }
      return drug.hasDose && (content == drug.name.lowerBound || isLabelled)
    }
    let stories = note.sentences.all.filter { sentence in
      sentence.count > 14 && !drugs.contains { sentence.contains($0.name.lowerBound) }
    }
    return first.count * 3 >= drugs.filter { $0.section != .stoppedMedications }.count * 2 && stories.count <= 1
  }

  /// What a line above, within the list, says of all below it: "NEW:", "CONTINUE", "Arrêtés :".
  mutating func statusAbove(_ drug: DrugMention) -> StatusCue? {
    let section = note.sections.all[note.sections.index(at: drug.name.lowerBound)].name
    var number = Int(note.layout.lineOf[drug.name.lowerBound]) - 1
    var steps = 0
    while number >= 0, steps < 40, note.section(of: note.layout.lines[number].tokens.lowerBound) == section {
      if let known = lineStatuses[number] {
        if let known { return known.status == .active ? nil : known }
      } else {
        let status = lineStatus(number)
        lineStatuses[number] = .some(status)
        if let status { return status.status == .active ? nil : status }
      }
      number -= 1
      steps += 1
    }
    return nil
  }

  /// The status that a line names and nothing else: "NEW:", "** CHANGED **", "Médicaments arrêtés :", "CONTINUE taking these medications".
  private func lineStatus(_ number: Int) -> StatusCue? {
    let line = note.layout.lines[number]
    guard line.kind != .row, line.tokens.count <= 9, !note.mentions(overlapping: line.tokens).contains(where: { $0.kind == .drug }) else {
      return nil
    }
    let isLabel =
      note.text.tokens[line.tokens.upperBound - 1].is(":") || line.tokens.count <= 3 || note.sections.isHeading(line.content)
      || note.text.tokens[line.content].flags.contains(.allCaps)
    guard isLabel, !line.tokens.contains(where: { note.text.tokens[$0].kind == .number && $0 > line.content }) else { return nil }
    for index in line.content..<line.tokens.upperBound {
      guard let match = note.terms.statuses.longest(in: note.text, at: index, end: line.tokens.upperBound, terms: note.terms) else {
        continue
      }
      let status = note.terms.statuses[match.entry].status
      if status == .stopped, note.sections.isHeading(index), note.section(of: index) == .dischargeMedications { return nil }
      // "Ordonnance modifiée :" is the new one, whatever changed in it
      if status == .changed, line.tokens.contains(where: { note.isWord($0, .prescriptionWord) }) { return nil }
      return status == .notGiven ? nil : StatusCue(status: status, tokens: index..<match.end)
    }
    return nil
  }
}
