internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// What part of the note each token belongs to: headings alone or with text behind them, and the cues of a letter in prose.
struct Sections {
  struct Section {
    var name: SectionName?
    /// The heading's own tokens; empty for a cue and for what stands before the first heading.
    var heading: Range<Int>
    /// What it governs.
    var tokens: Range<Int>
  }

  private(set) var all: [Section] = []
  /// The index into `all` of each token's section.
  private var sectionOf: [Int32]

  /// nil past the note's end.
  func section(at token: Int) -> SectionName? { sectionOf.indices.contains(token) ? all[Int(sectionOf[token])].name : nil }
  /// Past the note's end the last section's.
  func index(at token: Int) -> Int { sectionOf.isEmpty ? 0 : Int(sectionOf[min(token, sectionOf.count - 1)]) }

  /// Whether the token is part of a heading.
  func isHeading(_ token: Int) -> Bool { sectionOf.indices.contains(token) && all[Int(sectionOf[token])].heading.contains(token) }

  private struct Opening {
    var name: SectionName?
    var heading: Range<Int>
  }

  init(_ text: inout TokenizedText, _ layout: Layout, _ terms: Terminology) {
    sectionOf = Array(repeating: 0, count: text.tokens.count)
    let finder = HeadingFinder(terms: terms)
    // what a heading alone on its line opened, and what a heading with text behind it, a mid-line heading or a cue opened within that
    var outer: SectionName?
    var inner: SectionName?
    var innerEndsWithItem = false
    var innerEndsAtBlank = false
    var innerEndsWithList = false
    // a heading with text behind it opened it, no phrase of a letter
    var innerIsHeading = false
    var seenItem = false
    var outerHasItems = false
    all.append(Section(name: nil, heading: 0..<0, tokens: 0..<0))

    // what held before a table whose header opened a list of its own
    var table: (outer: SectionName?, inner: SectionName?, isRow: Bool)?
    let cues = terms.cues
    let soap = HeadingFinder.hasSoap(text, layout)
    for (number, line) in layout.lines.enumerated() {
      let next = number + 1 < layout.lines.count ? layout.lines[number + 1] : nil
      if line.kind == .rule {
        mark(line.tokens, inner ?? outer, heading: 0..<0)
        continue
      }
      if let known = table, line.blankBefore || known.isRow && line.kind != .row {
        (outer, inner, table) = (known.outer, known.inner, nil)
      }
      if table == nil, (inner ?? outer)?.isMedicationList != true, finder.isColumnTitle(text, line) {
        table = (outer, line.kind == .row ? inner : nil, line.kind == .row)
        outer = finder.list(ofTitle: text)
        inner = nil
        innerEndsAtBlank = false
        innerEndsWithItem = false
        innerEndsWithList = false
        mark(line.tokens, outer, heading: 0..<0)
        continue
      }
      if line.blankBefore, innerEndsAtBlank {
        inner = nil
        innerEndsAtBlank = false
      }
      if innerEndsWithItem, !line.continues {
        inner = nil
        innerEndsWithItem = false
      }
      if innerEndsWithList {
        if line.kind == .item {
          seenItem = true
        } else if seenItem, !line.continues {
          inner = nil
          innerEndsWithList = false
        }
      }
      if line.kind == .row {
        // "| Past history | hyperlipidaemia |": the first of two cells may be a heading
        if let cell = finder.headingCell(text, line.tokens) {
          mark(line.tokens.lowerBound..<cell.end, cell.name, heading: line.tokens.lowerBound..<cell.end)
          mark(cell.end..<line.tokens.upperBound, cell.name, heading: 0..<0)
        } else {
          mark(line.tokens, inner ?? outer, heading: 0..<0)
        }
        continue
      }
      if line.kind == .item { outerHasItems = true }
      if line.blankBefore, line.kind == .text, let name = outer, name.isMedicationList || outerHasItems, isProse(line, text, terms) {
        outer = nil
      }
      var start = line.tokens.lowerBound
      let heading = line.continues ? nil : finder.heading(text, line, next: next, soap: soap)
      if heading == nil, innerEndsAtBlank, let name = inner,
        name.endsAtLabel && beginsWithLabel(line, text, terms)
          || name.endsWithLine && line.kind == .text && !line.continues && !beginsWithDrug(line, text, terms)
          || name.isMedicationList && line.kind == .text && !line.continues && (innerIsHeading || beginsWithLabel(line, text, terms))
            && !beginsWithDrug(line, text, terms) && !(next.map { !$0.blankBefore && beginsWithDrug($0, text, terms) } ?? false)
      {
        inner = nil
        innerEndsAtBlank = false
      }
      // a heading that says nothing known still ends a list
      if heading == nil, line.kind == .text, line.blankBefore, let name = outer,
        name.isMedicationList || name == .allergies || name.isHistory,
        next?.blankBefore == false, finder.isTitle(text, line.tokens)
      {
        outer = nil
        inner = nil
      }
      if let heading {
        let content = heading.end
        if heading.standsAlone {
          outer = heading.name
          outerHasItems = false
          inner = nil
          innerEndsWithItem = false
          innerEndsAtBlank = false
        } else {
          inner = heading.name
          innerIsHeading = true
          // a sub-heading such as "Abdomen : souple" under a heading of its own line holds for its line
          innerEndsWithItem = line.kind == .item || outer != nil && heading.name.isDetail || heading.name == .stoppedMedications
          innerEndsAtBlank = !innerEndsWithItem && !heading.name.runsOn
          innerEndsWithList = false
          if !innerEndsWithItem, !innerEndsAtBlank { outer = heading.name }
        }
        mark(start..<content, heading.name, heading: start..<content)
        if content < line.tokens.upperBound { text.tokens[content].flags.insert(.blockStart) }
        start = content
      }
      // headings and cues within the line
      var here = inner ?? outer
      var index = start
      var piece = start
      while index < line.tokens.upperBound {
        // a word that no table has opens nothing
        if text.tokens[index].marks == 0 {
          index += 1
          continue
        }
        if index > start, finder.mayOpen(text, index), let heading = finder.inline(text, index, end: line.tokens.upperBound) {
          mark(piece..<index, here, heading: 0..<0)
          here = heading.name
          mark(index..<heading.end, here, heading: index..<heading.end)
          if heading.end < line.tokens.upperBound { text.tokens[heading.end].flags.insert(.blockStart) }
          text.tokens[index].flags.insert(.blockStart)
          index = heading.end
          piece = index
          continue
        }
        let cue = cues.longest(in: text, at: index, terms: terms).map { (end: $0.end, name: cues[$0.entry]) }
        if cue?.name == .course, innerIsHeading || inner?.isMedicationList != true {
          index += 1
          continue
        }
        if let cue = cue ?? (terms.words.isKnown(text.tokens[index]) ? treatmentCue(text, index, line.tokens.upperBound, terms) : nil) {
          mark(piece..<index, here, heading: 0..<0)
          here = cue.name
          inner = here
          innerIsHeading = false
          innerEndsAtBlank = true
          // a list that a cue announces ends with the list
          innerEndsWithList = text.tokens[line.tokens.upperBound - 1].is(":")
          innerEndsWithItem = !innerEndsWithList && line.kind == .item
          seenItem = false
          piece = index
          index = cue.end
          continue
        }
        index += 1
      }
      mark(piece..<line.tokens.upperBound, here, heading: 0..<0)
    }
  }

  /// "son ordonnance comportait", "her tablets include", "j'ai modifié son ordonnance :": a noun for treatment and a verb near it.
  private func treatmentCue(_ text: TokenizedText, _ index: Int, _ limit: Int, _ terms: Terminology) -> (end: Int, name: SectionName)? {
    guard terms.words.contains(text.tokens[index], .changeVerb) || terms.words.contains(text.tokens[index], .headingMedication) else {
      return nil
    }
    let tokens = text.tokens
    func any(_ range: Range<Int>, _ wordClass: WordClass) -> Int? { range.first { terms.words.contains(tokens[$0], wordClass) } }
    let near = index..<min(index + 6, limit)
    if terms.words.contains(tokens[index], .changeVerb) {
      guard let noun = any(near, .headingMedication) else {
        // "J'ai donc modifié ceci :", "I have changed the following:"
        let isOwn = any(max(0, index - 4)..<index, .firstPerson) != nil
        return isOwn && limit - index <= 6 && tokens[limit - 1].is(":") ? (limit, .dischargeMedications) : nil
      }
      return (noun + 1, .dischargeMedications)
    }
    guard terms.words.contains(tokens[index], .headingMedication) else { return nil }
    if let verb = any(near, .containVerb) {
      let leaves = any(near, .headingLeaving) != nil
      return (verb + 1, leaves ? .dischargeMedications : .homeMedications)
    }
    return nil
  }

  /// "Addictologie : …": a label of up to four words; "Allergie au latex".
  private func beginsWithLabel(_ line: Layout.Line, _ text: TokenizedText, _ terms: Terminology) -> Bool {
    if terms.words.contains(text.tokens[line.content], .allergy), text.tokens[line.content].flags.contains(.capitalized) { return true }
    for index in line.content..<min(line.content + 5, line.tokens.upperBound) {
      if text.tokens[index].is(":") { return index > line.content && text.tokens[line.content].flags.contains(.capitalized) }
      if text.tokens[index].kind != .word { return false }
    }
    return false
  }

  /// A drug, a moment of the day ("Matin : …") or a number.
  private func beginsWithDrug(_ line: Layout.Line, _ text: TokenizedText, _ terms: Terminology) -> Bool {
    if text.tokens[line.content].kind == .number { return true }
    if terms.drugs.longest(in: text, at: line.content, terms: terms) != nil { return true }
    for index in line.content..<min(line.content + 2, line.tokens.upperBound) {
      if let match = terms.sigWords.longest(in: text, at: index, terms: terms), terms.sigWords[match.entry].kind == .moment { return true }
      if let match = terms.statuses.longest(in: text, at: index, terms: terms) {
        // "Treated with IV fluids, cefalexin" begins a story
        if terms.statuses[match.entry].status != .active || match.end >= line.tokens.upperBound { return true }
        if terms.drugs.longest(in: text, at: match.end, terms: terms) != nil || text.tokens[match.end].is(":") { return true }
      }
    }
    return false
  }

  /// A paragraph, no line of a list.
  private func isProse(_ line: Layout.Line, _ text: TokenizedText, _ terms: Terminology) -> Bool {
    line.tokens.count >= 12 && text.tokens[line.tokens.upperBound - 1].is(".")
      && terms.drugs.longest(in: text, at: line.tokens.lowerBound, terms: terms) == nil
  }

  private mutating func mark(_ tokens: Range<Int>, _ name: SectionName?, heading: Range<Int>) {
    guard !tokens.isEmpty else { return }
    if heading.isEmpty, let last = all.last, last.name == name, last.tokens.upperBound == tokens.lowerBound {
      all[all.count - 1].tokens = last.tokens.lowerBound..<tokens.upperBound
    } else {
      all.append(Section(name: name, heading: heading, tokens: tokens))
    }
    for token in tokens { sectionOf[token] = Int32(all.count - 1) }
  }
}

extension SectionName {
  /// A story of several paragraphs; what other headings with text behind them govern ends with its paragraph.
  fileprivate var runsOn: Bool {
    switch self {
    case .presentIllness, .course, .examination, .plan, .followUp: true
    default: false
    }
  }

  /// What a line with a label of its own ends.
  fileprivate var endsAtLabel: Bool {
    switch self {
    case .familyHistory, .allergies, .socialHistory, .reason, .surgicalHistory, .pastHistory: true
    default: false
    }
  }

  /// What is said in one line.
  fileprivate var endsWithLine: Bool { self == .allergies }

  /// A part of an examination or of a work-up.
  fileprivate var isDetail: Bool {
    switch self {
    case .examination, .imaging, .laboratory, .vitalSigns, .investigations, .procedures: true
    default: false
    }
  }

  var isHistory: Bool { self == .pastHistory || self == .surgicalHistory || self == .obstetricHistory }

  var isMedicationList: Bool {
    switch self {
    case .homeMedications, .dischargeMedications, .inpatientMedications, .medications, .prescription, .stoppedMedications: true
    default: false
    }
  }
}
