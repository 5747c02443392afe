internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Why the patient came, and from when to when.
struct StayFinder {
  let note: NoteAnalysis

  struct Day {
    var iso: String
    var tokens: Range<Int>
  }

  /// Whether the note tells of a stay in hospital, not of a consultation: it says when the patient came, its first lines name a stay, or
  /// it tells its course.
  func isStay(_ days: (admitted: Day?, discharged: Day?)) -> Bool {
    if days.admitted != nil || note.sections.all.contains(where: { $0.name == .inpatientMedications }) { return true }
    let head = note.text.tokens.indices.prefix(90)
    if head.contains(where: { note.isWord($0, .stay) && !isEarlierStay($0) && !(note.section(of: $0)?.isHistory ?? false) }) { return true }
    if isDayOfStay() { return true }
    let hasCourse = note.sections.all.contains { $0.name == .course }
    return hasCourse && !head.contains { note.isWord($0, .clinicWord) }
  }

  /// A note of one day in hospital: "Hospital Day 3".
  func isDayOfStay() -> Bool {
    // "Réanimation - Note d'évolution J5", "ICU progress note, day 5"
    let head = note.text.tokens.indices.prefix(40)
    if head.contains(where: { note.isWord($0, .acuteWard) }),
      head.contains(where: {
        (note.isWord($0, .j) || note.isWord($0, .days)) && isDayNumber($0 + 1) && $0 + 1 < note.text.tokens.count
          && (note.text.tokens[$0].count > 1 || !note.text.tokens[$0 + 1].flags.contains(.spaceBefore))
      })
    {
      return true
    }
    return note.text.tokens.indices.prefix(60).contains { index in
      note.isWord(index, .placeWord) && note.isWord(index + 1, .days) && note.text.tokens[index + 1].count >= 3
        || note.isWord(index, .stayDay) && note.text.tokens[index].flags.contains(.allCaps) && isDayNumber(index + 1)
    }
  }

  /// "following his recent admission", "depuis sa sortie": a stay before this one.
  private func isEarlierStay(_ index: Int) -> Bool {
    (max(0, index - 4)..<index).contains { note.isWord($0, .earlierStay) } && !note.isWord(index, .clinicWord)
  }

  /// "#3", "3" behind "HD" or "POD", and no "3x/week".
  private func isDayNumber(_ index: Int) -> Bool {
    let tokens = note.text.tokens
    let number = index < tokens.count && tokens[index].is("#") ? index + 1 : index
    guard number < tokens.count, tokens[number].kind == .number, tokens[number].count <= 2 else { return false }
    return !note.isWord(number + 1, .x) && !note.isWord(number + 1, .times)
  }

  /// Whether the patient leaves at the note's end: a plan then is what is taken home.
  func isLeaving() -> Bool {
    note.has(.goesHome)
      && note.text.tokens.indices.contains { index in
        guard note.isWord(index, .goesHome) else { return false }
        return switch note.section(of: index) {
        case .plan, .conclusion, .followUp, .instructions, .dischargeMedications, .prescription, .assessment: true
        default: false
        }
      }
  }

  // MARK: dates

  func days() -> (admitted: Day?, discharged: Day?) {
    var admitted: Day?
    var discharged: Day?
    let tokens = note.text.tokens
    var index = 0
    while index < tokens.count {
      defer { index += 1 }
      if admitted == nil, note.isWord(index, .periodFrom), let period = period(at: index) {
        admitted = period.0
        discharged = discharged ?? period.1
        index = period.1.tokens.upperBound - 1
        continue
      }
      guard admitted == nil || discharged == nil, let date = note.dates.date(note.text, at: index), date.year != nil,
        date.day != nil || isMonthOfStay(index), let iso = date.iso
      else { continue }
      let day = index..<date.end
      // the nearest of the words before the date decides
      for back in 1...5 where index - back >= 0 {
        let word = index - back
        if tokens[word].is("(") || tokens[word].is(".") || tokens[word].is(",") || tokens[word].is(";") || note.isWord(word, .born) {
          break
        }
        if tokens[word].kind == .number { break }
        if note.isWord(word, .leavingWord) {
          if discharged == nil { discharged = Day(iso: iso, tokens: word..<day.upperBound) }
          break
        }
        if note.isWord(word, .admissionWord) {
          if admitted == nil { admitted = Day(iso: iso, tokens: word..<day.upperBound) }
          break
        }
      }
      index = date.end - 1
    }
    if let first = admitted, let last = discharged, first.iso > last.iso { discharged = nil }
    return (admitted, discharged)
  }

  /// "Hospitalisé en mars 2024" at the note's beginning: a month is enough.
  private func isMonthOfStay(_ index: Int) -> Bool {
    index > 1 && index < 40 && note.isWord(index - 1, .inYear) && note.isWord(index - 2, .admissionWord)
      && !(note.section(of: index)?.isHistory ?? false)
  }

  /// "du 11/03/2024 au 19/03/2024", "du 04 au 06 février 2024", "from 3 to 9 March 2024", behind a word for a stay.
  private func period(at index: Int) -> (Day, Day)? {
    guard index + 3 < note.text.tokens.count else { return nil }
    let tokens = note.text.tokens
    let sentence = note.sentence(of: index)
    let line = note.layout.lines[Int(note.layout.lineOf[index])].tokens
    guard
      (max(index - 40, index < 120 ? 0 : min(sentence.lowerBound, line.lowerBound))..<index).contains(where: {
        note.isWord($0, .stay) || note.isWord($0, .stayNoun)
      })
    else { return nil }
    func to(_ at: Int) -> Bool { at < tokens.count && (note.isWord(at, .periodTo) || tokens[at].is("-")) }
    if let first = note.dates.date(note.text, at: index + 1), to(first.end), let last = note.dates.date(note.text, at: first.end + 1),
      let end = last.iso, let year = last.year
    {
      var start = first
      if start.year == nil { start.year = (first.month, first.day ?? 0) > (last.month, last.day ?? 0) ? year - 1 : year }
      guard let begin = start.iso else { return nil }
      return (Day(iso: begin, tokens: index..<last.end), Day(iso: end, tokens: index..<last.end))
    }
    if let day = note.dates.integer(note.text, tokens[index + 1]), (1...31).contains(day), to(index + 2),
      let last = note.dates.date(note.text, at: index + 3), let end = last.iso, last.day != nil
    {
      var start = last
      start.day = day
      guard let begin = start.iso else { return nil }
      return (Day(iso: begin, tokens: index..<last.end), Day(iso: end, tokens: index..<last.end))
    }
    return nil
  }

  // MARK: reason

  func reason() -> Range<Int>? { sectionReason() ?? proseReason() }

  private func sectionReason() -> Range<Int>? {
    for (index, section) in note.sections.all.enumerated() where section.name == .reason && !section.heading.isEmpty {
      var start = section.heading.upperBound
      if start >= note.text.tokens.count { continue }
      // a heading alone: the text is in the section behind it
      guard note.section(of: start) == .reason, !note.sections.isHeading(start) || note.sections.index(at: start) == index else { continue }
      start = max(start, note.layout.lines[Int(note.layout.lineOf[start])].content)
      let sentence = note.sentence(of: start)
      if let range = trimmed(start..<sentence.upperBound), range.count <= 60 { return range }
    }
    return nil
  }

  /// "hospitalisé … pour une aphasie brutale", "because of recurrent chest infections", "presented with …".
  private func proseReason() -> Range<Int>? {
    for (number, sentence) in note.sentences.all.enumerated()
    where note.sentence(number, has: .visit) && note.sentence(number, has: .reasonBefore) {
      var visited = false
      for index in sentence {
        if note.isWord(index, .visit) { visited = true }
        guard visited, note.isWord(index, .reasonBefore), index + 1 < sentence.upperBound else { continue }
        var start = index + 1
        while start < sentence.upperBound, note.isWord(start, .articles) || note.isWord(start, .ofOnly) { start += 1 }
        // "pour la première fois", "for two weeks", a date: no reason
        guard start < sentence.upperBound, note.text.tokens[start].kind == .word,
          !note.mentions(overlapping: start..<min(start + 8, sentence.upperBound)).filter({ $0.kind == .problem || $0.kind == .procedure })
            .isEmpty
        else { continue }
        var end = start
        while end < sentence.upperBound {
          let token = note.text.tokens[end]
          if token.is(".") || token.is(",") || token.is("(") || token.is(":") || note.isWord(end, .reasonEnd) { break }
          end += 1
        }
        if let range = trimmed(start..<end), range.count <= 40 { return range }
      }
    }
    return nil
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int>? {
    var start = range.lowerBound
    var end = range.upperBound
    while end > start, note.text.tokens[end - 1].kind == .punctuation, !note.text.tokens[end - 1].is(")"),
      !note.text.tokens[end - 1].is("%")
    { end -= 1 }
    while start < end, note.text.tokens[start].kind == .punctuation, !note.text.tokens[start].is("(") { start += 1 }
    return start < end ? start..<end : nil
  }
}
