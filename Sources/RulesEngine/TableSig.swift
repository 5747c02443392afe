internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// A drug in a table whose header names the moments of the day.
struct TableSig {
  let note: NoteAnalysis
  let parser: SigParser

  /// A column of an aligned table: where its header begins, in scalars from the line's first, and the moment that it names.
  struct Column {
    var start: Int
    var moment: Sig.Moment
  }

  /// A line of columns that only white space parts, under a header that names moments; nil where there is none.
  func parseAligned(_ line: Layout.Line, name: Range<Int>) -> SigParser.Result? {
    guard let columns = columns(above: line) else { return nil }
    var state = SigParser.State(end: name.upperBound)
    var index = name.upperBound
    var free: [Range<Int>] = []
    var start = index
    while index < line.tokens.upperBound {
      let gap = Int(note.text.tokens[index].start - note.text.tokens[index - 1].end)
      if gap >= 2, let number = parser.number(at: index, line.tokens.upperBound), !number.isWord,
        let nearest = nearest(note.column(index, line.tokens), columns)
      {
        if start < index { free.append(start..<index) }
        if number.value > 0 {
          state.intakes.append(
            .init(moment: nearest.moment, quantity: Sig.Quantity(value: number.value, unit: parser.countsUnits ? "IU" : nil)))
          state.end = number.end
        }
        index = number.end
        start = index
        continue
      }
      index += 1
    }
    if start < index { free.append(start..<index) }
    guard !state.intakes.isEmpty else { return nil }
    state.intakes.sort { ($0.moment ?? .morning) < ($1.moment ?? .morning) }
    for range in free {
      let part = parser.parse(range)
      if part.isEmpty { continue }
      state.strength = state.strength ?? part.sig.strength
      state.route = state.route ?? part.sig.route
      state.duration = state.duration ?? part.sig.duration
      state.asNeeded = state.asNeeded || part.sig.frequency.asNeeded
      state.end = max(state.end, part.end)
    }
    state.some = true
    return parser.finish(state, name)
  }

  /// The column that begins within four scalars of a place.
  private func nearest(_ place: Int, _ columns: [Column]) -> Column? {
    columns.min { abs($0.start - place) < abs($1.start - place) }.flatMap { abs($0.start - place) <= 4 ? $0 : nil }
  }

  /// The columns of the nearest header above, at most 24 lines away in the same paragraph.
  private func columns(above line: Layout.Line) -> [Column]? {
    let last = Int(note.layout.lineOf[line.tokens.lowerBound])
    // most notes have no such header
    guard let header = note.alignedColumns.last(where: { $0.line <= last }), last - header.line < 25,
      !(header.line + 1..<max(last, header.line) + 1).contains(where: { note.layout.lines[$0].blankBefore })
    else { return nil }
    return header.columns
  }

  /// The lines that are a header of aligned columns, in their order.
  static func headers(_ note: NoteAnalysis) -> [(line: Int, columns: [Column])] {
    let table = TableSig(note: note, parser: SigParser(note: note))
    // most lines have not three sig words
    let lines = note.text.tokens.withUnsafeBufferPointer { tokens in
      note.layout.lines.indices.filter { line in
        var words = 0
        for index in note.layout.lines[line].tokens where mayBeMoment(tokens[index]) { words += 1 }
        return words >= 3
      }
    }
    return lines.compactMap { line in
      let columns = table.readColumns(note.layout.lines[line])
      return columns.isEmpty ? nil : (line, columns)
    }
  }

  private static func mayBeMoment(_ token: Token) -> Bool { LexiconMark.sigWords.isOn(token) && token.flags.contains(.spaceBefore) }

  /// The columns of a line that names three moments or more with wide gaps between them; none of another line.
  private func readColumns(_ line: Layout.Line) -> [Column] {
    let tokens = note.text.tokens
    let moments = line.tokens.filter { Self.mayBeMoment(tokens[$0]) && moment($0..<$0 + 1) != nil }
    guard moments.count >= 3, zip(moments, moments.dropFirst()).allSatisfy({ tokens[$1].start - tokens[$0].end >= 2 }) else { return [] }
    return line.tokens.compactMap { index in moment(index..<index + 1).map { Column(start: note.column(index, line.tokens), moment: $0) } }
  }

  /// nil where no header above names moments.
  func parse(_ row: Layout.Line, name: Range<Int>) -> SigParser.Result? {
    guard let header = header(above: row) else { return nil }
    let columns = note.cells(ofRow: header.tokens).map { cell in moment(cell) }
    guard columns.contains(where: { $0 != nil }) else { return nil }
    var result = parser.parse(0..<0)
    var intakes: [SigParser.Intake] = []
    var sig = Sig()
    var end = name.upperBound
    var cellsOfRow = note.cells(ofRow: row.tokens)
    while cellsOfRow.count < columns.count { cellsOfRow.append(0..<0) }
    for (column, cell) in zip(columns, cellsOfRow) where !cell.isEmpty {
      if let column {
        guard let number = parser.number(at: cell.lowerBound, cell.upperBound), number.value > 0 else { continue }
        var unit: String?
        if let form = parser.sigWord(at: number.end, cell.upperBound, .form) { unit = note.terms.string(form.word.value) }
        if parser.countsUnits { unit = "IU" }
        intakes.append(.init(moment: column, quantity: Sig.Quantity(value: number.value, unit: unit)))
        // with the bar that closes the cell
        end = max(end, min(cell.upperBound + 1, row.tokens.upperBound))
      } else {
        let start = cell.contains(name.lowerBound) ? name.upperBound : cell.lowerBound
        guard start < cell.upperBound else { continue }
        let part = parser.parse(start..<cell.upperBound)
        if part.isEmpty { continue }
        sig.strength = sig.strength ?? part.sig.strength
        sig.route = sig.route ?? part.sig.route
        sig.duration = sig.duration ?? part.sig.duration
        sig.frequency.asNeeded = sig.frequency.asNeeded || part.sig.frequency.asNeeded
        end = max(end, part.end)
      }
    }
    var state = SigParser.State(end: end)
    state.strength = sig.strength
    state.route = sig.route
    state.duration = sig.duration
    state.asNeeded = sig.frequency.asNeeded
    state.intakes = intakes
    state.some = !intakes.isEmpty || sig.strength != nil
    result = parser.finish(state, name)
    return result
  }

  /// The row above, in the same table, with the most words that name a moment.
  private func header(above row: Layout.Line) -> Layout.Line? {
    var index = Int(note.layout.lineOf[row.tokens.lowerBound]) - 1
    var best: Layout.Line?
    while index >= 0 {
      let line = note.layout.lines[index]
      if line.kind != .row, line.kind != .rule { break }
      if line.kind == .row, note.cells(ofRow: line.tokens).contains(where: { moment($0) != nil }),
        !line.tokens.contains(where: { note.text.tokens[$0].kind == .number })
      {
        best = line
      }
      index -= 1
    }
    return best
  }

  private func moment(_ cell: Range<Int>) -> Sig.Moment? {
    guard !cell.isEmpty, cell.count <= 2, let word = parser.sigWord(at: cell.lowerBound, cell.upperBound, .moment) else { return nil }
    return Sig.Moment(rawValue: note.terms.string(word.word.value))
  }
}
