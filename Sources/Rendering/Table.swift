/// Rows whose cells stand one under the other. Where the line is too short, the widest columns give way first and their cells wrap.
struct Table {
  struct Column {
    /// What it shrinks to; nil where it is to stay as wide as its widest cell.
    var minimum: Int?
  }

  private static let gap = 2
  /// What no column goes below, whatever the line.
  private static let floor = 6

  var columns: [Column]
  var rows: [[StyledText]]

  /// Columns that the table takes at its narrowest with the fixed columns whole.
  var narrowest: Int {
    let widths = naturalWidths
    return taken(zip(widths, columns).map { natural, column in min(natural, column.minimum ?? natural) })
  }

  /// The lines of each row. A column without a word in it takes no room.
  func lines(width: Int) -> [[StyledText]] {
    let widths = widths(width)
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in width > 0 ? cell.wrapped(to: width) : [] }
      let height = cells.map(\.count).max() ?? 0
      return (0..<height).map { line in
        var text = StyledText()
        for (cell, width) in zip(cells, widths) where width > 0 {
          if !text.isEmpty { text += .spaces(Self.gap) }
          text += (line < cell.count ? cell[line] : StyledText()).padded(to: width)
        }
        return text
      }
    }
  }

  private var naturalWidths: [Int] { columns.indices.map { column in rows.map { $0[column].width }.max() ?? 0 } }

  private func taken(_ widths: [Int]) -> Int {
    let shown = widths.filter { $0 > 0 }
    return shown.reduce(0, +) + Self.gap * max(shown.count - 1, 0)
  }

  private func widths(_ available: Int) -> [Int] {
    let natural = naturalWidths
    var widths = natural
    let minima = zip(natural, columns).map { natural, column in min(natural, column.minimum ?? natural) }
    for floors in [minima, natural.map { min($0, Self.floor) }] {
      while taken(widths) > available {
        guard let widest = widths.indices.filter({ widths[$0] > floors[$0] }).max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
      }
    }
    return widths
  }
}
