package import TextScanning

/// Units however they are written: spaces, case, `^`, `·` and high digits aside.
package struct Units: Sendable {
  package struct Match: Sendable {
    /// All units written so: `g/l` is grams and 10⁹ a litre.
    package var candidates: Frozen<Int32>
    /// Byte past the last.
    package var end: Int
  }

  package let names: Frozen<Cell>
  /// Every spelling and every beginning of one, numbered.
  private let beginnings: Vocabulary
  /// The first of the units written so, by number; the last stands before the next's first, and a mere beginning has none.
  private let firstCandidate: Frozen<Int32>
  private let candidates: Frozen<Int32>
  private static let longest = 24

  init(_ image: inout ImageReader) {
    names = image.read()
    beginnings = Vocabulary(&image)
    firstCandidate = image.read()
    candidates = image.read()
  }

  /// The longest unit that begins at byte `start`, after at most one space.
  package func match(_ bytes: [UInt8], at start: Int) -> Match? {
    find(bytes, at: start).map { match($0.spelling, end: $0.end) }
  }

  /// What a spelling stands for.
  package func match(_ spelling: Int32, end: Int) -> Match {
    let first = Int(firstCandidate[Int(spelling)])
    return Match(candidates: candidates.part(first, Int(firstCandidate[Int(spelling) + 1]) - first), end: end)
  }

  /// The spelling of the longest unit that begins at byte `start`, after at most one space, and the byte past it.
  package func find(_ bytes: [UInt8], at start: Int) -> (spelling: Int32, end: Int)? {
    bytes.withUnsafeBufferPointer { find($0, at: start) }
  }

  private func find(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (spelling: Int32, end: Int)? {
    var index = start
    var hash = fnvOffset
    var best = -1
    var end = 0
    var absorbed = 0
    while index < bytes.count, absorbed < Self.longest {
      let (scalar, width) = decodeScalar(bytes, at: index)
      if scalar == 0x0A || scalar == 0x0D || scalar == 0x09 { break }
      let fold = FoldedScalar(scalar)
      if fold.kind == .space, index + width < bytes.count, FoldedScalar(decodeScalar(bytes, at: index + width).scalar).kind == .space {
        break
      }
      index += width
      if fold.kind == .space { continue }
      Self.absorb(fold, &hash)
      absorbed += 1
      if hash == fnvOffset { continue }
      let beginning = Int(beginnings.word(hash))
      guard beginning >= 0 else { break }
      if firstCandidate[beginning] < firstCandidate[beginning + 1], ends(bytes, at: index, after: fold.kind) {
        best = beginning
        end = index
      }
    }
    return best < 0 ? nil : (Int32(best), end)
  }

  /// No letter follows a letter, no digit a digit.
  private func ends(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, after kind: FoldedScalar.Kind) -> Bool {
    guard index < bytes.count else { return true }
    let next = FoldedScalar(decodeScalar(bytes, at: index).scalar).kind
    if kind == .letter, next == .letter {
      // "1gx4"
      let isTimes = bytes[index] == UInt8(ascii: "x") || bytes[index] == UInt8(ascii: "X")
      return isTimes && index + 1 < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index + 1])
    }
    if kind == .letter { return next != .superscript }
    if kind == .digit { return next != .digit }
    return true
  }

  /// Takes a scalar up into the hash; `each` sees it after every folded byte.
  @inline(__always)
  fileprivate static func absorb(_ fold: FoldedScalar, _ hash: inout UInt64, each: (UInt64) -> Void = { _ in }) {
    switch fold.kind {
    case .space, .ignored: return
    case .punctuation where fold.bytes.0 == UInt8(ascii: "^") || fold.bytes.0 == UInt8(ascii: "*"): return
    case .punctuation where fold.bytes.0 == UInt8(ascii: ","):
      hash = hashByte(UInt8(ascii: "."), hash)
      each(hash)
    default:
      withUnsafeBytes(of: fold.bytes) {
        for offset in 0..<fold.count {
          hash = hashByte($0[offset], hash)
          each(hash)
        }
      }
    }
  }
}

/// The units in the making.
struct UnitsBuilder: Sendable {
  private(set) var names: [Cell] = []
  private var beginnings = VocabularyBuilder(capacity: 2_000)
  /// The units written so, by the number of the spelling.
  private var candidates: [[Int32]] = []

  /// Adds a unit, whose spellings follow.
  mutating func add(_ name: Cell) { names.append(name) }

  /// Adds a spelling of the last unit.
  mutating func addSpelling(_ text: TableText, _ range: Range<Int>) {
    let unit = Int32(names.count - 1)
    var hash = fnvOffset
    var index = range.lowerBound
    var last = -1
    while index < range.upperBound {
      let (scalar, width) = decodeScalar(text, at: index)
      index += width
      Units.absorb(FoldedScalar(scalar), &hash) {
        last = Int(beginnings.insert($0))
        if last == candidates.count { candidates.append([]) }
      }
    }
    guard last >= 0, !candidates[last].contains(unit) else { return }
    candidates[last].append(unit)
  }

  /// Writes what `Units` reads.
  func write(_ image: inout ImageWriter, _ pool: inout TextPool) {
    image.append(names.map { pool.cell($0) })
    beginnings.write(&image)
    var firsts: [Int32] = [0]
    for units in candidates { firsts.append(firsts[firsts.count - 1] + Int32(units.count)) }
    image.append(firsts)
    image.append(candidates.joined().map { $0 })
  }
}

/// Units that a strength or a quantity may bear.
let doseUnits: Set<String> = [
  "mg", "g", "µg", "ng", "IU", "MIU", "kIU", "mL", "mmol", "mEq", "%", "mg/kg", "µg/kg", "IU/kg", "mg/m2", "g/m2", "µg/h", "µg/24h",
  "mg/24h",
  "g/24h", "mg/kg/day", "mg/mL", "µg/mL", "IU/mL", "mg/h", "IU/h", "mL/h", "mg/kg/24h", "µg/kg/min", "µg/min",
]
