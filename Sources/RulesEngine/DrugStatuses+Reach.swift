internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Which drugs a cue reaches, and what outranks what.
extension DrugStatuses {
  /// To the next drug behind the cue, and on over those that a comma or an "and" joins to it.
  func forward(_ cue: Cue, _ drugs: inout [DrugMention], _ range: Range<Int>) {
    let first = range.first { drugs[$0].name.lowerBound >= cue.cue.tokens.upperBound }
    guard let first, drugs[first].tokens.lowerBound - cue.cue.tokens.upperBound <= 7 else {
      // "SOLUMEDROL arrêté le 18/03", "CRESTOR, que le patient a arrêté": nothing behind it that it could govern, but a drug before
      if cue.cue.status != .notGiven, let last = range.last(where: { drugs[$0].name.upperBound <= cue.cue.tokens.lowerBound }) {
        let between = min(drugs[last].tokens.upperBound, cue.cue.tokens.lowerBound)..<cue.cue.tokens.lowerBound
        if between.count <= 2 || between.count <= 8 && between.prefix(3).contains(where: { note.isWord($0, .relative) }) {
          backward(cue, &drugs, range)
        }
      }
      return
    }
    // the nearest cue before a drug holds
    var last = first
    // "(relais LOVENOX), TENORMINE": what stands in brackets is said within them
    let close = closing(cue.cue.tokens.lowerBound)
    if let close, drugs[first].name.lowerBound > close {
      // "KARDEGIC (arrêté), PLAVIX"
      if range.contains(where: { drugs[$0].name.upperBound <= cue.cue.tokens.lowerBound }) { backward(cue, &drugs, range) }
      return
    }
    set(cue.cue, &drugs[first])
    while last + 1 < range.upperBound, joined(drugs[last], drugs[last + 1]), close.map({ drugs[last + 1].name.lowerBound < $0 }) ?? true {
      last += 1
      set(cue.cue, &drugs[last])
    }
  }

  /// To the last drug before the cue, and back over those that are joined to it without a dose of their own between.
  func backward(_ cue: Cue, _ drugs: inout [DrugMention], _ range: Range<Int>) {
    guard let last = range.last(where: { drugs[$0].name.upperBound <= cue.cue.tokens.lowerBound }) else { return }
    let text = note.text
    let between = min(drugs[last].tokens.upperBound, cue.cue.tokens.lowerBound)..<cue.cue.tokens.lowerBound
    let inList = drugs[last].section?.isMedicationList == true
    let isOnly = range.count == 1 && between.count <= 20
    guard inList || between.count <= 10 || isOnly else { return }
    if !inList, !isOnly, between.contains(where: { text.tokens[$0].is(",") }), between.count > 6 { return }
    set(cue.cue, &drugs[last])
    // "A puis B, tous deux arrêtés"
    if between.contains(where: { note.isWord($0, .both) && !note.isWord($0 - 1, .every) }) {
      for index in range.lowerBound..<last { set(cue.cue, &drugs[index]) }
      return
    }
    var first = last
    while first - 1 >= range.lowerBound, joined(drugs[first - 1], drugs[first]), drugs[first - 1].status == nil, !inList,
      drugs[first - 1].hasDose == drugs[last].hasDose && (!drugs[last].hasDose || isPlural(cue.cue.tokens))
    {
      first -= 1
      set(cue.cue, &drugs[first])
    }
  }

  /// "arrêtés", "were stopped": said of several, which "A 50 mg, B 10 mg arrêté" is not.
  func isPlural(_ cue: Range<Int>) -> Bool {
    if note.text.language == .french {
      return note.text.note.bytes[Int(note.text.tokens[cue.upperBound - 1].end) - 1] | 0x20 == UInt8(ascii: "s")
    }
    return cue.contains { note.isWord($0, .pluralVerb) } || note.isWord(cue.lowerBound - 1, .pluralVerb)
  }

  /// The bracket that closes the one in which a token stands, within ten tokens either way.
  func closing(_ token: Int) -> Int? {
    let tokens = note.text.tokens
    var index = token - 1
    while index >= max(0, token - 10), !tokens[index].is(")") {
      if tokens[index].is("(") { return (token..<min(token + 14, tokens.count)).first { tokens[$0].is(")") } }
      index -= 1
    }
    return nil
  }

  /// Only commas, "and", "+" and articles between two drugs.
  func joined(_ a: DrugMention, _ b: DrugMention) -> Bool {
    let start = max(a.tokens.upperBound, a.name.upperBound)
    guard start <= b.tokens.lowerBound else { return true }
    return (start..<b.tokens.lowerBound).allSatisfy { index in
      note.text.tokens[index].is(",") || note.text.tokens[index].is("+") || note.isWord(index, .and) || note.isWord(index, .or)
        || note.isWord(index, .articles) || note.text.tokens[index].is("(") || note.text.tokens[index].is(")")
    }
  }

  /// What outranks what: an end over a pause over a change over all else; "not resumed" only where nothing is known.
  func set(_ cue: StatusCue, _ drug: inout DrugMention) {
    guard let known = drug.status else {
      drug.status = cue
      return
    }
    // "arrêtée 48 h puis reprise": a pause
    if known.status == .stopped, cue.isResumed, cue.status == .active, cue.tokens.lowerBound >= known.tokens.upperBound,
      cue.tokens.lowerBound - known.tokens.upperBound <= 12
    {
      return drug.status = StatusCue(status: .held, tokens: known.tokens.lowerBound..<cue.tokens.upperBound)
    }
    // "est contre-indiqué et a été arrêté": it was taken
    if known.status == .notGiven, cue.status == .stopped || cue.status == .held { return drug.status = cue }
    if cue.status == .notGiven, known.status == .stopped || known.status == .held { return }
    // "start lurasidone 20 mg, increase to 40 mg after a week": begun, whatever comes after
    if known.status == .started, cue.status == .changed, known.tokens.upperBound <= drug.name.lowerBound, drug.hasDose,
      cue.tokens.lowerBound >= drug.name.upperBound
    {
      return
    }
    // "suspendu, à reprendre le 15/04": a pause
    if known.status == .planned, cue.status == .held { return drug.status = cue }
    if known.status == .held, cue.status == .stopped, cue.tokens.contains(where: { note.isWord($0, .replaced) }) { return }
    if cue.status == .planned, known.status == .held { return }
    if rank(cue) > rank(known) { drug.status = cue }
  }
}
