internal import ClinicalRecord

extension TextReport {
  /// Longest quote that is shown whole.
  private static let longestQuote = 100
  /// Places that are shown of one insight.
  private static let mostQuotes = 5

  /// The note's words that prove a line, and where they stand; nothing unless it was asked for.
  func proof(_ evidence: [Evidence], indent: Int) -> [StyledText] {
    guard options.showsEvidence else { return [] }
    var lines = evidence.prefix(Self.mostQuotes).flatMap { evidence in
      let quote = language.quoted(shortened(evidence.text))
      let place = "[\(evidence.start)–\(evidence.end)]"
      return StyledText.hanging(.spaces(indent), StyledText("\(quote) \(place)", .dim), width: width)
    }
    let more = evidence.count - Self.mostQuotes
    if more > 0 { lines.append(.spaces(indent) + StyledText("+\(noBreak)\(more)", .dim)) }
    return lines
  }

  /// The quote on one line, with an ellipsis for its middle where it is long.
  private func shortened(_ quote: String) -> String {
    let text = visible(quote).split(separator: " ").joined(separator: " ")
    guard text.count > Self.longestQuote else { return text }
    let half = (Self.longestQuote - 1) / 2
    return "\(text.prefix(half))…\(text.suffix(half))"
  }
}
