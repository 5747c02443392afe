internal import EmbeddedAssets
internal import TextScanning

/// A place in the terminology's own text: tables stay bytes, and only what a record prints becomes a `String`.
package struct Cell: Sendable, Equatable {
  package var start: Int32
  package var end: Int32
  package static let empty = Cell(start: 0, end: 0)
  package var isEmpty: Bool { start == end }
  package var range: Range<Int> { Int(start)..<Int(end) }
}

/// The rows of one TSV table: comments and the header passed over.
struct TableReader {
  /// All tables, one behind the other.
  private(set) var text: [UInt8] = []

  init(capacity: Int) { text.reserveCapacity(capacity) }

  /// Goes on behind tables read before.
  init(text: [UInt8]) { self.text = text }

  /// Appends a table's bytes and calls `row` with the cells of each row.
  mutating func read(_ asset: pie_asset, columns: Int, row: ([UInt8], [Cell]) -> Void) {
    read(asset.buffer, columns: columns, row: row)
  }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, columns: Int, row: ([UInt8], [Cell]) -> Void) {
    if let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    var index = text.count
    text.append(contentsOf: bytes)
    var header = true
    var cells: [Cell] = []
    while index < text.count {
      var end = index
      while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
      defer { index = end + 1 }
      if end == index || text[index] == UInt8(ascii: "#") { continue }
      if header {
        header = false
        continue
      }
      cells.removeAll(keepingCapacity: true)
      forEachPart(of: text, index..<end, by: UInt8(ascii: "\t")) { cells.append(Cell(start: Int32($0.lowerBound), end: Int32($0.upperBound))) }
      while cells.count < columns { cells.append(.empty) }
      row(text, cells)
    }
  }
}

/// The parts of `range` between `separator`s, the empty ones too.
func forEachPart(of text: [UInt8], _ range: Range<Int>, by separator: UInt8, _ body: (Range<Int>) -> Void) {
  var start = range.lowerBound
  for index in range where text[index] == separator {
    body(start..<index)
    start = index + 1
  }
  body(start..<range.upperBound)
}

extension Array<UInt8> {
  func string(_ cell: Cell) -> String { String(decoding: self[cell.range], as: UTF8.self) }

  func hash(_ cell: Cell) -> UInt64 { self[cell.range].reduce(fnvOffset) { hashByte($1, $0) } }

  func equals(_ cell: Cell, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { $0.elementsEqual(self[cell.range]) }
  }
}

extension pie_asset {
  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }
}
