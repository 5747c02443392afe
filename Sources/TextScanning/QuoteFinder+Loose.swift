/// What may part a quote from the note, as somebody sees it who knows the words' meaning. Indexes are those of the note's tokens.
package protocol QuoteTolerance {
  /// Whether a word says so little that a quote may have it or not: an article, a preposition.
  func isSlight(_ folded: String) -> Bool
  /// Whether a word of the note may stand between two words that the quote has side by side: no number, no unit, no negation, no name.
  func maySkip(_ token: Int) -> Bool
}

extension QuoteFinder {
  /// The best place where every content word of a quote stands, in the quote's order, near the named lines: at most three words are passed
  /// over between two of them, and as many in all as the quote has.
  package func findLoosely(_ quote: String, near lines: ClosedRange<Int>?, _ tolerance: some QuoteTolerance) -> Found? {
    let text = NoteText(quote)
    let pattern = QuoteWords(text)
    let content = pattern.tokens.indices.filter { index in
      let word = pattern.tokens[index]
      guard word.kind != .punctuation else { return isInNumber(pattern, index) }
      return word.kind == .number || !tolerance.isSlight(folded(text.string(Int(word.start)..<Int(word.end))))
    }
    guard content.count > 1 else { return nil }
    var best: (tokens: Range<Int>, cost: Int)?
    for start in words.hashes.indices where words.hashes[start] == pattern.hashes[content[0]] {
      guard let (end, skipped) = follow(pattern, content, from: start, tolerance), !words.cutsNumber(start..<end) else { continue }
      let cost = words.distance(start..<end, lines) * 8 + skipped
      if cost < best?.cost ?? .max { best = (start..<end, cost) }
    }
    // far from the lines that the quote names it is another place
    guard let best, words.distance(best.tokens, lines) <= 3 else { return nil }
    return Found(tokens: best.tokens, bytes: bytes(best.tokens), isExact: false)
  }

  /// A mark within a number, or between two: it has to stand as it does.
  private func isInNumber(_ pattern: QuoteWords, _ index: Int) -> Bool {
    index > 0 && index + 1 < pattern.count && pattern.tokens[index - 1].isNumber && pattern.tokens[index + 1].isNumber
      && pattern.tokens[index - 1].end == pattern.tokens[index].start && pattern.tokens[index + 1].start == pattern.tokens[index].end
  }

  private func follow(_ pattern: QuoteWords, _ content: [Int], from start: Int, _ tolerance: some QuoteTolerance)
    -> (end: Int, skipped: Int)?
  {
    var place = start
    var skipped = 0
    for item in content.dropFirst() {
      let isGlued = isInNumber(pattern, item) || isInNumber(pattern, item - 1)
      var next = place + 1
      while next < words.count, words.hashes[next] != pattern.hashes[item] {
        guard !isGlued, next - place <= 3, skipped < content.count, tolerance.maySkip(next) else { return nil }
        if words.tokens[next].kind != .punctuation { skipped += 1 }
        next += 1
      }
      guard next < words.count else { return nil }
      // no number of the note is cut in the middle of the quote either
      if pattern.tokens[item].isNumber, !isGlued, words.cutsNumber(next..<next + 1), !isPartOfNumber(pattern, item) { return nil }
      place = next
    }
    return (place + 1, skipped)
  }

  private func isPartOfNumber(_ pattern: QuoteWords, _ index: Int) -> Bool {
    isInNumber(pattern, index + 1) || isInNumber(pattern, index - 1)
  }
}
