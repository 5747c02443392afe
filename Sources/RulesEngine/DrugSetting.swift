internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Where and when the words of its own sentence say that a drug is taken. They outrank the section that a phrase of a letter opened.
enum DrugSetting {
  /// Before the patient came: "à l'entrée, elle est sous X", "takes X at home".
  case home
  /// On leaving: "regagne son domicile avec X", "discharged on X".
  case leaving
  /// In the stay: "aux urgences, reçoit X", "induction with X".
  case stay
  /// Long ago: "previous trials of X".
  case past
  /// Swallowed, not taken: "an overdose of X".
  case overdose
}

struct DrugSettings {
  let note: NoteAnalysis
  let isStay: Bool

  /// What the sentence says; nil where it says nothing. The nearest word before the drug decides, then what follows it.
  func setting(of drug: DrugMention) -> DrugSetting? {
    let sentence = clause(of: drug)
    if isLongTerm(drug, sentence) { return .home }
    var index = drug.tokens.lowerBound - 1
    var nearest: DrugSetting?
    while index >= sentence.lowerBound {
      if let leaving = leaving(index, sentence), leaving { return .leaving }
      nearest = nearest ?? here(index, sentence, drug)
      index -= 1
    }
    if (sentence.lowerBound..<drug.name.lowerBound).contains(where: { note.isWord($0, .overdose) && reaches($0, drug) }) {
      return .overdose
    }
    if let nearest { return nearest }
    index = drug.tokens.upperBound
    while index < min(drug.tokens.upperBound + 8, sentence.upperBound) {
      if note.isWord(index, .stayPlace), !note.isWord(index - 1, .beforeWord), !note.isWord(index - 2, .beforeWord) { return .stay }
      if isPast(index) { return .past }
      if note.isWord(index, .treatmentDay) { return .stay }
      if note.isWord(index, .atHome), drug.status?.isTaking == true { return .home }
      index += 1
    }
    return nil
  }

  /// "depuis 2019", "au long cours", "qu'il prenait à domicile": taken long before, whatever becomes of it.
  private func isLongTerm(_ drug: DrugMention, _ sentence: Range<Int>) -> Bool {
    switch drug.status?.status {
    case .started, .planned, .notGiven: return false
    default: break
    }
    guard drug.sig.route != "intravenous", drug.section?.isHistory != true else { return false }
    let after = drug.name.upperBound..<max(drug.name.upperBound, min(drug.tokens.upperBound + 8, sentence.upperBound))
    let tokens = note.text.tokens
    let next = note.mentions(overlapping: after).first { $0.kind == .drug && $0.tokens.lowerBound >= drug.tokens.upperBound }?.tokens
      .lowerBound
    for index in after where index < next ?? .max {
      if note.isWord(index, .longTerm), !note.isWord(index - 1, .beforeWord) { return true }
      if note.isWord(index, .relative), (index + 1..<min(index + 4, sentence.upperBound)).contains(where: { note.isWord($0, .taking) }) {
        return true
      }
      guard note.isWord(index, .since), index + 1 < sentence.upperBound, tokens[index + 1].kind == .number else { continue }
      if tokens[index + 1].count == 4 || note.isWord(index + 2, .years) || note.isWord(index + 2, .months) { return true }
    }
    // "traitée depuis 8 ans pour une polyarthrite par X"
    let before = max(sentence.lowerBound, drug.tokens.lowerBound - 16)..<drug.tokens.lowerBound
    if before.contains(where: { index in
      note.isWord(index, .treatedWord) && note.isWord(index + 1, .since)
        && (note.isWord(index + 3, .years) || note.isWord(index + 3, .months))
    }) {
      return true
    }
    return (max(sentence.lowerBound, drug.tokens.lowerBound - 5)..<drug.tokens.lowerBound).contains { note.isWord($0, .longTerm) }
  }

  /// What stands between two commas around the drug: "BAV appareillé en 2012, FA sous COUMADINE" dates no drug.
  func part(of drug: DrugMention) -> Range<Int> {
    let sentence = note.sentence(of: drug.name.lowerBound)
    let tokens = note.text.tokens
    let start = (sentence.lowerBound..<max(sentence.lowerBound, drug.tokens.lowerBound)).last { tokens[$0].is(",") }.map { $0 + 1 }
    let end = (max(drug.tokens.upperBound, sentence.lowerBound)..<max(sentence.upperBound, drug.tokens.upperBound)).first {
      tokens[$0].is(",")
    }
    return (start ?? sentence.lowerBound)..<(end ?? max(sentence.upperBound, drug.tokens.upperBound))
  }

  /// The sentence up to the drug, no further back than another drug's own sig where a semicolon or a full stop stands.
  private func clause(of drug: DrugMention) -> Range<Int> {
    let sentence = note.sentence(of: drug.name.lowerBound)
    let index = Int(note.sentences.indexOf[drug.name.lowerBound])
    // "Sortie sous :" begins a block of its own on the same line
    if index > 0 {
      let before = note.sentences.all[index - 1]
      if note.text.tokens[before.upperBound - 1].is(":"),
        note.layout.lineOf[before.lowerBound] == note.layout.lineOf[sentence.lowerBound]
      {
        return before.lowerBound..<sentence.upperBound
      }
    }
    return sentence
  }

  private func leaving(_ index: Int, _ sentence: Range<Int>) -> Bool? {
    if note.isWord(index, .leaveVerb) { return !note.isWord(index - 1, .beforeWord) && !note.isWord(index - 2, .beforeWord) }
    // "New on discharge: X"
    if note.isWord(index, .dischargeNoun), note.isWord(index - 1, .on) || note.isWord(index - 1, .at) { return true }
    guard note.isWord(index, .goVerb) else { return nil }
    return (index + 1..<min(index + 4, sentence.upperBound)).contains { note.isWord($0, .atHome) }
  }

  private func here(_ index: Int, _ sentence: Range<Int>, _ drug: DrugMention) -> DrugSetting? {
    // "He previously took X"
    if note.isWord(index, .taking), isPast(index - 1) || isPast(index - 2) { return .past }
    // "asked him to take clopidogrel instead"
    if note.isWord(index, .taking) { return drug.status?.status == .started && note.isWord(index - 1, .toOrAnd) ? nil : .home }
    // "she is on X", "il est sous X"
    if !isStay, note.isWord(index, .on), note.isWord(index - 1, .verbs), drug.status?.status ?? .active == .active { return .home }
    if drug.status?.isGiven == true, note.isWord(index, .carer) { return .home }
    // "connue pour une polyarthrite sous NOVATREX"
    if note.isWord(index, .knownFor), drug.hasDose, drug.status.map({ $0.isTaking }) ?? false, drug.sig.route != "intravenous" {
      return .home
    }
    if isPast(index), reaches(index, drug) { return .past }
    if note.isWord(index, .treatmentDay) { return .stay }
    let isBefore = note.isWord(index - 1, .beforeWord) || note.isWord(index - 2, .beforeWord)
    if note.isWord(index, .stayPlace) { return isBefore ? .home : .stay }
    if note.isWord(index, .homeTime), !(index == drug.tokens.lowerBound - 1 && drug.section == .course), !note.isWord(index - 1, .since),
      !note.isWord(index - 2, .since)
    {
      // "à l'entrée, un traitement par X est débuté"
      switch drug.status?.status {
      case .started, .changed, .planned: return nil
      case .active where drug.status?.isGiven == true: return nil
      default: return .home
      }
    }
    return nil
  }

  /// "previous trials of", "par le passé", "in the past", but not "the past 3 days".
  private func isPast(_ index: Int) -> Bool {
    if note.isWord(index, .pastWord) {
      return !isNegated(index) && !note.isWord(index - 1, .si) && !(note.isWord(index - 1, .of) && note.isWord(index - 2, .conditional))
    }
    guard note.isWord(index, .thePast), note.isWord(index - 1, .articles), index + 1 < note.text.tokens.count else { return false }
    return note.text.tokens[index + 1].kind != .number && note.sigWord(at: index + 1)?.word.kind != .unit
      && note.sigWord(at: index + 1)?.word.kind != .number
  }

  /// Whether a word speaks of the drug and not of something else before it: close, with no mark between, or of the first of several drugs.
  private func reaches(_ index: Int, _ drug: DrugMention) -> Bool {
    func isClose(_ start: Int) -> Bool {
      start > index && start - index <= 8
        && !(index + 1..<start).contains { note.text.tokens[$0].kind == .punctuation && !note.text.tokens[$0].is(":") }
    }
    if isClose(drug.tokens.lowerBound) { return true }
    // "Par le passé, elle a reçu X"
    let start = note.sentence(of: drug.name.lowerBound).lowerBound
    if index - start <= 3, index + 1 < drug.tokens.lowerBound, note.text.tokens[index + 1].is(",") { return true }
    let first = note.mentions(overlapping: index + 1..<drug.name.lowerBound).first { $0.kind == .drug && $0.tokens.lowerBound > index }
    return first.map { isClose($0.tokens.lowerBound) } ?? false
  }

  /// "no previous trials"
  private func isNegated(_ index: Int) -> Bool { note.isWord(index - 1, .no) }

  /// "induction par", "prémédication par", "en salle de naissance": told of where treatment is given, whatever the note is.
  func isOfTreatment(_ drug: DrugMention) -> Bool {
    note.sentence(of: drug.name.lowerBound).contains { note.isWord($0, .treatmentDay) }
  }

  /// A start or a change that is made here and now: by the writer ("j'ai majoré le X"), in the imperative or as a noun at the head of its
  /// clause ("Increase X to …", "Majoration du X"), with no date of the past.
  func isAction(_ drug: DrugMention) -> Bool {
    guard let cue = drug.status, cue.status == .started || cue.status == .changed, cue.tokens.lowerBound < drug.name.lowerBound else {
      return false
    }
    let sentence = note.sentence(of: cue.tokens.lowerBound)
    if isDated(sentence) || note.isWord(cue.tokens.lowerBound - 1, .after) || note.isWord(cue.tokens.lowerBound - 2, .after) {
      return false
    }
    if cue.tokens.contains(where: { note.isWord($0, .firstPerson) || note.isWord($0, .byWhich) || note.isWord($0, .then) }) { return true }
    let start = cue.tokens.lowerBound
    if (max(sentence.lowerBound, start - 6)..<start).contains(where: { note.isWord($0, .firstPerson) }) { return true }
    if start == sentence.lowerBound || start == note.layout.lines[Int(note.layout.lineOf[start])].content { return true }
    let before = note.text.tokens[start - 1]
    // "on espace l'X", which in English is no "we"
    if note.text.language == .french, before.symbol == UInt8(ascii: "o"), before.count == 2, note.isWord(start - 1, .on) { return true }
    return before.is(",") || before.is(":") || before.is(";") || before.is("-") || note.isWord(start - 1, .and)
      || note.isWord(start - 1, .advising)
  }

  /// "en 2018", "il y a 3 mois", "depuis mars": what was done then.
  func isDated(_ sentence: Range<Int>) -> Bool {
    let parser = SigParser(note: note)
    for index in sentence {
      if note.isWord(index, .since) { return true }
      let token = note.text.tokens[index]
      guard token.kind == .number else { continue }
      if token.count == 4, let year = note.dates.integer(note.text, token), (1950...2100).contains(year),
        parser.unit(after: index + 1, sentence.upperBound) == nil
      {
        return true
      }
      guard note.isWord(index + 1, .years) || note.isWord(index + 1, .months) || note.isWord(index + 1, .weeks) else { continue }
      if note.isWord(index - 1, .ago) || note.isWord(index + 2, .ago) { return true }
    }
    return false
  }
}
