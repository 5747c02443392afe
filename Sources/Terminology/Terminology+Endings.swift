internal import ClinicalRecord
package import TextScanning

extension Terminology {
  /// What an unknown word's ending makes of it.
  package func kindByEnding(_ text: TokenizedText, _ token: Token) -> Ending.Kind? {
    // the last three letters decide in most cases: fold no word that cannot match
    let bytes = text.note.bytes
    guard let candidates = endingTails.candidates(bytes, token.range) else { return nil }
    let word = folded(bytes, token.range)
    let language = LanguageSet(text.language)
    for number in candidates {
      let ending = endings[Int(number)]
      guard !ending.languages.isDisjoint(with: language), word.count >= ending.least, word.count >= ending.ending.count else { continue }
      let start = word.count - ending.ending.count
      guard ending.ending.indices.allSatisfy({ ending.ending[$0] == word[start + $0] }) else { continue }
      return ending.except.contains(word) ? nil : ending.kind
    }
    return nil
  }

  func folded(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
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

/// The endings by their last three letters.
struct EndingTails: Sendable {
  private static let letters = 26
  /// By the number of three letters: an index into `groups`.
  private var byTail: [UInt8]
  /// Indexes of endings, in their table's order; the first is empty.
  private var groups: [[Int32]] = [[]]

  init(_ endings: [Ending]) {
    byTail = Array(repeating: 0, count: Self.letters * Self.letters * Self.letters)
    for (index, ending) in endings.enumerated() {
      guard let tail = Self.number(ending.ending, endingAt: ending.ending.count) else { continue }
      if byTail[tail] == 0 {
        groups.append([])
        byTail[tail] = UInt8(groups.count - 1)
      }
      groups[Int(byTail[tail])].append(Int32(index))
    }
  }

  /// The endings that a word of the note may have; nil where it can have none.
  func candidates(_ bytes: [UInt8], _ range: Range<Int>) -> [Int32]? {
    guard range.count >= 3, let tail = Self.number(bytes, endingAt: range.upperBound), byTail[tail] > 0 else { return nil }
    return groups[Int(byTail[tail])]
  }

  /// Of the three folded letters before a place; nil where there are not three.
  private static func number(_ bytes: [UInt8], endingAt end: Int) -> Int? {
    var number = 0
    var place = 1
    var letters = 0
    var index = end
    while letters < 3, index > 0 {
      index -= 1
      while index > 0, isContinuation(bytes[index]) { index -= 1 }
      var letter = bytes[index] | 0x20
      if bytes[index] >= 0x80 {
        let fold = FoldedScalar(decodeScalar(bytes, at: index).scalar)
        if fold.kind == .ignored { continue }
        guard fold.kind == .letter, fold.count == 1 else { return nil }
        letter = fold.bytes.0
      }
      guard letter &- 0x61 < 26 else { return nil }
      number += Int(letter &- 0x61) * place
      place *= Self.letters
      letters += 1
    }
    return letters == 3 ? number : nil
  }
}
