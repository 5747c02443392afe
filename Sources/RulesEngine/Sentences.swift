internal import Terminology
internal import TextScanning

/// The note's sentences: within a block, up to a full stop, a semicolon, a question or exclamation mark.
struct Sentences {
  private(set) var all: [Range<Int>] = []
  private(set) var indexOf: [Int32]

  init(_ text: TokenizedText, _ sections: Sections) {
    let tokens = text.tokens
    indexOf = Array(repeating: 0, count: tokens.count)
    var start = 0
    for index in tokens.indices {
      if index > start, tokens[index].flags.contains(.blockStart) {
        close(start..<index)
        start = index
      }
      // "? syncope": the mark asks of what follows
      if tokens[index].kind == .punctuation, index > start || !tokens[index].is("?"), ends(text, index) {
        close(start..<index + 1)
        start = index + 1
      }
    }
    if start < tokens.count { close(start..<tokens.count) }
  }

  private mutating func close(_ range: Range<Int>) {
    for token in range { indexOf[token] = Int32(all.count) }
    all.append(range)
  }

  private func ends(_ text: TokenizedText, _ index: Int) -> Bool {
    let tokens = text.tokens
    let token = tokens[index]
    guard token.kind == .punctuation else { return false }
    if token.is(";") { return true }
    guard index + 1 < tokens.count else { return true }
    let next = tokens[index + 1]
    guard next.flags.contains(.spaceBefore) else { return false }
    // "Créatinine ........ 118"
    if token.is("."), index > 2, tokens[index - 1].is("."), tokens[index - 2].is("."), tokens[index - 3].is(".") { return false }
    if token.is("!") { return true }
    if token.is("?") { return next.flags.contains(.capitalized) }
    guard token.is("."), index > 0 else { return false }
    let before = tokens[index - 1]
    if before.flags.contains(.spaceBefore) == false, before.kind == .punctuation, !before.is(")"), !before.is("%") { return true }
    // an initial or an abbreviation: "M. Durand", "Dr. X", "p.o. bid"
    if before.kind == .word, before.count == 1 {
      return !before.flags.contains(.allCaps) && next.flags.contains(.capitalized) && next.count > 1
    }
    if before.kind == .word, isOne(of: Self.titles, text, before) { return false }
    // "5 mg tabs. 1 tab daily"
    if before.kind == .word, next.kind == .number, !next.flags.contains(.lineStart), isOne(of: Self.forms, text, before) { return false }
    return next.flags.contains(.capitalized) || next.kind != .word || next.flags.contains(.lineStart) || before.count > 4
  }

  private func isOne(of words: [StaticString], _ text: TokenizedText, _ token: Token) -> Bool {
    guard (2...6).contains(token.count) else { return false }
    let written = text.note.bytes[token.range]
    return words.contains { word in word.utf8CodeUnitCount == written.count && word.withUTF8Buffer { $0.elementsEqual(written) } }
  }

  /// Forms that a full stop shortens before a count.
  private static let forms: [StaticString] = ["tab", "tabs", "cap", "caps", "cp", "cps", "cpr", "comp", "amp", "inj", "sach"]

  /// Words that a full stop shortens and does not end.
  private static let titles: [StaticString] = [
    "Dr", "Mr", "Mrs", "Ms", "Mme", "Mlle", "Pr", "Prof", "St", "vs", "env", "cf", "ex", "no", "approx", "gel", "gél",
  ]
}
