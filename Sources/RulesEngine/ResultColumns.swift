internal import Terminology
internal import TextScanning

/// Columns of a table of results: what a header line says of the values below it, by its bars, its tabs or its places in the line.
struct ResultColumns {
  enum Meaning: Equatable {
    case date(String)
    /// "Précédent", "Previous".
    case earlier
    /// "Norme", "Reference range": no results.
    case norm
    case other
  }

  struct Column {
    var meaning: Meaning
    /// The header's words: they are evidence of the date.
    var tokens: Range<Int>
  }

  private enum Rule { case bars, tabs, places }

  private struct Header {
    var rule: Rule
    /// With the number of the cell, or the place in the line in bytes.
    var columns: [(place: Range<Int>, column: Column)]
  }

  private let note: NoteAnalysis
  private var headers: [Header] = []
  /// The header of each line.
  private var headerOf: [Int32: Int] = [:]

  init(note: NoteAnalysis) {
    self.note = note
    var current: Int?
    for (number, line) in note.layout.lines.enumerated() {
      if line.kind == .rule { continue }
      if let header = header(line) {
        headers.append(header)
        current = headers.count - 1
        continue
      }
      guard current != nil else { continue }
      // a table ends at a blank line or at a line without a number; one blank line under its header is none
      let isFirst = number > 0 && !headerOf.keys.contains(Int32(number - 1))
      if line.blankBefore && !isFirst || !line.tokens.contains(where: { note.text.tokens[$0].kind == .number }) && line.kind != .row {
        current = nil
      } else {
        headerOf[Int32(number)] = current
      }
    }
  }

  /// The column that a value stands in.
  func column(of token: Int) -> Column? {
    guard !headers.isEmpty else { return nil }
    let number = note.layout.lineOf[token]
    guard let index = headerOf[number] else { return nil }
    let header = headers[index]
    let line = note.layout.lines[Int(number)].tokens
    switch header.rule {
    case .bars, .tabs:
      let cell = cell(of: token, line, header.rule)
      return header.columns.first { $0.place.lowerBound == cell }?.column
    case .places:
      let start = place(token, line)
      let width = Int(note.text.tokens[token].end - note.text.tokens[token].start)
      func distance(_ range: Range<Int>) -> Int { max(0, range.lowerBound - (start + width), start - range.upperBound) }
      guard let best = header.columns.min(by: { distance($0.place) < distance($1.place) }), distance(best.place) <= 6 else { return nil }
      return best.column
    }
  }

  private func place(_ token: Int, _ line: Range<Int>) -> Int {
    Int(note.text.tokens[token].start) - note.lineStart(line)
  }

  private func cell(of token: Int, _ line: Range<Int>, _ rule: Rule) -> Int {
    switch rule {
    case .bars: return (line.lowerBound..<token).count { note.text.tokens[$0].is("|") }
    case .tabs: return note.text.note.bytes[note.lineStart(line)..<Int(note.text.tokens[token].start)].count { $0 == 0x09 }
    case .places: return 0
    }
  }

  /// Two dates or more, or a date beside "previous" or "norm", and few other words; no result of its own.
  private func header(_ line: Layout.Line) -> Header? {
    guard line.tokens.count >= 3, line.tokens.count <= 60 else { return nil }
    var columns: [Column] = []
    var words = 0
    var index = line.tokens.lowerBound
    while index < line.tokens.upperBound {
      if let date = note.dates.date(note.text, at: index), let iso = note.dates.iso(date) {
        let start = index > line.tokens.lowerBound && note.text.tokens[index - 1].is("(") && hasMeaning(index - 2) ? index - 2 : index
        if start < index, !columns.isEmpty { columns.removeLast() }
        columns.append(Column(meaning: .date(iso), tokens: start..<date.end))
        index = date.end
        continue
      }
      if note.isWord(index, .earlierColumn) {
        columns.append(Column(meaning: .earlier, tokens: index..<index + 1))
      } else if note.isWord(index, .normColumn), columns.last?.meaning != .norm {
        columns.append(Column(meaning: .norm, tokens: index..<index + 1))
      } else if note.text.tokens[index].kind == .word {
        words += 1
        if line.kind == .row { columns.append(Column(meaning: .other, tokens: index..<index + 1)) }
      } else if note.text.tokens[index].kind == .number, columns.last?.meaning != .earlier {
        // the day of "Précédent (31.03)" may be left without its year
        return nil
      }
      index += 1
    }
    let dates = columns.count { if case .date = $0.meaning { true } else { false } }
    let others = columns.count { $0.meaning == .earlier || $0.meaning == .norm }
    guard dates >= 2 || dates + others >= 2 || line.kind == .row && dates + others >= 1, words <= 6 || line.kind == .row else { return nil }
    guard !note.text.tokens[line.tokens.upperBound - 1].is(".") else { return nil }
    let rule: Rule = line.kind == .row ? .bars : hasTab(line.tokens) ? .tabs : .places
    // dates in a sentence are no columns: wide gaps part those
    if rule == .places, !columns.dropFirst().contains(where: { gap(before: $0.tokens.lowerBound) >= 2 }) { return nil }
    let placed = columns.map { column -> (place: Range<Int>, column: Column) in
      let first = column.tokens.lowerBound
      if rule == .places {
        let start = place(first, line.tokens)
        let end = Int(note.text.tokens[column.tokens.upperBound - 1].end) - note.lineStart(line.tokens)
        return (start..<end, column)
      }
      let cell = cell(of: first, line.tokens, rule)
      return (cell..<cell + 1, column)
    }
    return Header(rule: rule, columns: placed)
  }

  private func hasMeaning(_ index: Int) -> Bool { note.isWord(index, .earlierColumn) }

  private func gap(before index: Int) -> Int {
    index == 0 ? 0 : Int(note.text.tokens[index].start - note.text.tokens[index - 1].end)
  }

  private func hasTab(_ line: Range<Int>) -> Bool {
    note.text.note.bytes[note.lineStart(line)..<Int(note.text.tokens[line.upperBound - 1].end)].contains(0x09)
  }
}
