internal import Terminology
internal import TextScanning

/// The note's lines as tokens see them: items, table rows, rules; which lines run on from the one before.
struct Layout {
  enum Kind { case text, item, row, rule }

  struct Line {
    var tokens: Range<Int>
    var kind: Kind
    /// Past a bullet or a number.
    var content: Int
    /// An empty line, or the note's start, stands before it.
    var blankBefore: Bool
    /// Goes on from the line before: one sentence may run over both.
    var continues: Bool
  }

  var lines: [Line] = []
  /// The line of each token.
  var lineOf: [Int32] = []

  /// Reads the layout of `text` and marks in it the tokens that begin a block.
  init(_ text: inout TokenizedText) {
    var blockStarts: [Int] = []
    read(text.tokens, &blockStarts)
    for index in blockStarts { text.tokens[index].flags.insert(.blockStart) }
  }

  private mutating func read(_ tokens: [Token], _ blockStarts: inout [Int]) {
    var start = 0
    lineOf.reserveCapacity(tokens.count)
    while start < tokens.count {
      var end = start + 1
      while end < tokens.count, !tokens[end].flags.contains(.lineStart) { end += 1 }
      append(start..<end, tokens, &blockStarts)
      for _ in start..<end { lineOf.append(Int32(lines.count - 1)) }
      start = end
    }
  }

  private mutating func append(_ range: Range<Int>, _ tokens: [Token], _ blockStarts: inout [Int]) {
    let first = tokens[range.lowerBound]
    let blank = lines.last.map { first.line - tokens[$0.tokens.lowerBound].line > 1 } ?? true
    var line = Line(tokens: range, kind: .text, content: range.lowerBound, blankBefore: blank, continues: false)
    if tokens[range].allSatisfy({ $0.kind == .punctuation && !$0.is(".") }) {
      line.kind = .rule
    } else if tokens[range].lazy.filter({ $0.is("|") }).count >= 2 {
      line.kind = .row
    } else if let content = Self.afterBullet(tokens, range) {
      line.kind = .item
      line.content = content
    }
    if let before = lines.last, !blank, line.kind == .text, before.kind == .text || before.kind == .item {
      line.continues = continues(before, first, tokens)
    }
    if !line.continues { blockStarts.append(range.lowerBound) }
    if line.kind == .row {
      for index in range where tokens[index].is("|") && index + 1 < range.upperBound { blockStarts.append(index + 1) }
    }
    lines.append(line)
  }

  /// A line runs on from a long one that has not come to an end, when it begins in lower case or after a comma.
  private func continues(_ before: Line, _ first: Token, _ tokens: [Token]) -> Bool {
    let last = tokens[before.tokens.upperBound - 1]
    if last.is(".") || last.is(":") || last.is(";") || last.is("!") || last.is("?") { return false }
    if last.is(",") || last.is("-") { return first.kind == .word }
    let length = Int(last.end - tokens[before.tokens.lowerBound].start)
    return length >= 55 && first.kind == .word && !first.flags.contains(.capitalized)
  }

  /// The first token behind a bullet (`-`, `•`, `*`, `>`), or a number with a mark (`1.`, `2)`, `3/`), or nil.
  private static func afterBullet(_ tokens: [Token], _ range: Range<Int>) -> Int? {
    guard range.count > 1 else { return nil }
    let first = tokens[range.lowerBound]
    let second = tokens[range.lowerBound + 1]
    if first.is("-") || first.is("*") || first.is(">") || first.is("#") || first.symbol == 0xAF && first.kind == .punctuation
      || first.symbol == 0xA4 && first.kind == .punctuation
    {
      // "##", "**"
      var content = range.lowerBound + 1
      while content + 1 < range.upperBound, tokens[content].kind == .punctuation, tokens[content].symbol == first.symbol { content += 1 }
      return content
    }
    if first.is("+"), second.flags.contains(.spaceBefore) { return range.lowerBound + 1 }
    let isNumber = first.kind == .number && first.count <= 2
    let isLetter = first.kind == .word && first.count == 1
    guard isNumber || isLetter, !second.flags.contains(.spaceBefore), range.count > 2 else { return nil }
    let spaced = tokens[range.lowerBound + 2].flags.contains(.spaceBefore)
    if second.is(")") || (isNumber && spaced && (second.is(".") || second.is("/") || second.is("-"))) {
      return range.lowerBound + 2
    }
    return nil
  }
}
