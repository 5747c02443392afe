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
    if let certainty = certaintyByHeading(mention) { assertion.certainty = certainty }
    var denial: ContextCue?
    var doubt: ContextCue?
    var condition: ContextCue?
    for cue in cues[sentence] where cue.scope.contains(mention.lowerBound) || cue.scope.contains(mention.upperBound - 1) {
      apply(cue, to: mention, &assertion)
      switch cue.effect {
      case .absent: denial = cue
      case .possible: doubt = cue
      case .hypothetical: condition = cue
      default: break
      }
    }
    if precededByNo(mention) || followedByFree(mention) || answeredNo(mention) { assertion.polarity = .absent }
    if assertion.time == .current, isDatedInThePast(mention) || isToldOfThePast(mention) { assertion.time = .history }
    if assertion.polarity == .absent, assertion.certainty != .certain {
      if decides(denial, mention, over: assertion.certainty == .hypothetical ? condition : doubt, isCondition: condition != nil) {
        assertion.certainty = .certain
      } else {
        assertion.polarity = .present
      }
    }
    return assertion
  }

  /// "À surveiller : …", "Signes d'alerte : …": the heading itself is a condition; "Ddx: …", "Hypothèses : …": a doubt.
  private func certaintyByHeading(_ mention: Range<Int>) -> Assertion.Certainty? {
    let heading = sections.all[sections.index(at: mention.lowerBound)].heading
    guard !heading.isEmpty, !heading.contains(mention.lowerBound) else { return nil }
    for cue in cues[Int(sentences.indexOf[heading.lowerBound])] where cue.direction == .before && heading.contains(cue.tokens.lowerBound) {
      if cue.effect == .hypothetical { return .hypothetical }
      if cue.effect == .possible { return .possible }
    }
    return nil
  }

  /// Whether a denial holds in spite of a doubt or a condition: "pas d'éruption évocatrice de varicelle", "pas de lésion suspecte",
  /// "l'hypothèse d'une endocardite n'a pas été retenue", "recherche de BK négative". It does not in "pas d'argument …, possible" nor in
  /// "si absence de fièvre".
  private func decides(_ denial: ContextCue?, _ mention: Range<Int>, over other: ContextCue?, isCondition: Bool) -> Bool {
    guard let denial, let other else { return false }
    if denial.direction == .after, other.direction == .before {
      return !isCondition || !isWord(other.tokens.lowerBound, .conditional)
    }
    if isCondition { return false }
    // "évoquant une colique néphrétique sans fièvre" as well
    if denial.direction == .before, other.direction == .before { return true }
    return denial.direction == .before && other.direction == .after && other.tokens.count == 1
      && other.tokens.lowerBound - mention.upperBound <= 1 && !text.tokens[other.tokens.lowerBound].is("?")
  }

  /// "seizure-free", "pain free".
  private func followedByFree(_ mention: Range<Int>) -> Bool {
    guard text.language == .english else { return false }
    var index = mention.upperBound
    if index < text.tokens.count, text.tokens[index].is("-") { index += 1 }
    return isWord(index, .free) && !isWord(index + 1, .of) && !isWord(index + 1, .fluidWord)
  }

  /// "Tabac : non" where the name and its colon were read as a heading: the sentence behind it is "non" alone.
  private func answeredNo(_ mention: Range<Int>) -> Bool {
    guard sections.isHeading(mention.lowerBound) else { return false }
    var index = mention.upperBound
    while index < text.tokens.count, sections.isHeading(index) { index += 1 }
    guard index < text.tokens.count, !sections.isHeading(index), index - mention.upperBound <= 2 else { return false }
    let answer = sentence(of: index)
    return answer.lowerBound == index && answer.count <= 2 && (isWord(index, .no) || isWord(index, .nothing) || isWord(index, .negative))
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

  /// Doubt does not run on over a list: it holds for the first problem and what is joined to it. A differential diagnosis is a list.
  private func reaches(_ cue: ContextCue, _ mention: Range<Int>) -> Bool {
    guard cue.direction == .before, !cue.tokens.contains(where: { isWord($0, .differential) }) else { return true }
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
        // "varicelle à 3 ans", "diagnosed at age 6"
        if isAtAge(index, sentence.upperBound) { return true }
        // "il y a 10 ans", "3 years ago"
        let ago = index >= mention.upperBound + 2 && isWord(index - 1, .ago) || index + 2 < sentence.upperBound && isWord(index + 2, .ago)
        return ago && index + 1 < sentence.upperBound && isWord(index + 1, .years)
      }
      index += 1
    }
    return false
  }

  /// "à 3 ans", "at age 6", "at the age of 6", "aged 6"
  private func isAtAge(_ index: Int, _ limit: Int) -> Bool {
    if text.language == .french {
      return isWord(index - 1, .atOnly) && text.tokens[index - 1].count <= 2 && index + 1 < limit && isWord(index + 1, .years)
    }
    return isWord(index - 1, .aged) && !isWord(index - 1, .old)
      || isWord(index - 1, .of) && isWord(index - 2, .aged) && !isWord(index - 2, .old)
  }

  /// "In 2015 she was diagnosed with …", "Two years ago he had …", "hospitalisée il y a 3 ans pour …": the sentence begins with the time,
  /// or the time stands right before what the patient came for.
  private func isToldOfThePast(_ mention: Range<Int>) -> Bool {
    let sentence = sentence(of: mention.lowerBound)
    var index = sentence.lowerBound
    while index < mention.lowerBound, index - sentence.lowerBound < 14 {
      guard let end = pastTime(index, mention.lowerBound), end <= mention.lowerBound else {
        index += 1
        continue
      }
      let between = end..<mention.lowerBound
      let isFirst = index - sentence.lowerBound <= 2
      let leads = end < mention.lowerBound && isWord(end, .reasonBefore) && mention.lowerBound - end <= 4
      guard isFirst && between.count <= 12 || leads else { return false }
      return !cues[Int(sentences.indexOf[mention.lowerBound])].contains { cue in
        between.contains(cue.tokens.lowerBound) && cue.direction == .end && cue.isAdversative
      } && !between.contains { text.tokens[$0].is(":") || isWord($0, .since) || isWord($0, .nowWord) }
    }
    return false
  }

  /// The end of "in 2015", "en mars 2012", "two years ago", "il y a 3 ans" at a token, where that is past.
  private func pastTime(_ index: Int, _ limit: Int) -> Int? {
    if text.tokens[index].kind == .number {
      if index > 0, isWord(index - 1, .since) { return nil }
      if let date = dates.date(text, at: index) { return isPast(date.year, by: 2) ? date.end : nil }
      if text.tokens[index].count == 4, index > 0, isWord(index - 1, .inYear), let year = dates.integer(text, text.tokens[index]),
        (1920..<2100).contains(year)
      {
        return isPast(year, by: 1) ? index + 1 : nil
      }
    }
    // a number of years with "ago" behind or "il y a" before
    if isWord(index, .years), index > 0 {
      if index + 1 < limit, isWord(index + 1, .agoOnly) { return index + 2 }
      if index >= 3, text.language == .french, isWord(index - 2, .ago), isWord(index - 3, .thereOnly) { return index + 1 }
    }
    return nil
  }

  /// Where the note bears no date of its own, any year is past.
  private func isPast(_ year: Int?, by years: Int) -> Bool {
    guard let year else { return false }
    guard let now = dates.fullYear else { return true }
    return year <= now - years
  }
}
