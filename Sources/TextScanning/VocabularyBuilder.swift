/// A vocabulary in the making: numbers words from 0 in the order of their first mention. A word is known by a 64-bit hash of its folded
/// bytes; among the tens of thousands that a vocabulary holds, two share one with a chance of about 1 in 10¹⁰.
package struct VocabularyBuilder: Sendable {
  /// The upper half of a word's hash over its number plus 1; 0 where there is none. Most strange words are told apart here, in one read.
  private var slots: [UInt64]
  /// By word.
  private var hashes: [UInt64] = []
  /// By word.
  private var marks: [UInt32] = []

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
    marks.append(0)
    slots[found] = hash & Self.upper | UInt64(number + 1)
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  /// Adds bits to a word's marks.
  package mutating func mark(_ word: Int32, _ bits: UInt32) { marks[Int(word)] |= bits }

  /// -1 where the word is unknown.
  package func word(_ hash: UInt64) -> Int32 { number(slots[slot(of: hash)]) }

  /// Writes the vocabulary in the form that is asked; `numbers` gives each word another number, all of them from 0.
  package func write(_ image: inout ImageWriter, numbers: [Int32]? = nil) {
    var order = [Int](repeating: 0, count: hashes.count)
    for word in hashes.indices { order[numbers.map { Int($0[word]) } ?? word] = word }
    var table = [Vocabulary.Word](repeating: .none, count: max(hashes.count * 7 / 4, 16))
    for (number, word) in order.enumerated() {
      var place = Vocabulary.place(of: hashes[word], among: table.count)
      while table[place].next != 0 { place = place + 1 == table.count ? 0 : place + 1 }
      table[place] = Vocabulary.Word(hash: hashes[word], next: UInt32(number + 1), marks: marks[word])
    }
    image.append(table)
  }

  package func finished() -> Vocabulary {
    var image = ImageWriter()
    write(&image)
    var reader = ImageReader(keeping: image)
    return Vocabulary(&reader)
  }

  private static var upper: UInt64 { 0xFFFF_FFFF_0000_0000 }

  private func number(_ slot: UInt64) -> Int32 { Int32(truncatingIfNeeded: slot) - 1 }

  /// Where the word is, or would be.
  private func slot(of hash: UInt64) -> Int {
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
