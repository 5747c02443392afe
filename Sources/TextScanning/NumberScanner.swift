/// Numbers as notes write them: `1 000`, `12,5`, `1,000` (English), `1/2`, `½`, `0.5`.
package struct NumberScanner: Sendable {
  /// French: a comma is a decimal point and a space parts thousands. English: a comma before three digits parts thousands.
  package var commaIsDecimal: Bool

  package init(commaIsDecimal: Bool) { self.commaIsDecimal = commaIsDecimal }

  package struct Number: Sendable {
    package var value: Double
    /// Index past the last token.
    package var end: Int
    package var isFraction = false
  }

  /// The number that begins at token `index`, if one does.
  package func number(in text: NoteText, _ tokens: [Token], at index: Int) -> Number? {
    guard index < tokens.count else { return nil }
    let token = tokens[index]
    if token.kind == .punctuation {
      return part(token).map { Number(value: $0, end: index + 1, isFraction: true) }
    }
    guard token.kind == .number, !token.flags.contains(.superscript), token.count <= 12 else { return nil }
    var value = digits(text, token)
    var end = index + 1
    func glued(_ index: Int) -> Bool { index < tokens.count && !tokens[index].flags.contains(.spaceBefore) }
    func isNumber(_ index: Int) -> Bool {
      index < tokens.count && tokens[index].kind == .number && !tokens[index].flags.contains(.superscript)
    }
    // thousands; the 1 of "B1 250 mg" is part of a name
    if token.count <= 3, !(index > 0 && glued(index) && tokens[index - 1].kind == .word), text.bytes[Int(token.start)] != 0x30 {
      while isNumber(end), tokens[end].count == 3, thousandsGap(text, Int(tokens[end - 1].end), Int(tokens[end].start)) {
        value = value * 1000 + digits(text, tokens[end])
        end += 1
      }
      if !commaIsDecimal {
        while end + 1 < tokens.count, tokens[end].is(","), glued(end), isNumber(end + 1), glued(end + 1), tokens[end + 1].count == 3 {
          value = value * 1000 + digits(text, tokens[end + 1])
          end += 2
        }
      }
    }
    // decimals
    if end + 1 < tokens.count, glued(end), glued(end + 1), isNumber(end + 1), tokens[end].is(".") || tokens[end].is(",") {
      let decimals = tokens[end + 1]
      if decimals.count <= 6 {
        // one division: 1,68 is 168/100, not 1 + 0.68
        value = (value * power(decimals.count) + digits(text, decimals)) / power(decimals.count)
        end += 2
      }
    } else if end == index + 1, end + 1 < tokens.count, tokens[end].is("/"), glued(end), glued(end + 1), isNumber(end + 1),
      !(end + 2 < tokens.count && tokens[end + 2].is("/") && glued(end + 2))
    {
      // a fraction of a tablet, no ratio and no date
      let below = digits(text, tokens[end + 1])
      if below == 2 || below == 3 || below == 4, value > 0, value < below {
        return Number(value: value / below, end: end + 2, isFraction: true)
      }
    } else if end == index + 1, end < tokens.count, tokens[end].kind == .punctuation, glued(end),
      let half = part(tokens[end])
    {
      return Number(value: value + half, end: end + 1, isFraction: true)
    }
    return Number(value: value, end: end)
  }

  /// The value of a run of digits.
  package func digits(_ text: NoteText, _ token: Token) -> Double {
    var value = 0.0
    for index in token.range { value = value * 10 + Double(text.bytes[index] &- 0x30) }
    return value
  }

  /// ½, ¼ or ¾.
  private func part(_ token: Token) -> Double? {
    switch token.symbol {
    case 0xBD: 0.5
    case 0xBC: 0.25
    case 0xBE: 0.75
    default: nil
    }
  }

  /// One plain space in French, or a no-break or thin space in either language.
  private func thousandsGap(_ text: NoteText, _ start: Int, _ end: Int) -> Bool {
    switch end - start {
    case 1: commaIsDecimal && text.bytes[start] == 0x20
    case 2, 3: text.bytes[start] >= 0x80
    default: false
    }
  }

  private func power(_ digits: Int) -> Double {
    var result = 1.0
    for _ in 0..<digits { result *= 10 }
    return result
  }
}
