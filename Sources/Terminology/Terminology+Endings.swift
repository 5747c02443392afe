internal import ClinicalRecord
package import TextScanning

extension Terminology {
  /// Whether no table begins a term with the token.
  package func unknown(_ token: Token) -> Bool {
    !drugs.phrases.trie.begins(token) && !problems.phrases.trie.begins(token) && !procedures.phrases.trie.begins(token)
      && !measurements.phrases.trie.begins(token)
  }

  /// What an unknown word's ending makes of it.
  package func kindByEnding(_ text: TokenizedText, _ token: Token) -> Ending.Kind? {
    // the last folded letter decides in most cases: fold no word that cannot match
    let bytes = text.note.bytes
    guard let last = token.range.last, lastLetters.contains(bytes[last] | 0x20) || bytes[last] >= 0x80 else { return nil }
    let word = folded(bytes, token.range)
    let language = LanguageSet(text.language)
    for ending in endings
    where !ending.languages.isDisjoint(with: language) && word.count >= ending.least
      && word.suffix(ending.ending.count).elementsEqual(ending.ending)
    {
      return ending.except.contains(word) ? nil : ending.kind
    }
    return nil
  }

  private func folded(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, width) = decodeScalar(bytes, at: index)
      let fold = FoldedScalar(scalar)
      if fold.kind == .letter { withUnsafeBytes(of: fold.bytes) { result.append(contentsOf: $0[..<fold.count]) } }
      index += width
    }
    return result
  }
}

private let lastLetters: Set<UInt8> = Set("eaysi".utf8)
