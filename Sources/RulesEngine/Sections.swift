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

  func section(at token: Int) -> SectionName? { all[Int(sectionOf[token])].name }
  func index(at token: Int) -> Int { Int(sectionOf[token]) }

  /// Whether the token is part of a heading.
  func isHeading(_ token: Int) -> Bool { all[Int(sectionOf[token])].heading.contains(token) }

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
    var seenItem = false
    var outerHasItems = false
    all.append(Section(name: nil, heading: 0..<0, tokens: 0..<0))

    for line in layout.lines {
      if line.kind == .rule {
        mark(line.tokens, inner ?? outer, heading: 0..<0)
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
        if line.kind == .item { seenItem = true } else if seenItem, !line.continues {
          inner = nil
          innerEndsWithList = false
        }
      }
      if line.kind == .row {
        mark(line.tokens, inner ?? outer, heading: 0..<0)
        continue
      }
      if line.kind == .item { outerHasItems = true }
      if line.blankBefore, line.kind == .text, let name = outer, name.isMedicationList || outerHasItems, isProse(line, text, terms) { outer = nil }
      var start = line.tokens.lowerBound
      if !line.continues, let heading = finder.heading(text, line) {
        let content = heading.end
        if heading.standsAlone {
          outer = heading.name
          outerHasItems = false
          inner = nil
          innerEndsWithItem = false
          innerEndsAtBlank = false
        } else {
          inner = heading.name
          // a sub-heading such as "Abdomen : souple" under a heading of its own line holds for its line
          innerEndsWithItem = line.kind == .item || outer != nil && heading.name.isDetail
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
        if let cue = terms.cues.longest(in: text, at: index, terms: terms) {
          mark(piece..<index, here, heading: 0..<0)
          here = terms.cues[cue.entry]
          inner = here
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
