internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Procedures, and what is to come: appointments, tests, and when to come back.
struct ActFinder {
  let note: NoteAnalysis
  /// Where results stand: a line of them is no appointment.
  var results: [Range<Int>] = []
  /// The results' labels: "PTH (pg/mL)" is no hip.
  var labels: [Range<Int>] = []

  struct ProcedureMention {
    var tokens: Range<Int>
    var date: String?
    var assertion: Assertion
    /// The name to its date.
    var whole: Range<Int>
  }

  func procedures() -> [ProcedureMention] {
    note.mentions.compactMap { mention in
      guard mention.kind == .procedure, note.section(of: mention.tokens.lowerBound) != .allergies, !isPlace(mention.tokens.lowerBound),
        !labels.contains(where: { $0.overlaps(mention.tokens) })
      else {
        return nil
      }
      var assertion = note.assertion(mention.tokens)
      let date = dated(mention.tokens)
      // "Coloscopie le 05/03/2024 : …" is a heading, and an act
      if note.sections.isHeading(mention.tokens.lowerBound), date == nil { return nil }
      if assertion.certainty != .certain { return nil }
      if assertion.time == .current, let section = note.section(of: mention.tokens.lowerBound), section == .followUp {
        assertion.time = .planned
      }
      return ProcedureMention(
        tokens: mention.tokens, date: date?.0, assertion: assertion,
        whole: mention.tokens.lowerBound..<max(mention.tokens.upperBound, date?.1 ?? 0))
    }
  }

  /// "Consultation de chirurgie cardiaque": a place, no act.
  private func isPlace(_ start: Int) -> Bool {
    guard start > 0 else { return false }
    return note.isWord(start - 1, .placeWord) || note.isWord(start - 1, .ofOnly) && note.isWord(start - 2, .placeWord)
  }

  /// A date or a year behind, in the same clause: "(1998)", "en 2006", "le 14/10", "with a stent to the LAD in March 2022".
  private func dated(_ mention: Range<Int>) -> (String, Int)? {
    let limit = min(note.sentence(of: mention.lowerBound).upperBound, mention.upperBound + 12)
    var index = mention.upperBound
    while index < limit {
      let token = note.text.tokens[index]
      if token.is(",") || token.is(";") || note.isWord(index, .since) || note.isWord(index, .until) { return nil }
      // far behind, the date has its preposition, and nothing else may claim it
      if index >= mention.upperBound + 6 {
        guard note.isWord(index - 1, .inYear) || token.kind != .number else { return nil }
        if note.mentions(overlapping: index..<index + 1).contains(where: { $0.kind == .problem || $0.kind == .drug }) { return nil }
      }
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
      if let warning = warning(range) {
        found.append((warning, nil))
        continue
      }
      // "No contact sport for 3 weeks", "Objectif TA < 130/80"
      if note.isWord(range.lowerBound, .no) || note.isWord(range.lowerBound, .goal) { continue }
      let section = note.section(of: range.lowerBound)
      let line = note.layout.lines[Int(note.layout.lineOf[range.lowerBound])]
      let isItem = line.kind == .item && line.content == range.lowerBound
      let accepted: Bool
      switch section {
      case .followUp: accepted = isItem || comesBack(range, index) || isAppointment(range, firm: false, section)
      case .instructions: accepted = comesBack(range, index) || isAppointment(range, firm: true, section)
      case .plan, .conclusion, .assessment, .closing, nil, .dischargeMedications, .course, .diagnoses, .prescription:
        if section == nil, isTitle(range) { continue }
        // what holds of a clause, firmly or not, holds of its sentence: most are done with here
        guard comesBack(range, index) || isAppointment(range, firm: false, section) else { continue }
        if hasDrugDose(range) {
          // "levothyroxine increased to 100 micrograms, GP to repeat TFTs in 6 weeks"
          for clause in clauses(range) where isAppointment(clause, firm: true, section) && !namesDrug(clause, anywhere: true) {
            found.append((clause, date(clause)))
          }
          accepted = comesBack(range, index)
        } else {
          accepted =
            comesBack(range, index) || isAppointment(range, firm: !(isItem && section == .plan), section) && (!isItem || !namesDrug(range))
        }
      default: accepted = false
      }
      guard accepted, results.lazy.filter({ $0.overlaps(range) }).prefix(2).count < 2 else { continue }
      found.append((range, date(range)))
    }
    return found
  }

  /// "Return if: worsening headache, …", where "Return if" was read as a heading: heading and text are one item.
  private func warning(_ range: Range<Int>) -> Range<Int>? {
    let section = note.sections.all[note.sections.index(at: range.lowerBound)]
    guard !section.heading.isEmpty, section.heading.contains(where: { note.isWord($0, .contactVerb) }),
      section.heading.contains(where: { note.isWord($0, .conditional) || note.isWord($0, .adviceFor) }),
      note.layout.lineOf[section.heading.lowerBound] == note.layout.lineOf[range.lowerBound],
      range.lowerBound - section.heading.upperBound <= 1
    else { return nil }
    return section.heading.lowerBound..<range.upperBound
  }

  private func date(_ range: Range<Int>) -> String? {
    range.lazy.compactMap { note.dates.date(note.text, at: $0) }.first { $0.day != nil }.flatMap { note.dates.iso($0) }
  }

  /// "Outpatient review, 22 October 2024" among the first lines of a longer note: its title, no appointment.
  private func isTitle(_ range: Range<Int>) -> Bool {
    let line = Int(note.layout.lineOf[range.lowerBound])
    guard line < 6, note.layout.lines.count > 8, !isFuture(range), !range.contains(where: { note.isWord($0, .contactVerb) }) else {
      return false
    }
    return !range.contains { isDelay($0, range.upperBound) }
  }

  /// What commas part.
  private func clauses(_ range: Range<Int>) -> [Range<Int>] {
    var all: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.dropLast() where note.text.tokens[index].is(",") && note.text.tokens[index + 1].flags.contains(.spaceBefore) {
      if index - start > 1 { all.append(start..<index) }
      start = index + 1
    }
    if range.upperBound - start > 1, start > range.lowerBound { all.append(start..<range.upperBound) }
    return all
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
  private func isAppointment(_ range: Range<Int>, firm: Bool, _ section: SectionName?) -> Bool {
    func hasWord() -> Bool { range.contains { note.isWord($0, .appointment) || isFollowUpMark($0) } }
    func isTimed() -> Bool {
      range.contains { index in
        note.isWord(index, .delay) && index + 1 < range.upperBound
          && (note.text.tokens[index + 1].kind == .number || isNumberWord(index + 1))
          && (index + 2..<min(index + 5, range.upperBound)).contains {
            note.isWord($0, .months) || note.isWord($0, .weeks) || note.isWord($0, .days)
              || note.isWord($0, .hours) && !($0 + 1 < note.text.tokens.count && note.text.tokens[$0 + 1].kind == .number)
              || note.isWord($0, .years)
          }
          || isInTwelfths(index, range.upperBound)
          || note.dates.date(note.text, at: index) != nil
          || section != .course && note.isWord(index, .j) && index + 1 < range.upperBound && note.text.tokens[index + 1].kind == .number
      }
    }
    func hasTest() -> Bool {
      let mentions = note.mentions(overlapping: range)
      return mentions.contains { mention in
        (mention.kind == .measurement || mention.kind == .procedure) && range.contains(mention.tokens.lowerBound)
          && !mentions.contains { $0.kind == .drug && $0.tokens.overlaps(mention.tokens) }
      } || range.contains { note.isWord($0, .testWord) }
    }
    // "INR in 3 days", "NFS tous les 15 jours pendant 3 mois": a test with a delay, and nothing that was found
    func isOrdered() -> Bool {
      hasTest() && section != .course && section != .diagnoses && range.contains { isDelay($0, range.upperBound) }
        && !range.contains { note.isWord($0, .clauseVerb) }
    }
    if !firm { return hasWord() || isFuture(range) || hasTest() || isTimed() }
    if section == .course, !isFuture(range) { return false }
    return isFuture(range) && (hasWord() || hasTest() || isTimed()) || hasWord() && isTimed() || isOrdered()
      || range.contains { isFollowUpMark($0) }
  }

  /// "sera revu", "to be removed".
  private func isFuture(_ range: Range<Int>) -> Bool {
    range.contains { note.isWord($0, .future) || isToBeDone($0, range.upperBound) }
  }

  /// "2/52", "3/12", "5/7": weeks, months and days in British notes.
  private func isInTwelfths(_ index: Int, _ limit: Int) -> Bool {
    let tokens = note.text.tokens
    guard note.text.language == .english, index + 2 < limit, tokens[index].kind == .number, tokens[index + 1].is("/"),
      !tokens[index + 2].flags.contains(.spaceBefore), let below = note.dates.integer(note.text, tokens[index + 2])
    else { return false }
    return [52, 12, 7].contains(below) && (index + 3 >= limit || !tokens[index + 3].is("/"))
  }

  /// "to be removed", not "thought to be the cause".
  private func isToBeDone(_ index: Int, _ limit: Int) -> Bool {
    guard note.isWord(index, .beOnly), note.isWord(index - 1, .toOnly), index + 1 < limit else { return false }
    return note.text.note.bytes[note.text.tokens[index + 1].range].suffix(2).elementsEqual("ed".utf8)
  }

  /// "F/u".
  private func isFollowUpMark(_ index: Int) -> Bool {
    let tokens = note.text.tokens
    return index + 2 < tokens.count && tokens[index].count == 1 && tokens[index].symbol == UInt8(ascii: "f") && tokens[index + 1].is("/")
      && tokens[index + 2].count == 1 && tokens[index + 2].symbol == UInt8(ascii: "u")
  }

  /// "in 3 days", "dans un mois", "toutes les 2 semaines".
  private func isDelay(_ index: Int, _ limit: Int) -> Bool {
    guard note.isWord(index, .delay) || note.isWord(index, .every) else { return false }
    let start = note.isWord(index + 1, .articles) && !isNumberWord(index + 1) ? index + 2 : index + 1
    guard start + 1 < limit, note.text.tokens[start].kind == .number || isNumberWord(start) else { return false }
    let unit = note.text.tokens[start + 1].is("-") || note.text.tokens[start + 1].is("/") ? start + 3 : start + 1
    return unit < limit
      && (note.isWord(unit, .months) || note.isWord(unit, .weeks) || note.isWord(unit, .days) || note.isWord(unit, .hours)
        || note.isWord(unit, .years))
  }

  private func isNumberWord(_ index: Int) -> Bool {
    note.sigWord(at: index)?.word.kind == .number
  }

  private func namesDrug(_ range: Range<Int>, anywhere: Bool = false) -> Bool {
    note.mentions(overlapping: range).contains {
      $0.kind == .drug && $0.tokens.upperBound <= range.upperBound && (anywhere || $0.tokens.lowerBound - range.lowerBound < 3)
    }
  }

  private func hasDrugDose(_ range: Range<Int>) -> Bool {
    note.mentions(overlapping: range).contains { mention in
      guard mention.kind == .drug, range.contains(mention.tokens.lowerBound) else { return false }
      let result = SigParser(note: note).parse(mention.tokens.upperBound..<range.upperBound)
      return result.sig.strength != nil
    }
  }
}
