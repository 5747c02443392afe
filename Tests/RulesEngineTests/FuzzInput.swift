internal import TextScanning

/// One random note: bytes, text of odd scalars, or notes of the marked cases cut and mixed. The seed alone decides which, and what is in it.
struct FuzzInput {
  enum Kind: String, CaseIterable { case bytes, text, mutation }

  var seed: UInt64
  var kind: Kind
  var bytes: [UInt8]

  init(seed: UInt64, kind: Kind? = nil, notes: [String]) {
    var random = SplitMix(seed: seed)
    let drawn: Kind = [.bytes, .text, .mutation, .mutation, .mutation][random.below(5)]
    self.seed = seed
    self.kind = kind ?? drawn
    bytes =
      switch self.kind {
      case .bytes: Self.randomBytes(&random)
      case .text: Self.randomText(&random)
      case .mutation: Self.mutation(of: notes, &random)
      }
  }

  var name: String { "\(kind.rawValue) \(seed)" }

  private static func randomBytes(_ random: inout SplitMix) -> [UInt8] {
    var bytes = (0..<random.below(900)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    // a zero byte is refused: half of the notes have none
    if random.below(2) == 0 { bytes = bytes.map { $0 < 0x20 ? 0x20 : $0 } }
    if random.below(5) == 0 { bytes.insert(contentsOf: random.below(2) == 0 ? [0xFF, 0xFE] : [0xFE, 0xFF], at: 0) }
    return bytes
  }

  private static let pieces = Array(
    "aàéœßIİǅ09½²µΩж中🙂👩‍👩‍👧\u{300}\u{301}\u{200B}\u{FEFF}\u{A0}\u{202F}\u{2028}\u{85} \t\n\r.,;:/-–'’\"«»()[]{}|*•#=<>≤≥→°%+_^~?!@&"
      .unicodeScalars)

  private static func randomText(_ random: inout SplitMix) -> [UInt8] {
    var text = ""
    for _ in 0..<random.below(600) {
      let scalar = random.below(8) == 0 ? Unicode.Scalar(UInt32(random.below(0x110000))) : pieces[random.below(pieces.count)]
      text.unicodeScalars.append(scalar ?? " ")
    }
    return Array(text.utf8)
  }

  private static func mutation(of notes: [String], _ random: inout SplitMix) -> [UInt8] {
    var lines: [Substring] = []
    for _ in 0...random.below(6) { lines += notes[random.below(notes.count)].split(separator: "\n", omittingEmptySubsequences: false) }
    let all = lines
    for _ in 0..<random.below(4) {
      let index = random.below(lines.count)
      switch random.below(5) {
      case 0: lines.remove(at: index)
      case 1: lines.insert(lines[index], at: random.below(lines.count))
      case 2: lines.swapAt(index, random.below(lines.count))
      case 3: lines[index] += lines[random.below(lines.count)]
      default: lines.insert(all[random.below(all.count)], at: index)
      }
      if lines.isEmpty { lines = all }
    }
    var bytes = Array(lines.joined(separator: random.below(3) == 0 ? "\r\n" : "\n").utf8)
    for _ in 0..<random.below(6) where bytes.count > 8 {
      let start = random.below(bytes.count - 4)
      switch random.below(4) {
      case 0: bytes.removeSubrange(start..<start + 1 + random.below(3))
      case 1: bytes.removeSubrange(start...)
      case 2: bytes.insert(contentsOf: Array(String(pieces[random.below(pieces.count)]).utf8), at: start)
      default: bytes[start] = UInt8(truncatingIfNeeded: random.next()) | 1
      }
    }
    return bytes
  }
}

/// SplitMix64: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { limit <= 1 ? 0 : Int(next() % UInt64(limit)) }
}
