internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Procedures, and what is to come: appointments, tests, and when to come back.
struct ActFinder {
  let note: NoteAnalysis
  /// Where results stand: a line of them is no appointment.
  var results: [Range<Int>] = []

  struct ProcedureMention {
    var tokens: Range<Int>
    var date: String?
    var assertion: Assertion
    /// The name to its date.
    var whole: Range<Int>
  }

  func procedures() -> [ProcedureMention] {
    note.mentions.compactMap { mention in
      guard mention.kind == .procedure, !note.sections.isHeading(mention.tokens.lowerBound),
        note.section(of: mention.tokens.lowerBound) != .allergies
      else {
        return nil
      }
      var assertion = note.assertion(mention.tokens)
      let date = dated(mention.tokens)
      if assertion.time == .current, let section = note.section(of: mention.tokens.lowerBound), section == .followUp {
        assertion.time = .planned
      }
      return ProcedureMention(
        tokens: mention.tokens, date: date?.0, assertion: assertion,
        whole: mention.tokens.lowerBound..<max(mention.tokens.upperBound, date?.1 ?? 0))
    }
  }

  /// A date or a year within a few words behind: "(1998)", "en 2006", "le 14/10".
  private func dated(_ mention: Range<Int>) -> (String, Int)? {
    let limit = min(note.sentence(of: mention.lowerBound).upperBound, mention.upperBound + 6)
    var index = mention.upperBound
    while index < limit {
      let token = note.text.tokens[index]
      if token.is(",") || token.is(";") || note.isWord(index, .since) { return nil }
      if let date = note.dates.date(note.text, at: index) {
        guard let iso = note.dates.iso(date) else { return nil }
        return (iso, date.end)
      }
      if token.kind == .number {
        guard token.count == 4, let year = note.dates.integer(note.text, token), (1920...2100).contains(year) else { return nil }
        return ("\(year)", index + 1)
      }
      index += 1
    }
    return nil
  }

  // MARK: follow-up

  func followUp() -> [(tokens: Range<Int>, date: String?)] {
    var found: [(tokens: Range<Int>, date: String?)] = []
    for (index, sentence) in note.sentences.all.enumerated() {
      guard let range = body(sentence) else { continue }
      let section = note.section(of: range.lowerBound)
      let line = note.layout.lines[Int(note.layout.lineOf[range.lowerBound])]
      let isItem = line.kind == .item && line.content == range.lowerBound
      let accepted: Bool
      switch section {
      case .followUp: accepted = isItem || comesBack(range, index) || isAppointment(range, firm: false)
      case .instructions: accepted = comesBack(range, index) || isAppointment(range, firm: true)
      case .plan, .conclusion, .assessment, .closing, nil, .dischargeMedications, .course, .diagnoses, .prescription:
        accepted =
          comesBack(range, index)
          || isAppointment(range, firm: !(isItem && section == .plan)) && !hasDrugDose(range) && (!isItem || !namesDrug(range))
      default: accepted = false
      }
      guard accepted, results.lazy.filter({ $0.overlaps(range) }).prefix(2).count < 2 else { continue }
      let date = range.lazy.compactMap { note.dates.date(note.text, at: $0) }.first { $0.day != nil }.flatMap { note.dates.iso($0) }
      found.append((range, date))
    }
    return found
  }

  /// The sentence without bullet, heading and closing mark.
  private func body(_ sentence: Range<Int>) -> Range<Int>? {
    var start = sentence.lowerBound
    let line = note.layout.lines[Int(note.layout.lineOf[start])]
    if line.kind == .row || line.kind == .rule { return nil }
    if line.tokens.lowerBound == start { start = max(start, line.content) }
    while start < sentence.upperBound, note.sections.isHeading(start) { start += 1 }
    var end = sentence.upperBound
    while end > start, note.text.tokens[end - 1].is(".") || note.text.tokens[end - 1].is(";") || note.text.tokens[end - 1].is(":") {
      end -= 1
    }
    return start < end && end - start > 1 ? start..<end : nil
  }

  /// "Reconsulter si …", "return if …", "en cas de …, appeler": a condition and somebody to turn to.
  private func comesBack(_ range: Range<Int>, _ sentence: Int) -> Bool {
    guard note.cues[sentence].contains(where: { $0.effect == .hypothetical }) || note.isWord(range.lowerBound, .contactVerb) else {
      return false
    }
    return range.contains { note.isWord($0, .contactVerb) }
  }

  /// An appointment, a check, an act to come. `firm`: beyond doubt, for sections that are not about follow-up.
  private func isAppointment(_ range: Range<Int>, firm: Bool) -> Bool {
    func hasWord() -> Bool { range.contains { note.isWord($0, .appointment) } }
    func isTimed() -> Bool {
      range.contains { index in
        note.isWord(index, .delay) && index + 1 < range.upperBound
          && (note.text.tokens[index + 1].kind == .number || isNumberWord(index + 1))
          && (index + 2..<min(index + 5, range.upperBound)).contains {
            note.isWord($0, .months) || note.isWord($0, .weeks) || note.isWord($0, .days) || note.isWord($0, .hours)
              || note.isWord($0, .years)
          }
          || note.dates.date(note.text, at: index) != nil
          || note.isWord(index, .j) && index + 1 < range.upperBound && note.text.tokens[index + 1].kind == .number
      }
    }
    func isFuture() -> Bool { range.contains { note.isWord($0, .future) } }
    func hasTest() -> Bool {
      note.mentions(overlapping: range).contains {
        ($0.kind == .measurement || $0.kind == .procedure) && range.contains($0.tokens.lowerBound)
      }
    }
    if !firm { return hasWord() || isFuture() || hasTest() || isTimed() }
    return isFuture() && (hasWord() || hasTest() || isTimed()) || hasWord() && isTimed()
  }

  private func isNumberWord(_ index: Int) -> Bool {
    note.sigWord(at: index)?.word.kind == .number
  }

  private func namesDrug(_ range: Range<Int>) -> Bool {
    note.mentions(overlapping: range).contains { $0.kind == .drug && $0.tokens.lowerBound - range.lowerBound < 3 }
  }

  private func hasDrugDose(_ range: Range<Int>) -> Bool {
    note.mentions(overlapping: range).contains { mention in
      guard mention.kind == .drug, range.contains(mention.tokens.lowerBound) else { return false }
      let result = SigParser(note: note).parse(mention.tokens.upperBound..<range.upperBound)
      return result.sig.strength != nil
    }
  }
}
