/// Every word that some table knows, numbered from 0 in the order of its first mention. A word is known by a 64-bit hash of its folded
/// bytes; among the tens of thousands that a vocabulary holds, two share one with a chance of about 1 in 10¹⁰.
@usableFromInline package struct Vocabulary: Sendable {
  /// The upper half of a word's hash over its number plus 1; 0 where there is none. Most strange words are told apart here, in one read.
  @usableFromInline private(set) var slots: [UInt64]
  /// By word.
  @usableFromInline private(set) var hashes: [UInt64] = []

  /// By word: bits whose meaning is the owner's. A token bears those of its word, so that most questions about it need no look-up.
  @usableFromInline private(set) var marks: [UInt32] = []

  /// The marks that hold for a word whose stem has them.
  @inlinable package static var stemMarks: UInt32 { 0xFFFF }

  package var count: Int { hashes.count }

  /// `capacity`: about how many words will come.
  package init(capacity: Int = 1024) {
    var size = 1024
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    hashes.reserveCapacity(capacity)
  }

  package mutating func insert(_ hash: UInt64) -> Int32 {
    let found = slot(of: hash)
    if slots[found] != 0 { return number(slots[found]) }
    let number = Int32(hashes.count)
    hashes.append(hash)
    slots[found] = hash & Self.upper | UInt64(number + 1)
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  /// Adds bits to a word's marks.
  package mutating func mark(_ word: Int32, _ bits: UInt32) {
    if marks.count < hashes.count { marks.append(contentsOf: repeatElement(0, count: hashes.count - marks.count)) }
    marks[Int(word)] |= bits
  }

  @inlinable @inline(__always) func marks(_ word: Int32) -> UInt32 {
    // -1 is far beyond the last when it is read without a sign
    let word = Int(UInt32(bitPattern: word))
    return word < marks.count ? marks[word] : 0
  }

  /// The marks of a word by its hash; 0 where it is unknown.
  @inlinable @inline(__always) package func marks(of hash: UInt64) -> UInt32 { marks(word(hash)) }

  /// -1 where the word is unknown.
  @inlinable @inline(__always) package func word(_ hash: UInt64) -> Int32 { number(slots[slot(of: hash)]) }

  /// The number of a word written out, which must be one token.
  package func word(_ text: StaticString) -> Int32 {
    text.withUTF8Buffer { bytes in
      var found: Int32 = -1
      scanTokens(bytes) { found = word($0.hash) }
      return found
    }
  }

  @inlinable static var upper: UInt64 { 0xFFFF_FFFF_0000_0000 }

  @inlinable @inline(__always) func number(_ slot: UInt64) -> Int32 { Int32(truncatingIfNeeded: slot) - 1 }

  /// Where the word is, or would be.
  @inlinable @inline(__always) func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while slots[slot] != 0, (slots[slot] ^ hash) & Self.upper != 0 || hashes[Int(number(slots[slot]))] != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() { slots[slot(of: hash)] = hash & Self.upper | UInt64(number + 1) }
  }
}

extension NoteText {
  /// The note's tokens, each with its number in `vocabulary`.
  package func tokens(_ vocabulary: Vocabulary) -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 3)
    bytes.withUnsafeBufferPointer { bytes in
      scanTokens(bytes) { raw in
        let word = vocabulary.word(raw.hash)
        let stem = raw.stemHash == 0 ? -1 : vocabulary.word(raw.stemHash)
        tokens.append(
          Token(
            start: Int32(raw.start), end: Int32(raw.end), line: Int32(raw.line), word: word, stem: stem,
            marks: vocabulary.marks(word) | vocabulary.marks(stem) & Vocabulary.stemMarks, kind: raw.kind, flags: raw.flags,
            symbol: raw.symbol))
      }
    }
    return tokens
  }
}
