/// Finds words that somebody quotes in a note: as they stand, or with white space, case, accents, ligatures, quotation marks and dashes set
/// aside. It compares whole words and whole numbers. The note is read once; a quote costs one pass over its words.
package struct QuoteFinder: Sendable {
  package struct Found: Sendable, Equatable {
    /// Indexes of the note's tokens, as `scanTokens` gives them.
    package var tokens: Range<Int>
    package var bytes: Range<Int>
    /// Byte for byte what was quoted.
    package var isExact: Bool
  }

  let note: NoteText
  let words: QuoteWords

  package init(_ note: NoteText) {
    self.note = note
    words = QuoteWords(note)
  }

  /// The place of a quote: the one on the named lines (from 1), else the one nearest to them; without lines the first. What stands byte for
  /// byte goes before what stands in another spelling.
  package func find(_ quote: String, near lines: ClosedRange<Int>? = nil) -> Found? {
    let pattern = QuoteWords(NoteText(quote))
    // marks alone prove nothing
    guard pattern.hasWord else { return nil }
    let bytes = Array(quote.utf8)
    var best: (found: Found, distance: Int)?
    for place in places(of: pattern, within: 0..<words.count) {
      let range = self.bytes(place)
      let found = Found(tokens: place, bytes: range, isExact: isExact(range, bytes))
      let distance = words.distance(place, lines)
      if let known = best {
        let isBetter = distance < known.distance || distance == known.distance && found.isExact && !known.found.isExact
        guard isBetter else { continue }
      }
      best = (found, distance)
    }
    return best?.found
  }

  /// Every place of the words within a range of tokens, whole numbers and all.
  package func places(of words: String, within range: Range<Int>) -> [Range<Int>] {
    places(of: QuoteWords(NoteText(words)), within: range)
  }

  func places(of pattern: QuoteWords, within range: Range<Int>) -> [Range<Int>] {
    guard pattern.count > 0, pattern.count <= range.count else { return [] }
    var found: [Range<Int>] = []
    let first = pattern.hashes[0]
    words.hashes.withUnsafeBufferPointer { hashes in
      pattern.hashes.withUnsafeBufferPointer { pattern in
        for index in range.lowerBound...range.upperBound - pattern.count where hashes[index] == first {
          var length = 1
          while length < pattern.count, hashes[index + length] == pattern[length] { length += 1 }
          if length == pattern.count, !words.cutsNumber(index..<index + length) { found.append(index..<index + length) }
        }
      }
    }
    return found
  }

  /// How many lines part a range of tokens from the named ones (from 1); 0 on them.
  package func distance(_ tokens: Range<Int>, _ lines: ClosedRange<Int>?) -> Int { words.distance(tokens, lines) }

  package func bytes(_ tokens: Range<Int>) -> Range<Int> {
    Int(words.tokens[tokens.lowerBound].start)..<Int(words.tokens[tokens.upperBound - 1].end)
  }

  /// The tokens that a range of bytes touches.
  package func tokens(_ bytes: Range<Int>) -> Range<Int> {
    let lower = words.tokens.firstIndex { Int($0.end) > bytes.lowerBound } ?? words.count
    var upper = lower
    while upper < words.count, Int(words.tokens[upper].start) < bytes.upperBound { upper += 1 }
    return lower..<upper
  }

  /// Whether a quote, white space at its ends and marks around it aside, stands byte for byte in a range.
  private func isExact(_ range: Range<Int>, _ quote: [UInt8]) -> Bool {
    guard quote.count >= range.count else { return false }
    let slice = note.bytes[range]
    if quote.count == range.count { return slice.elementsEqual(quote) }
    let text = NoteText(utf8: quote)
    return slice.elementsEqual(quote[text.trimmed(0..<quote.count)])
  }
}
