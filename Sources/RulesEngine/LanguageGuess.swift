package import ClinicalRecord
package import TextScanning

/// Which of the two languages a note is in, by its function words.
package enum LanguageGuess {
  private static let frenchMark: UInt32 = 1
  private static let englishMark: UInt32 = 2

  private static let functionWords: Vocabulary = {
    var vocabulary = VocabularyBuilder(capacity: 128)
    func add(_ words: StaticString, _ mark: UInt32) {
      words.withUTF8Buffer { scanTokens($0) { vocabulary.mark(vocabulary.insert($0.hash), mark) } }
    }
    add("le la les des du une un et est dans pour avec au aux sur par pas il elle son sa ses ce cette ont été chez", frenchMark)
    add("the of and with was is for on no he she has had to in his her at from by this were are been denies not", englishMark)
    return vocabulary.finished()
  }()

  /// The language, and whether the words said it clearly.
  package static func guess(_ note: NoteText) -> (language: Language, isSure: Bool) {
    var counts = (french: 0, english: 0)
    let words = functionWords
    func count(_ hash: UInt64) {
      let marks = words.marks(of: hash)
      if marks & frenchMark != 0 { counts.french += 1 }
      if marks & englishMark != 0 { counts.english += 1 }
    }
    note.bytes.withUnsafeBufferPointer { bytes in
      let start = UnsafeBufferPointer(rebasing: bytes.prefix(20_000))
      var index = 0
      // the first lines of most notes leave no doubt
      while index < start.count, !(index > 1_000 && isClear(counts)) {
        guard mayBeInWord(start[index]) else {
          index += 1
          continue
        }
        let from = index
        var all: UInt8 = 0
        while index < start.count, mayBeInWord(start[index]) {
          all |= start[index]
          index += 1
        }
        if all < 0x80 {
          if index - from <= longest {
            var hash = fnvOffset
            for letter in from..<index { hash = hashByte(start[letter] | 0x20, hash) }
            count(hash)
          }
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

  private static func isClear(_ counts: (french: Int, english: Int)) -> Bool {
    max(counts.french, counts.english) > 8 * min(counts.french, counts.english) + 30
  }

  /// Letters of the longest function word.
  private static let longest = 6

  /// Whether a byte is a letter, or part of a scalar that may be one: nothing else stands within a word.
  @inline(__always) private static func mayBeInWord(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }
}
