/// Short labelled values in as many aligned columns as a line holds, read along the line.
struct Grid {
  struct Item {
    var label: StyledText
    var value: StyledText
  }

  private static let gap = 3
  private static let longestLabel = 28

  var items: [Item]

  func lines(width: Int) -> [StyledText] {
    guard !items.isEmpty else { return [] }
    let items = items.map { Item(label: $0.label.truncated(to: Self.longestLabel), value: $0.value) }
    for count in stride(from: min(items.count, 6), to: 1, by: -1) {
      let lines = lines(items, columns: count)
      if lines.allSatisfy({ $0.width <= width }) { return lines }
    }
    return lines(items, columns: 1).flatMap { $0.wrapped(to: width) }
  }

  private func lines(_ items: [Item], columns: Int) -> [StyledText] {
    func widest(_ column: Int, _ part: (Item) -> StyledText) -> Int {
      stride(from: column, to: items.count, by: columns).map { part(items[$0]).width }.max() ?? 0
    }
    let labels = (0..<columns).map { widest($0, \.label) }
    let values = (0..<columns).map { widest($0, \.value) }
    return stride(from: 0, to: items.count, by: columns).map { start in
      var line = StyledText()
      for index in start..<min(start + columns, items.count) {
        let column = index - start
        if column > 0 { line += .spaces(Self.gap) }
        line += items[index].label.padded(to: labels[column]) + .spaces(1) + items[index].value.padded(to: values[column])
      }
      return line
    }
  }
}
