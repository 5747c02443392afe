internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// A table that parts what was taken before from what is taken after: "Prior to admission | At discharge", "Posologie d'entrée | de sortie",
/// "Traitement habituel | Prescription hospitalière".
struct MedicationTable {
  let note: NoteAnalysis

  enum Side {
    case before, stay, after

    var section: SectionName {
      switch self {
      case .before: .homeMedications
      case .stay: .inpatientMedications
      case .after: .dischargeMedications
      }
    }
  }

  struct Cell {
    var tokens: Range<Int>
    /// Scalars from the line's first to the cell's.
    var start: Int
  }

  struct Column {
    var start: Int
    var side: Side?
  }

  /// The drugs, each that stands under such a header parted into what its row says of either side.
  func parted(_ drugs: [DrugMention], isInsulin: (DrugMention) -> Bool) -> [DrugMention] {
    guard note.text.tokens.indices.contains(where: { note.isWord($0, .beforeColumn) }) else { return drugs }
    var parted = drugs.flatMap { drug in part(drug, countsUnits: isInsulin(drug)) ?? [drug] }
    for index in parted.indices.dropFirst() { giveBack(&parted, index) }
    return parted
  }

  /// "XARELTO | Héparine | Substitué": an end is told of what was taken before.
  private func giveBack(_ drugs: inout [DrugMention], _ index: Int) {
    let (before, drug) = (drugs[index - 1], drugs[index])
    guard drug.isTabled, before.isTabled, drug.section != .homeMedications, before.section == .homeMedications,
      note.layout.lineOf[before.name.lowerBound] == note.layout.lineOf[drug.name.lowerBound], let cue = drug.status,
      cue.tokens.lowerBound >= drug.name.upperBound
    else { return }
    switch cue.status {
    case .stopped, .held:
      drugs[index].status = nil
      if before.status == nil { drugs[index - 1].status = cue }
    case .changed where before.status == nil: drugs[index - 1].status = cue
    default: break
    }
  }

  private func part(_ drug: DrugMention, countsUnits: Bool) -> [DrugMention]? {
    let number = Int(note.layout.lineOf[drug.name.lowerBound])
    let line = note.layout.lines[number]
    guard let columns = columns(above: number) else { return nil }
    let cells = placed(cells(line), columns, isRow: line.kind == .row)
    guard let named = cells.first(where: { $0.cell.tokens.contains(drug.name.lowerBound) }) else { return nil }
    let parser = SigParser(note: note, countsUnits: countsUnits)
    if let side = named.side { return [onOneSide(drug, side)] }
    let rest = drug.name.upperBound..<max(drug.name.upperBound, named.cell.tokens.upperBound)
    func under(_ side: Side) -> [(cell: Cell, side: Side?)] { cells.filter { $0.side == side } }
    let before = under(.before)
    let others = cells.filter { $0.side == nil && $0.cell.tokens.lowerBound > named.cell.tokens.lowerBound }.map(\.cell.tokens)
    var result: [DrugMention] = []
    for side in [Side.before, .stay, .after] {
      var said = under(side).map(\.cell.tokens).filter { !isNothing($0) }
      guard !said.isEmpty else { continue }
      // "idem", "same": what the other side says
      if side != .before, said.allSatisfy({ saysSame($0) }) { said = before.map(\.cell.tokens).filter { !isNothing($0) } }
      guard var mention = mention(drug, side, parser, rest, said, others) else { continue }
      mention.status = status(drug.status, side, stands: result.isEmpty)
      result.append(mention)
    }
    guard !result.isEmpty else { return nil }
    if result.count == 1, result[0].section == .homeMedications, drug.status == nil,
      let cue = (under(.stay) + under(.after)).lazy.compactMap({ stop($0.cell.tokens) }).first
    {
      result[0].status = cue
    }
    return result
  }

  /// "Kardegic 75 mg | arrêt" under "Traitement d'entrée | Traitement de sortie".
  private func onOneSide(_ drug: DrugMention, _ side: Side) -> DrugMention {
    var drug = drug
    drug.section = side.section
    drug.isTabled = true
    return drug
  }

  private func mention(
    _ drug: DrugMention, _ side: Side, _ parser: SigParser, _ rest: Range<Int>, _ said: [Range<Int>], _ others: [Range<Int>]
  ) -> DrugMention? {
    var state = SigParser.State(end: drug.name.upperBound)
    parser.walk(&state, rest)
    let named = state
    for cell in said { parser.walk(&state, cell) }
    // "X", "oui": the other columns say how
    if state.frequencyTokens == nil { for cell in others { parser.walk(&state, cell) } }
    if !said.isEmpty, state.end == named.end, said.allSatisfy({ stop($0) != nil }) { return nil }
    // a dose of the side's own outranks the one beside the name
    if named.strength != nil, let own = said.lazy.compactMap({ parser.parse($0).sig.strength }).first, own.unit != nil {
      state.strength = own
    }
    var mention = drug
    mention.sig = parser.finish(state, rest).sig
    if mention.sig.route == nil { mention.sig.route = drug.sig.route }
    let last = (said + [rest]).map(\.upperBound).max() ?? rest.upperBound
    mention.tokens = drug.name.lowerBound..<max(drug.name.upperBound, last, state.end)
    mention.section = side.section
    mention.hasSig = mention.hasDose
    mention.isTabled = true
    return mention
  }

  /// What the row's word says of a side: an end is the old regimen's, a start the new one's, a change both.
  private func status(_ cue: StatusCue?, _ side: Side, stands isFirst: Bool) -> StatusCue? {
    guard let cue else { return nil }
    switch (cue.status, side) {
    case (.started, .before), (.planned, .before): return nil
    case (.stopped, .stay), (.stopped, .after), (.held, .stay), (.held, .after): return nil
    case (.started, _): return isFirst ? cue : nil
    default: return cue
    }
  }

  private func stop(_ cell: Range<Int>) -> StatusCue? {
    for index in cell {
      guard let match = note.terms.statuses.longest(in: note.text, at: index, end: cell.upperBound, terms: note.terms) else { continue }
      let status = note.terms.statuses[match.entry].status
      if status == .stopped || status == .held { return StatusCue(status: status, tokens: index..<match.end) }
    }
    return nil
  }

  /// Dashes, "non", "aucun", "nil", or nothing at all.
  private func isNothing(_ cell: Range<Int>) -> Bool {
    cell.allSatisfy { note.text.tokens[$0].kind == .punctuation }
      || cell.count <= 3 && cell.contains { note.isWord($0, .nothing) || note.isWord($0, .no) }
        && !cell.contains { note.text.tokens[$0].kind == .number }
  }

  private func saysSame(_ cell: Range<Int>) -> Bool {
    cell.contains { note.isWord($0, .sameWord) } && !cell.contains { note.text.tokens[$0].kind == .number }
  }

  // MARK: cells and columns

  /// Each cell with the side of the column that it stands under.
  private func placed(_ cells: [Cell], _ columns: [Column], isRow: Bool) -> [(cell: Cell, side: Side?)] {
    if isRow { return cells.enumerated().map { ($1, $0 < columns.count ? columns[$0].side : nil) } }
    return cells.map { cell in
      // the last column that begins at or before the cell, two scalars of slack
      (cell, columns.last { $0.start <= cell.start + 2 }?.side)
    }
  }

  /// The header above a line, within its table, with a column of either side.
  private func columns(above number: Int) -> [Column]? {
    let isRow = note.layout.lines[number].kind == .row
    if !isRow, cells(note.layout.lines[number]).count < 2 { return nil }
    var index = number
    for _ in 0..<40 {
      guard index > 0 else { return nil }
      if !isRow, note.layout.lines[index].blankBefore { return nil }
      index -= 1
      let line = note.layout.lines[index]
      if isRow, line.kind != .row, line.kind != .rule { return nil }
      if let columns = header(index) { return columns }
    }
    return nil
  }

  private func header(_ number: Int) -> [Column]? {
    if let known = note.tableHeaders[number] { return known }
    let columns = readHeader(note.layout.lines[number])
    note.tableHeaders[number] = .some(columns)
    return columns
  }

  private func readHeader(_ line: Layout.Line) -> [Column]? {
    guard line.tokens.count <= 40, line.tokens.contains(where: { note.isWord($0, .beforeColumn) }),
      !line.tokens.contains(where: { note.text.tokens[$0].kind == .number && note.text.tokens[$0].count > 2 })
    else { return nil }
    let cells = cells(line)
    guard cells.count >= 2 else { return nil }
    let columns = cells.map { cell -> Column in
      func has(_ wordClass: WordClass) -> Bool { cell.tokens.contains { note.isWord($0, wordClass) } }
      let side: Side? = has(.afterColumn) ? .after : has(.beforeColumn) ? .before : has(.stayColumn) ? .stay : nil
      return Column(start: cell.start, side: side)
    }
    return columns.contains { $0.side == .before } && columns.contains { $0.side == .after || $0.side == .stay } ? columns : nil
  }

  /// What bars part, or wide gaps where there are no bars.
  private func cells(_ line: Layout.Line) -> [Cell] {
    parts(line).map { Cell(tokens: $0, start: note.column(min($0.lowerBound, line.tokens.upperBound - 1), line.tokens)) }
  }

  private func parts(_ line: Layout.Line) -> [Range<Int>] {
    if line.kind == .row { return note.cells(ofRow: line.tokens) }
    let tokens = note.text.tokens
    var parts: [Range<Int>] = []
    var start = line.tokens.lowerBound
    for index in line.tokens.dropFirst() where tokens[index].start - tokens[index - 1].end >= 2 {
      parts.append(start..<index)
      start = index
    }
    parts.append(start..<line.tokens.upperBound)
    return parts
  }
}
