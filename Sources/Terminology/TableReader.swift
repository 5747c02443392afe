internal import EmbeddedAssets
internal import TextScanning

/// A place in the terminology's own text: tables stay bytes, and only what a record prints becomes a `String`.
package struct Cell: Sendable, Equatable, BitwiseCopyable {
  package var start: Int32
  package var end: Int32
  package static let empty = Cell(start: 0, end: 0)
  package var isEmpty: Bool { start == end }
  package var range: Range<Int> { Int(start)..<Int(end) }

  init(start: Int32, end: Int32) {
    self.start = start
    self.end = end
  }

  init(_ range: Range<Int>) { self.init(start: Int32(range.lowerBound), end: Int32(range.upperBound)) }
}

/// The text of all tables while they are read.
typealias TableText = UnsafeBufferPointer<UInt8>

/// All tables' text, one behind the other.
struct TableTexts: Sendable {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Where the table is from now on.
  mutating func append(_ table: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    let start = bytes.count
    bytes.append(contentsOf: table)
    return start..<bytes.count
  }
}

extension TableText {
  /// Calls `row` with the cells of each row of a TSV table, at least `columns` of them: comments and the header are passed over.
  @inline(__always)
  func forEachRow(of table: Range<Int>, columns: Int, _ row: ([Cell]) -> Void) {
    var cells: [Cell] = []
    cells.reserveCapacity(16)
    var header = true
    var index = table.lowerBound
    while index < table.upperBound {
      if self[index] == UInt8(ascii: "\n") {
        index += 1
        continue
      }
      let isComment = self[index] == UInt8(ascii: "#")
      cells.removeAll(keepingCapacity: true)
      var cell = index
      while index < table.upperBound, self[index] != UInt8(ascii: "\n") {
        if self[index] == UInt8(ascii: "\t") {
          cells.append(Cell(cell..<index))
          cell = index + 1
        }
        index += 1
      }
      cells.append(Cell(cell..<index))
      index += 1
      if isComment { continue }
      if header {
        header = false
        continue
      }
      while cells.count < columns { cells.append(.empty) }
      row(cells)
    }
  }

  /// The parts of a cell between `separator`s, the empty ones too; none of an empty cell.
  @inline(__always)
  func forEachPart(of cell: Cell, by separator: UInt8, _ body: (Range<Int>) -> Void) {
    guard !cell.isEmpty else { return }
    let range = cell.range
    var start = range.lowerBound
    for index in range where self[index] == separator {
      body(start..<index)
      start = index + 1
    }
    body(start..<range.upperBound)
  }

  /// Calls `body` with the folded letters of a term; hyphens are left out, and with `skipsSpaces` spaces too. False at anything else.
  func forEachLetter(of term: Range<Int>, skipsSpaces: Bool, _ body: (UInt8) -> Void) -> Bool {
    var index = term.lowerBound
    while index < term.upperBound {
      let (scalar, width) = decodeScalar(self, at: index)
      index += width
      let fold = FoldedScalar(scalar)
      switch fold.kind {
      case .letter: withUnsafeBytes(of: fold.bytes) { for offset in 0..<fold.count { body($0[offset]) } }
      case .punctuation where fold.bytes.0 == UInt8(ascii: "-"): continue
      case .space where skipsSpaces: continue
      default: return false
      }
    }
    return true
  }

  func string(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

  func string(_ cell: Cell) -> String { string(cell.range) }

  func hash(_ range: Range<Int>) -> UInt64 {
    var hash = fnvOffset
    for index in range { hash = hashByte(self[index], hash) }
    return hash
  }

  func hash(_ cell: Cell) -> UInt64 { hash(cell.range) }

  func equals(_ cell: Cell, _ text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount == cell.range.count else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(self[cell.range]) }
  }

  /// The cell up to its first semicolon.
  func firstPart(_ cell: Cell) -> Cell {
    var end = Int(cell.start)
    while end < Int(cell.end), self[end] != UInt8(ascii: ";") { end += 1 }
    return Cell(start: cell.start, end: Int32(end))
  }

  /// What a language column says.
  func languages(_ cell: Cell) -> LanguageSet {
    if equals(cell, "fr") { return .french }
    if equals(cell, "en") { return .english }
    return .all
  }

  /// A plain decimal number that fills the range, or nil.
  func number(_ range: Range<Int>) -> Double? {
    var value = 0.0
    var scale = 0.0
    var some = false
    var sign = 1.0
    for index in range {
      switch self[index] {
      case UInt8(ascii: "-") where index == range.lowerBound: sign = -1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        some = true
        let digit = Double(self[index] - UInt8(ascii: "0"))
        if scale == 0 {
          value = value * 10 + digit
        } else {
          value += digit * scale
          scale /= 10
        }
      case UInt8(ascii: ".") where scale == 0: scale = 0.1
      case UInt8(ascii: " "): continue
      default: return nil
      }
    }
    return some ? sign * value : nil
  }
}

/// What the few words of a column stand for: quicker than a `String` for each of thousands of rows.
struct CellNames<Value> {
  private let hashes: [UInt64]
  private let values: [Value]

  init(_ values: [Value], name: (Value) -> String) {
    self.values = values
    hashes = values.map { name($0).utf8.reduce(fnvOffset) { hashByte($1, $0) } }
  }

  subscript(text: TableText, cell: Cell) -> Value? {
    let hash = text.hash(cell)
    for (index, known) in hashes.enumerated() where known == hash { return values[index] }
    return nil
  }
}

extension CellNames where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  init() { self.init(Array(Value.allCases)) { $0.rawValue } }
}

extension pie_asset {
  var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }
}
