package import TextScanning

extension Terminology {
  /// The drug that a word which no table has is one typo away from; nil where there is none, or where two drugs are as near.
  package func misspeltDrug(_ text: TokenizedText, _ token: Token) -> Int32? {
    guard token.word < 0, token.stem < 0, token.count >= DrugSpelling.least - 1 else { return nil }
    return nearest(folded(text.note.bytes, token.range))
  }

  /// The drug that two words are one typo away from: "ferous fumarate", "acide foliqe".
  package func misspeltDrug(_ text: TokenizedText, _ first: Token, _ second: Token) -> Int32? {
    guard first.count + second.count >= DrugSpelling.least else { return nil }
    return nearest(folded(text.note.bytes, first.range) + folded(text.note.bytes, second.range))
  }

  private func nearest(_ letters: [UInt8]) -> Int32? {
    let found = spelling.entries(near: letters)
    guard let first = found.first else { return nil }
    let meant = ingredients(of: first)
    return found.allSatisfy { ingredients(of: $0) == meant } ? first : nil
  }

  /// The drug or the problem whose name a line break parted with a hyphen: "amoxi-", "cilline".
  package func joinedDrug(_ text: TokenizedText, _ first: Token, _ second: Token) -> Int32? {
    joined(text, first, second).flatMap { drugs.single($0, text.language) }
  }

  package func joinedProblem(_ text: TokenizedText, _ first: Token, _ second: Token) -> Int32? {
    joined(text, first, second).flatMap { problems.single($0, text.language) }
  }

  private func joined(_ text: TokenizedText, _ first: Token, _ second: Token) -> Int32? {
    var hash = fnvOffset
    for byte in folded(text.note.bytes, first.range) + folded(text.note.bytes, second.range) { hash = hashByte(byte, hash) }
    let word = vocabulary.word(hash)
    return word < 0 ? nil : word
  }
}
