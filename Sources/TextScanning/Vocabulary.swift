/// Every word that some table knows, numbered from 0 in the order of its first mention. A word is known by a 64-bit hash of its folded
/// bytes; among the tens of thousands that a vocabulary holds, two share one with a chance of about 1 in 10¹⁰.
package struct Vocabulary: Sendable {
  private var keys: [UInt64]
  private var values: [Int32]
  package private(set) var count = 0

  /// `capacity`: about how many words will come.
  package init(capacity: Int = 1024) {
    var size = 1024
    while size < capacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: -1, count: size)
  }

  package mutating func insert(_ hash: UInt64) -> Int32 {
    if count * 2 > keys.count { grow() }
    let slot = slot(of: hash)
    if values[slot] < 0 {
      keys[slot] = hash
      values[slot] = Int32(count)
      count += 1
    }
    return values[slot]
  }

  /// -1 where the word is unknown.
  @inline(__always) package func word(_ hash: UInt64) -> Int32 { values[slot(of: hash)] }

  /// The number of a word written out, which must be one token.
  package func word(_ text: StaticString) -> Int32 {
    text.withUTF8Buffer { bytes in
      var found: Int32 = -1
      scanTokens(bytes) { found = word($0.hash) }
      return found
    }
  }

  @inline(__always) private func slot(of hash: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while values[slot] >= 0, keys[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = Array(repeating: 0, count: old.0.count * 2)
    values = Array(repeating: -1, count: old.0.count * 2)
    for index in old.0.indices where old.1[index] >= 0 {
      let slot = slot(of: old.0[index])
      keys[slot] = old.0[index]
      values[slot] = old.1[index]
    }
  }
}

extension NoteText {
  /// The note's tokens, each with its number in `vocabulary`.
  package func tokens(_ vocabulary: Vocabulary) -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 3)
    bytes.withUnsafeBufferPointer { bytes in
      scanTokens(bytes) { raw in
        let known = vocabulary.word(raw.hash)
        tokens.append(
          Token(
            start: Int32(raw.start), end: Int32(raw.end), line: Int32(raw.line), word: known,
            stem: raw.stemHash == 0 ? -1 : vocabulary.word(raw.stemHash), kind: raw.kind, flags: raw.flags, symbol: raw.symbol))
      }
    }
    return tokens
  }
}
