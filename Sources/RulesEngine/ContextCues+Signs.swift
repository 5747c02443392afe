internal import Terminology
internal import TextScanning

/// Marks that stand for words: "-fièvre", "ictère -", "toux (+)", "[ ] fever", "0 fièvre".
extension ContextCues {
  static func sign(_ note: NoteAnalysis, _ index: Int, _ sentence: Range<Int>) -> ContextCue? {
    let tokens = note.text.tokens
    let token = tokens[index]
    let next = index + 1
    func absent(_ range: Range<Int>, _ direction: Trigger.Direction) -> ContextCue {
      ContextCue(tokens: range, effect: .absent, direction: direction, scope: 0..<0)
    }
    if token.is("-") {
      if isMinus(note, index), next < sentence.upperBound, problem(note, at: next) { return absent(index..<next, .before) }
      guard index > sentence.lowerBound, problem(note, before: index) else { return nil }
      if next == sentence.upperBound || tokens[next].is(",") { return absent(index..<next, .after) }
      // "Rash - none"
      if isDenial(note, next), next + 1 == sentence.upperBound || tokens[next + 1].kind == .punctuation {
        return absent(index..<next + 1, .after)
      }
      return nil
    }
    if token.kind == .number, token.count == 1, token.symbol == UInt8(ascii: "0"), next < sentence.upperBound, problem(note, at: next),
      index == sentence.lowerBound || token.flags.contains(.spaceBefore)
    {
      return absent(index..<next, .before)
    }
    if token.is("("), next + 1 < sentence.upperBound, tokens[next + 1].is(")"), index > sentence.lowerBound, problem(note, before: index) {
      if tokens[next].is("-") || isDenial(note, next) { return absent(index..<next + 2, .after) }
      if tokens[next].is("+") { return ContextCue(tokens: index..<next + 2, effect: .none, direction: .end, scope: 0..<0) }
    }
    // "(-) fever (+) chills"
    if token.is("("), next + 2 < sentence.upperBound, tokens[next + 1].is(")"), problem(note, at: next + 2) {
      if tokens[next].is("-") { return absent(index..<next + 2, .before) }
      if tokens[next].is("+") { return ContextCue(tokens: index..<next + 2, effect: .none, direction: .end, scope: 0..<0) }
    }
    // "Fièvre non, toux non."
    if note.isWord(index, .no), index > sentence.lowerBound, problem(note, before: index),
      next == sentence.upperBound || tokens[next].is(",") || tokens[next].is(".")
    {
      return absent(index..<next, .after)
    }
    // an empty box denies what stands behind it, a ticked one ends that
    if token.is("["), next < sentence.upperBound {
      if tokens[next].is("]") { return absent(index..<next + 1, .before) }
      if next + 1 < sentence.upperBound, tokens[next + 1].is("]"), tokens[next].count == 1 {
        return ContextCue(tokens: index..<next + 2, effect: .none, direction: .end, scope: 0..<0)
      }
    }
    // "-fever +cough"
    if token.is("+"), next < sentence.upperBound, problem(note, at: next), !tokens[next].flags.contains(.spaceBefore) {
      return ContextCue(tokens: index..<next, effect: .none, direction: .end, scope: 0..<0)
    }
    return nil
  }

  /// A hyphen glued to the word behind it, within a line; at its beginning it is a bullet, unless a "+" stands in the line as well.
  private static func isMinus(_ note: NoteAnalysis, _ index: Int) -> Bool {
    let tokens = note.text.tokens
    guard index + 1 < tokens.count, !tokens[index + 1].flags.contains(.spaceBefore) else { return false }
    if !tokens[index].flags.contains(.lineStart) { return tokens[index].flags.contains(.spaceBefore) }
    let line = note.layout.lines[Int(note.layout.lineOf[index])].tokens
    return line.contains { tokens[$0].is("+") && $0 + 1 < line.upperBound && !tokens[$0 + 1].flags.contains(.spaceBefore) }
  }

  /// "no", "none", "0".
  private static func isDenial(_ note: NoteAnalysis, _ index: Int) -> Bool {
    guard index < note.text.tokens.count else { return false }
    let token = note.text.tokens[index]
    return note.isWord(index, .no) || note.isWord(index, .nothing)
      || token.kind == .number && token.count == 1 && token.symbol == UInt8(ascii: "0")
  }

  /// "?pneumonie", "? pneumonie" where nothing stands before it, "Ddx: ? PE": the mark asks of what follows.
  static func asksBefore(_ note: NoteAnalysis, _ index: Int, _ sentence: Range<Int>) -> Bool {
    let tokens = note.text.tokens
    let next = index + 1
    guard next < sentence.upperBound, tokens[next].kind == .word else { return false }
    if !tokens[next].flags.contains(.spaceBefore) { return true }
    return index == sentence.lowerBound || tokens[index].flags.contains(.spaceBefore) && !problem(note, before: index)
  }

  private static func problem(_ note: NoteAnalysis, at index: Int) -> Bool {
    note.mentions(overlapping: index..<index + 1).contains { $0.kind == .problem && $0.tokens.lowerBound == index }
  }

  private static func problem(_ note: NoteAnalysis, before index: Int) -> Bool {
    note.mentions(overlapping: index - 1..<index).contains { $0.kind == .problem && $0.tokens.upperBound == index }
  }
}
