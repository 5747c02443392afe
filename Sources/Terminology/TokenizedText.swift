package import ClinicalRecord
public import TextScanning

/// A note cut into tokens that bear the terminology's word numbers.
@usableFromInline package struct TokenizedText: Sendable {
  package let note: NoteText
  @usableFromInline package var tokens: [Token]
  package var language: Language

  package init(note: NoteText, tokens: [Token], language: Language) {
    self.note = note
    self.tokens = tokens
    self.language = language
  }

  /// The first token that begins at a byte or behind it.
  package func firstToken(from byte: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if Int(tokens[middle].start) < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The bytes from the first to the last token of a range that is not empty.
  package func bytes(_ range: Range<Int>) -> Range<Int> {
    Int(tokens[range.lowerBound].start)..<Int(tokens[range.upperBound - 1].end)
  }

  package func string(_ range: Range<Int>) -> String { range.isEmpty ? "" : note.string(bytes(range)) }
}
