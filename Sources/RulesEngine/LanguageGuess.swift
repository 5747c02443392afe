package import ClinicalRecord
package import TextScanning

/// Which of the two languages a note is in, by its function words.
package enum LanguageGuess {
  private static let french = hashes(
    "le la les des du une un et est dans pour avec au aux sur par pas il elle son sa ses ce cette ont été chez")
  private static let english = hashes(
    "the of and with was is for on no he she has had to in his her at from by this were are been denies not")

  /// The language, and whether the words said it clearly.
  package static func guess(_ note: NoteText) -> (language: Language, isSure: Bool) {
    var counts = (french: 0, english: 0)
    let (french, english) = (french, english)
    func count(_ hash: UInt64) {
      if french.word(hash) >= 0 { counts.french += 1 }
      if english.word(hash) >= 0 { counts.english += 1 }
    }
    note.bytes.withUnsafeBufferPointer { bytes in
      let start = UnsafeBufferPointer(rebasing: bytes.prefix(20_000))
      var index = 0
      while index < start.count {
        guard mayBeInWord(start[index]) else {
          index += 1
          continue
        }
        let from = index
        var hash = fnvOffset
        var all: UInt8 = 0
        while index < start.count, mayBeInWord(start[index]) {
          all |= start[index]
          hash = hashByte(start[index] | 0x20, hash)
          index += 1
        }
        if all < 0x80 {
          if index - from <= longest { count(hash) }
          continue
        }
        let piece = UnsafeBufferPointer(rebasing: start[from..<index])
        scanTokens(piece) { token in
          guard token.kind == .word else { return }
          count(token.hash)
          if token.end - token.start > 1, piece[token.start..<token.end].contains(where: { $0 >= 0xC3 }) { counts.french += 1 }
        }
      }
    }
    let language: Language = counts.french >= counts.english ? .french : .english
    let difference = abs(counts.french - counts.english)
    return (language, difference * 4 > counts.french + counts.english && difference > 2)
  }

  /// Letters of the longest function word.
  private static let longest = 6

  /// Whether a byte is a letter, or part of a scalar that may be one: nothing else stands within a word.
  @inline(__always) private static func mayBeInWord(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }

  private static func hashes(_ words: String) -> Vocabulary {
    var result = Vocabulary(capacity: 64)
    var words = words
    words.withUTF8 { scanTokens($0) { _ = result.insert($0.hash) } }
    return result
  }
}
