internal import TextScanning

/// The drug that a word with one typo means: a letter too many, too few, wrong, or two that changed places.
///
/// One typo leaves the first three or the last three letters of a long word as they are, so that only the few names which share them are
/// compared.
struct DrugSpelling: Sendable {
  struct Name: BitwiseCopyable, Sendable {
    var start: Int32
    var count: Int32
    var entry: Int32
  }

  /// Of a drug's name; a word may be shorter by the letter that it lacks.
  static let least = 8

  private let letters: Frozen<UInt8>
  private let names: Frozen<Name>
  /// Three letters over the name's index, in order.
  private let byHead: Frozen<UInt64>
  private let byTail: Frozen<UInt64>

  init(_ image: inout ImageReader) {
    letters = image.read()
    names = image.read()
    byHead = image.read()
    byTail = image.read()
  }

  fileprivate static func key(_ letters: [UInt8], _ at: Int) -> UInt64 {
    UInt64(letters[at]) << 16 | UInt64(letters[at + 1]) << 8 | UInt64(letters[at + 2])
  }

  /// The entries of the names one typo away from a folded word.
  func entries(near word: [UInt8]) -> [Int32] {
    guard word.count >= Self.least - 1 else { return [] }
    var found: [Int32] = []
    collect(byHead, Self.key(word, 0), word, &found)
    collect(byTail, Self.key(word, word.count - 3), word, &found)
    return found
  }

  private func collect(_ keys: Frozen<UInt64>, _ key: UInt64, _ word: [UInt8], _ found: inout [Int32]) {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key << 32 { low = middle + 1 } else { high = middle }
    }
    while low < keys.count, keys[low] >> 32 == key {
      let name = names[Int(UInt32(truncatingIfNeeded: keys[low]))]
      if isNear(name, word), !found.contains(name.entry) { found.append(name.entry) }
      low += 1
    }
  }

  private func isNear(_ name: Name, _ word: [UInt8]) -> Bool {
    let (start, count) = (Int(name.start), Int(name.count))
    guard abs(count - word.count) <= 1 else { return false }
    func letter(_ index: Int) -> UInt8 { letters[start + index] }
    var head = 0
    while head < count, head < word.count, letter(head) == word[head] { head += 1 }
    var tail = 0
    while tail < count - head, tail < word.count - head, letter(count - 1 - tail) == word[word.count - 1 - tail] { tail += 1 }
    let inName = count - head - tail
    let inWord = word.count - head - tail
    if inName <= 1, inWord <= 1 { return true }
    return inName == 2 && inWord == 2 && letter(head) == word[head + 1] && letter(head + 1) == word[head]
  }
}

/// The drugs' names in the making.
struct DrugSpellingBuilder {
  private var letters: [UInt8] = []
  private var names: [DrugSpelling.Name] = []

  init(_ terms: [(written: Range<Int>, entry: Int32)], _ text: TableText) {
    letters.reserveCapacity(terms.count * 10)
    for term in terms {
      let start = letters.count
      guard text.forEachLetter(of: term.written, skipsSpaces: true, { letters.append($0) }), letters.count - start >= DrugSpelling.least
      else {
        letters.removeLast(letters.count - start)
        continue
      }
      names.append(DrugSpelling.Name(start: Int32(start), count: Int32(letters.count - start), entry: term.entry))
    }
  }

  /// Writes what `DrugSpelling` reads.
  func write(_ image: inout ImageWriter) {
    func keys(_ at: (DrugSpelling.Name) -> Int32) -> [UInt64] {
      names.enumerated().map { DrugSpelling.key(letters, Int(at($1))) << 32 | UInt64($0) }.sorted()
    }
    image.append(letters)
    image.append(names)
    image.append(keys { $0.start })
    image.append(keys { $0.start + $0.count - 3 })
  }
}
