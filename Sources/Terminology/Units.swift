internal import TextScanning

/// Units however they are written: spaces, case, `^`, `·` and high digits aside.
package struct Units: Sendable {
  package struct Match: Sendable {
    /// All units written so: `g/l` is grams and 10⁹ a litre.
    package var candidates: [Int32]
    /// Byte past the last.
    package var end: Int
  }

  package internal(set) var names: [Cell] = []
  private var written: [UInt64: [Int32]] = [:]
  private static let longest = 24

  init() {}

  mutating func add(_ text: [UInt8], _ range: Range<Int>, unit: Int32) {
    var hash = fnvOffset
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, width) = decodeScalar(text, at: index)
      Self.absorb(scalar, &hash)
      index += width
    }
    guard hash != fnvOffset else { return }
    if written[hash, default: []].contains(unit) { return }
    written[hash, default: []].append(unit)
  }

  /// The longest unit that begins at byte `start`, after at most one space.
  package func match(_ bytes: [UInt8], at start: Int) -> Match? {
    var index = start
    var hash = fnvOffset
    var best: Match?
    var absorbed = 0
    while index < bytes.count, absorbed < Self.longest {
      let (scalar, width) = decodeScalar(bytes, at: index)
      if scalar == 0x0A || scalar == 0x0D || scalar == 0x09 { break }
      let fold = FoldedScalar(scalar)
      if fold.kind == .space, index + width < bytes.count, FoldedScalar(decodeScalar(bytes, at: index + width).scalar).kind == .space { break }
      index += width
      if fold.kind == .space { continue }
      Self.absorb(scalar, &hash)
      absorbed += 1
      if let candidates = written[hash], ends(bytes, at: index, after: fold.kind) { best = Match(candidates: candidates, end: index) }
    }
    return best
  }

  /// No letter follows a letter, no digit a digit.
  private func ends(_ bytes: [UInt8], at index: Int, after kind: FoldedScalar.Kind) -> Bool {
    guard index < bytes.count else { return true }
    let next = FoldedScalar(decodeScalar(bytes, at: index).scalar).kind
    if kind == .letter { return next != .letter && next != .superscript }
    if kind == .digit { return next != .digit }
    return true
  }

  private static func absorb(_ scalar: UInt32, _ hash: inout UInt64) {
    let fold = FoldedScalar(scalar)
    switch fold.kind {
    case .space, .ignored: return
    case .punctuation where fold.bytes.0 == UInt8(ascii: "^") || fold.bytes.0 == UInt8(ascii: "*"): return
    case .punctuation where fold.bytes.0 == UInt8(ascii: ","): hash = hashByte(UInt8(ascii: "."), hash)
    default:
      withUnsafeBytes(of: fold.bytes) { for offset in 0..<fold.count { hash = hashByte($0[offset], hash) } }
    }
  }
}
