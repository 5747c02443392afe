package import ClinicalRecord

package import TextScanning

/// Which of the two languages a note is in, by its function words.
package enum LanguageGuess {
  private static let french = hashes("le la les des du une un et est dans pour avec au aux sur par pas il elle son sa ses ce cette ont été chez")
  private static let english = hashes("the of and with was is for on no he she has had to in his her at from by this were are been denies not")

  /// The language, and whether the words said it clearly.
  package static func guess(_ note: NoteText) -> (language: Language, isSure: Bool) {
    var counts = (french: 0, english: 0)
    var seen = 0
    note.bytes.withUnsafeBufferPointer { bytes in
      let start = UnsafeBufferPointer(rebasing: bytes.prefix(20_000))
      scanTokens(start) { token in
        guard token.kind == .word else { return }
        seen += 1
        if french.word(token.hash) >= 0 { counts.french += 1 }
        if english.word(token.hash) >= 0 { counts.english += 1 }
        if token.end - token.start > 1, start[token.start..<token.end].contains(where: { $0 >= 0xC3 }) { counts.french += 1 }
      }
    }
    let language: Language = counts.french >= counts.english ? .french : .english
    let difference = abs(counts.french - counts.english)
    return (language, difference * 4 > counts.french + counts.english && difference > 2)
  }

  private static func hashes(_ words: String) -> Vocabulary {
    var result = Vocabulary(capacity: 64)
    var words = words
    words.withUTF8 { scanTokens($0) { _ = result.insert($0.hash) } }
    return result
  }
}
