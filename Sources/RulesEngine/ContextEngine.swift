internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension NoteAnalysis {
  /// What its sentence and its section say of a mention.
  func assertion(_ mention: Range<Int>) -> Assertion {
    var assertion = Assertion()
    let section = section(of: mention.lowerBound)
    if let section {
      if section.isHistory { assertion.time = .history }
      if section == .familyHistory { assertion.subject = .family }
    }
    let sentence = Int(sentences.indexOf[mention.lowerBound])
    var absentAt: Int?
    var doubtAt: Int?
    for cue in cues[sentence] where cue.scope.contains(mention.lowerBound) || cue.scope.contains(mention.upperBound - 1) {
      apply(cue, to: mention, &assertion)
      if cue.effect == .absent { absentAt = cue.tokens.lowerBound }
      if cue.effect == .possible { doubtAt = cue.tokens.lowerBound }
    }
    if precededByNo(mention) { assertion.polarity = .absent }
    if assertion.time == .current, isDatedInThePast(mention) { assertion.time = .history }
    if assertion.certainty == .hypothetical { assertion.polarity = .present }
    if assertion.certainty == .possible, assertion.polarity == .absent {
      // "pas d'éruption évocatrice de varicelle" denies the varicella; "pas d'argument …, possible" does not
      if let absentAt, let doubtAt, absentAt < doubtAt, doubtAt < mention.lowerBound {
        assertion.certainty = .certain
      } else {
        assertion.polarity = .present
      }
    }
    return assertion
  }

  private func apply(_ cue: ContextCue, to mention: Range<Int>, _ assertion: inout Assertion) {
    switch cue.effect {
    case .none: break
    case .absent: assertion.polarity = .absent
    case .possible:
      if assertion.certainty == .certain, reaches(cue, mention) { assertion.certainty = .possible }
    case .hypothetical: assertion.certainty = .hypothetical
    case .history: assertion.time = .history
    case .planned:
      if assertion.time == .current { assertion.time = .planned }
    case .family, .other:
      guard !isBystander(cue) else { break }
      assertion.subject = cue.effect == .family ? .family : .other
    }
  }

  /// Doubt does not run on over a list: it holds for the first problem and what is joined to it.
  private func reaches(_ cue: ContextCue, _ mention: Range<Int>) -> Bool {
    guard cue.direction == .before else { return true }
    let between = cue.tokens.upperBound..<max(cue.tokens.upperBound, mention.lowerBound)
    return !between.contains { text.tokens[$0].is(",") } || mentions(overlapping: between).allSatisfy { $0.kind != .problem }
  }

  /// A relative who only reports, finds or lives with the patient.
  private func isBystander(_ cue: ContextCue) -> Bool {
    let before = cue.tokens.lowerBound
    for index in max(before - 3, 0)..<before where isWord(index, .bystanderBefore) {
      return !text.note.string(text.tokens[index].range).lowercased().hasPrefix("chez")
    }
    let after = cue.tokens.upperBound
    for index in after..<min(after + 3, text.tokens.count) where isWord(index, .bystanderAfter) { return true }
    return false
  }

  /// "non fumeur", "not diabetic", "never smoker".
  private func precededByNo(_ mention: Range<Int>) -> Bool {
    let before = mention.lowerBound - 1
    guard before >= 0, sentences.indexOf[before] == sentences.indexOf[mention.lowerBound] else { return false }
    return isWord(before, .no) && !text.tokens[before].is(",")
  }

  /// A year before the note's own close behind the mention ("IDM en 2012", "TVP (2016)", not "depuis 2012"), or "il y a 10 ans".
  private func isDatedInThePast(_ mention: Range<Int>) -> Bool {
    let sentence = sentence(of: mention.lowerBound)
    var index = mention.upperBound
    let limit = min(mention.upperBound + 5, sentence.upperBound)
    while index < limit {
      let token = text.tokens[index]
      if token.is(",") || token.is(";") || isWord(index, .since) || isWord(index, .and) { return false }
      if token.kind == .number {
        if let date = dates.date(text, at: index) { return isPast(date.year, by: 2) }
        if token.count == 4, let year = dates.integer(text, token), year > 1920, year < 2100 { return isPast(year, by: 1) }
        // "il y a 10 ans", "3 years ago"
        let ago = index >= mention.upperBound + 2 && isWord(index - 1, .ago) || index + 2 < sentence.upperBound && isWord(index + 2, .ago)
        return ago && index + 1 < sentence.upperBound && isWord(index + 1, .years)
      }
      index += 1
    }
    return false
  }

  /// Where the note bears no date of its own, any year is past.
  private func isPast(_ year: Int?, by years: Int) -> Bool {
    guard let year else { return false }
    guard let now = dates.fullYear else { return true }
    return year <= now - years
  }
}
