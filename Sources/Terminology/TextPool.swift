internal import TextScanning

/// The text that a terminology keeps of its tables: what a record prints, and terms that match only as written; each once.
struct TextPool {
  private let tables: [UInt8]
  private(set) var bytes: [UInt8] = []
  /// By the hash of the text; where two texts have one hash, the second is there more than once.
  private var known: [UInt64: Cell] = [:]

  /// `tables`: the text that the cells which come here point into.
  init(_ tables: [UInt8]) {
    self.tables = tables
    known.reserveCapacity(20_000)
  }

  /// Where the text of a cell is from now on.
  mutating func cell(_ old: Cell) -> Cell { cell(old.range) }

  mutating func cell(_ range: Range<Int>) -> Cell { cell(of: tables[range]) }

  mutating func cell(of text: ArraySlice<UInt8>) -> Cell {
    if text.isEmpty { return .empty }
    let hash = text.withUnsafeBytes { blockHash($0) }
    if let cell = known[hash], bytes[cell.range] == text { return cell }
    let cell = Cell(bytes.count..<bytes.count + text.count)
    bytes.append(contentsOf: text)
    if known[hash] == nil { known[hash] = cell }
    return cell
  }
}
