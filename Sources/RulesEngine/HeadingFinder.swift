internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Finds headings at the start of a line and within one.
struct HeadingFinder {
  struct Heading {
    var name: SectionName
    /// Past the heading and its colon.
    var end: Int
    var standsAlone: Bool
  }

  let terms: Terminology

  /// The heading in the first cell of a row of two cells, and past the bar behind it.
  func headingCell(_ text: TokenizedText, _ row: Range<Int>) -> (name: SectionName, end: Int)? {
    let tokens = text.tokens
    let start = tokens[row.lowerBound].is("|") ? row.lowerBound + 1 : row.lowerBound
    guard start < row.upperBound, let known = terms.headings.longest(in: text, at: start, end: row.upperBound, terms: terms),
      known.end + 1 < row.upperBound, tokens[known.end].is("|"),
      !(known.end + 1..<row.upperBound - 1).contains(where: { tokens[$0].is("|") })
    else { return nil }
    return (terms.headings[known.entry], known.end + 1)
  }

  /// Whether a line names the columns of a medication table: "Drug   Dose   Route   Frequency", "| Médicament | Posologie | … |".
  func isColumnTitle(_ text: TokenizedText, _ line: Layout.Line) -> Bool {
    let tokens = text.tokens
    guard line.tokens.count <= 24 else { return false }
    var cells = 1
    var first = true
    var namesDrug = false
    var namesDose = false
    for index in line.tokens {
      let token = tokens[index]
      if token.kind == .number { return false }
      let isBar = token.is("|")
      if isBar || index > line.tokens.lowerBound && token.start - tokens[index - 1].end >= 2 && !tokens[index - 1].is("|") {
        if !(isBar && index == line.tokens.lowerBound) {
          cells += 1
          first = false
        }
      }
      if first, terms.words.contains(token, .drugColumn) { namesDrug = true }
      if !first, terms.words.contains(token, .doseColumn) { namesDose = true }
    }
    return cells >= 3 && namesDrug && namesDose
  }

  /// "Current medications" goes on with "on transfer", "Treatment" with "on virtual ward".
  private func list(_ text: TokenizedText, _ name: SectionName, _ range: Range<Int>) -> SectionName? {
    guard name == .medications || name == .homeMedications, range.count <= 9 else { return nil }
    func has(_ wordClass: WordClass) -> Bool { range.contains { terms.words.contains(text.tokens[$0], wordClass) } }
    if has(.beforeWord) { return nil }
    if has(.headingLeaving) { return .dischargeMedications }
    return name == .medications && has(.stayPlace) ? .inpatientMedications : nil
  }

  /// "Sortie à J7 en SSR avec :", "Discharged home on:", "Retour à domicile avec le traitement suivant :".
  private func announcesDischarge(_ text: TokenizedText, _ range: Range<Int>) -> Bool {
    func has(_ wordClass: WordClass, _ range: Range<Int>) -> Bool { range.contains { terms.words.contains(text.tokens[$0], wordClass) } }
    guard has(.leaveVerb, range) || has(.leavingWord, range) || has(.goVerb, range) && has(.atHome, range) else { return false }
    return has(.with, range.suffix(1)) || has(.on, range.suffix(1)) || has(.headingMedication, range.suffix(3))
  }

  /// The list that a note's first words announce: "Discharge prescription", "Fiche de sortie".
  func list(ofTitle text: TokenizedText) -> SectionName {
    let head = text.tokens.prefix(60)
    return head.contains { terms.words.contains($0, .headingLeaving) } ? .dischargeMedications : .medications
  }

  /// The heading that a line begins with, or is.
  func heading(_ text: TokenizedText, _ line: Layout.Line, next: Layout.Line?, soap: Bool) -> Heading? {
    let tokens = text.tokens
    var end = line.tokens.upperBound
    let start = line.content
    while end - start > 1, tokens[end - 1].is("*") || tokens[end - 1].is("#") || tokens[end - 1].is("=") { end -= 1 }
    if soap, start + 1 < end, tokens[start].count == 1, tokens[start + 1].is(":"), let name = Self.soap(tokens[start]) {
      return Heading(name: name, end: start + 2, standsAlone: end - start == 2)
    }
    guard start < end, tokens[start].kind == .word || tokens[start].kind == .number else { return nil }
    let known = terms.headings.longest(in: text, at: start, end: end, terms: terms)
    // a colon within the line's first words ends a heading, known or not
    var colon: Int?
    var index = start
    while index < end, index - start <= 9 {
      let token = tokens[index]
      if token.is(":") {
        colon = index
        break
      }
      if token.is(".") || token.is(";") || token.is("|") || token.is(",") { break }
      index += 1
    }
    if let colon {
      let tail = end - colon == 1
      // a time, no heading: "à 14:30"
      if colon + 1 < end, tokens[colon + 1].kind == .number, tokens[colon - 1].kind == .number,
        !tokens[colon + 1].flags.contains(.spaceBefore)
      {
        return nil
      }
      if let known, terms.headings[known.entry] == .medications, let name = sectionByKeywords(text, start..<colon),
        name == .stoppedMedications
      {
        return Heading(name: name, end: colon + 1, standsAlone: tail)
      }
      if let known, let name = list(text, terms.headings[known.entry], known.end..<colon) {
        return Heading(name: name, end: colon + 1, standsAlone: tail)
      }
      if let known, known.end == colon { return Heading(name: terms.headings[known.entry], end: colon + 1, standsAlone: tail) }
      if let name = sectionByKeywords(text, start..<colon) { return Heading(name: name, end: colon + 1, standsAlone: tail) }
      if tail, announcesDischarge(text, start..<colon) { return Heading(name: .dischargeMedications, end: colon + 1, standsAlone: true) }
      if let known, onlyDetail(text, known.end..<colon), isNoName(text, start, colon) {
        return Heading(name: terms.headings[known.entry], end: colon + 1, standsAlone: tail)
      }
      return nil
    }
    guard line.kind != .item || line.tokens.count <= 10 else { return nil }
    // "3. Traitement pris avant l'entrée", "> ALLERGIES": an item of few words that no other item follows
    let marked =
      line.kind == .item
      && (tokens[line.tokens.lowerBound].is("#") || line.content - line.tokens.lowerBound > 1 && tokens[line.tokens.lowerBound].is("*"))
    let isLoneItem =
      line.kind == .item
      && (marked || (line.blankBefore || known?.end == end) && next.map { $0.kind != .item && !$0.blankBefore } ?? false)
    // "TTT/ …", "Antécédents - …"
    if let known, known.end + 1 < end, line.kind == .text, tokens[known.end + 1].flags.contains(.spaceBefore),
      tokens[known.end].is("/") && !tokens[known.end].flags.contains(.spaceBefore)
        || tokens[known.end].is("-") && tokens[known.end].flags.contains(.spaceBefore)
    {
      return Heading(name: terms.headings[known.entry], end: known.end + 1, standsAlone: false)
    }
    // "Allergies        Clarithromycin": a wide gap for a colon
    if let known, known.end < end, tokens[known.end].start - tokens[known.end - 1].end >= 3, line.kind == .text,
      terms.headings[known.entry] != .identity
    {
      return Heading(name: terms.headings[known.entry], end: known.end, standsAlone: false)
    }
    // "TRAITEMENT DE LA GROSSESSE - …"
    if line.kind == .text,
      let dash = (start..<min(start + 6, end)).first(where: { tokens[$0].is("-") && tokens[$0].flags.contains(.spaceBefore) }),
      dash + 1 < end,
      dash > start, tokens[start..<dash].allSatisfy({ $0.flags.contains(.allCaps) }), let name = sectionByKeywords(text, start..<dash)
    {
      return Heading(name: name, end: dash + 1, standsAlone: false)
    }
    var name = known.map { terms.headings[$0.entry] }
    if let known, let list = name.flatMap({ list(text, $0, known.end..<end) }) { name = list }
    if let known, known.end < end, onlyDetail(text, known.end..<end), line.kind == .text,
      sectionByKeywords(text, known.end..<end) == .followUp,
      !text.tokens[end - 1].is(".")
    {
      return Heading(name: .followUp, end: end, standsAlone: true)
    }
    if let known, let name, name != .imaging || tokens[start].flags.contains(.allCaps) {
      if known.end == end || marked && known.end >= end || onlyDetail(text, known.end..<end) && !tokens[end - 1].is(".") {
        return line.kind == .item && !isLoneItem ? nil : Heading(name: name, end: end, standsAlone: true)
      }
      // CAPITALS with text behind them and no colon
      let capitals = tokens[start..<known.end].allSatisfy { $0.flags.contains(.allCaps) }
      let loud = capitals && Int(tokens[known.end - 1].end - tokens[start].start) >= 4
      if loud, line.kind == .text, !tokens[known.end].flags.contains(.allCaps), isNoName(text, start, known.end) {
        return Heading(name: name, end: known.end, standsAlone: false)
      }
    }
    // a short line of its own whose words say what it is about
    if line.kind == .text && line.blankBefore || isLoneItem, end - start <= 9, next != nil, next?.blankBefore == false,
      isTitle(text, start..<end),
      let name = sectionByKeywords(text, start..<end)
    {
      return Heading(name: name, end: end, standsAlone: true)
    }
    // a short line in capitals
    if line.kind == .text, line.tokens.count <= 8,
      tokens[line.tokens].allSatisfy({ $0.kind != .word || $0.flags.contains(.allCaps) || $0.count <= 3 }),
      let name = sectionByKeywords(text, start..<end)
    {
      return Heading(name: name, end: end, standsAlone: true)
    }
    return nil
  }

  /// A few words that begin with a capital and end without a mark: a heading, whatever it says.
  func isTitle(_ text: TokenizedText, _ range: Range<Int>) -> Bool {
    let tokens = text.tokens
    guard range.count >= 1, range.count <= 9, tokens[range.lowerBound].flags.contains(.capitalized) else { return false }
    let last = tokens[range.upperBound - 1]
    if last.is(".") || last.is(",") || last.is(";") || last.is("?") { return false }
    return !range.contains { tokens[$0].kind == .number }
      && terms.drugs.longest(in: text, at: range.lowerBound, terms: terms) == nil
      && terms.problems.longest(in: text, at: range.lowerBound, terms: terms) == nil
  }

  /// "S:", "O:", "A:", "P:" where a note has several of them.
  private static func soap(_ token: Token) -> SectionName? {
    switch token.symbol {
    case UInt8(ascii: "s"): .presentIllness
    case UInt8(ascii: "o"): .examination
    case UInt8(ascii: "a"): .assessment
    case UInt8(ascii: "p"): .plan
    default: nil
    }
  }

  static func hasSoap(_ text: TokenizedText, _ layout: Layout) -> Bool {
    let marks = Set(
      layout.lines.compactMap { line -> UInt8? in
        guard line.content + 1 < line.tokens.upperBound, text.tokens[line.content].count == 1, text.tokens[line.content + 1].is(":"),
          soap(text.tokens[line.content]) != nil
        else { return nil }
        return text.tokens[line.content].symbol
      })
    return marks.count >= 3
  }

  /// Whether a heading may open at a token within a line: after a sentence, a bar, or a wide gap.
  func mayOpen(_ text: TokenizedText, _ index: Int) -> Bool {
    let token = text.tokens[index]
    guard token.kind == .word else { return false }
    let before = text.tokens[index - 1]
    return before.is(".") || before.is(";") || before.is("|") || token.start - before.end >= 3 || before.is("-")
  }

  func inline(_ text: TokenizedText, _ index: Int, end: Int) -> Heading? {
    guard let known = terms.headings.longest(in: text, at: index, end: end, terms: terms), known.end < end, text.tokens[known.end].is(":")
    else {
      return nil
    }
    return Heading(name: terms.headings[known.entry], end: known.end + 1, standsAlone: false)
  }

  /// Dates, bracketed words and a few others that a heading may drag behind it.
  private func onlyDetail(_ text: TokenizedText, _ range: Range<Int>) -> Bool {
    guard range.count <= 12 else { return false }
    var index = range.lowerBound
    var words = 0
    while index < range.upperBound {
      let token = text.tokens[index]
      // "START furosemide 40 mg"
      if token.kind == .word, terms.drugs.longest(in: text, at: index, terms: terms) != nil { return false }
      if token.is("(") {
        while index < range.upperBound, !text.tokens[index].is(")") { index += 1 }
      } else if token.kind == .word {
        words += 1
      }
      index += 1
    }
    // "Bloods in 4 weeks" is to be done, and no heading
    return words <= 3
      && !range.contains { index in
        terms.words.contains(text.tokens[index], .documentWord)
          || index > range.lowerBound && text.tokens[index - 1].kind == .number
            && (terms.words.contains(text.tokens[index], .weeks) || terms.words.contains(text.tokens[index], .months)
              || text.tokens[index].count > 2 && terms.words.contains(text.tokens[index], .days))
      }
  }

  /// No drug and no problem: those are names in capitals, not headings.
  private func isNoName(_ text: TokenizedText, _ start: Int, _ end: Int) -> Bool {
    if let drug = terms.drugs.longest(in: text, at: start, terms: terms), drug.end >= end { return false }
    if let problem = terms.problems.longest(in: text, at: start, terms: terms), problem.end >= end { return false }
    return true
  }
}

extension HeadingFinder {
  private static let classes: [(WordClass, SectionName)] = [
    (.headingFamilyHistory, .familyHistory), (.headingSurgicalHistory, .surgicalHistory), (.headingPastHistory, .pastHistory),
    (.headingAllergies, .allergies), (.headingReason, .reason), (.headingLaboratory, .laboratory), (.headingImaging, .imaging),
    (.headingExamination, .examination), (.headingCourse, .course), (.headingConclusion, .conclusion),
    (.headingDiagnoses, .diagnoses), (.headingFollowUp, .followUp), (.headingPlan, .plan),
  ]

  /// What an unknown heading is about, by its words.
  private func sectionByKeywords(_ text: TokenizedText, _ range: Range<Int>) -> SectionName? {
    guard range.count <= 9 else { return nil }
    let words = text.tokens[range].filter { $0.kind == .word }
    func has(_ wordClass: WordClass) -> Bool { words.contains { terms.words.contains($0, wordClass) } }
    if has(.headingAllergies), !has(.headingReason) { return .allergies }
    if has(.headingMedication) {
      if has(.headingStopped) { return .stoppedMedications }
      if has(.headingTried) { return .stoppedMedications }
      if has(.headingNew), !has(.headingComing) { return .dischargeMedications }
      if has(.headingLeaving) { return .dischargeMedications }
      if has(.headingComing) { return .homeMedications }
      if has(.stayPlace) { return .inpatientMedications }
      return words.count <= 4 ? .medications : nil
    }
    guard words.count <= 5 else { return nil }
    return Self.classes.first { has($0.0) }?.1
  }
}
