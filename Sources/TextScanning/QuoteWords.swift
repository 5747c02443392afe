/// A text's tokens as quotes are compared: by what their folded letters and digits are, and with what stands around a number.
struct QuoteWords: Sendable {
  struct Word: Sendable {
    var start: Int32
    var end: Int32
    /// From 0.
    var line: Int32
    var kind: Token.Kind
    var flags: Token.Flags
    var symbol: UInt8

    var isNumber: Bool { kind == .number && !flags.contains(.superscript) }
    var count: Int { Int(end - start) }
  }

  private(set) var tokens: [Word] = []
  private(set) var hashes: [UInt64] = []
  /// Whether there is more than marks.
  private(set) var hasWord = false

  var count: Int { tokens.count }

  init(_ text: NoteText) {
    tokens.reserveCapacity(text.bytes.count / 4)
    hashes.reserveCapacity(text.bytes.count / 4)
    text.bytes.withUnsafeBufferPointer { bytes in
      scanTokens(bytes) { raw in
        tokens.append(
          Word(start: Int32(raw.start), end: Int32(raw.end), line: Int32(raw.line), kind: raw.kind, flags: raw.flags, symbol: raw.symbol))
        hashes.append(raw.hash)
      }
    }
    hasWord = tokens.contains { $0.kind != .punctuation }
    for index in tokens.indices where isDecimalMark(index) { hashes[index] = 0 }
  }

  /// A point or a comma between two runs of digits, the second not of three: the same mark in either spelling.
  private func isDecimalMark(_ index: Int) -> Bool {
    guard isMark(index, ".") || isMark(index, ","), gluedNumber(before: index), gluedNumber(after: index) else { return false }
    return tokens[index + 1].count != 3
  }

  func isMark(_ index: Int, _ mark: Unicode.Scalar) -> Bool {
    index >= 0 && index < count && tokens[index].kind == .punctuation && UInt32(tokens[index].symbol) == mark.value
  }

  private func gluedNumber(before index: Int) -> Bool {
    index > 0 && tokens[index - 1].isNumber && tokens[index - 1].end == tokens[index].start
  }

  private func gluedNumber(after index: Int) -> Bool {
    index + 1 < count && tokens[index + 1].isNumber && tokens[index].end == tokens[index + 1].start
  }

  /// How many lines part a range from the named ones (from 1).
  func distance(_ range: Range<Int>, _ lines: ClosedRange<Int>?) -> Int {
    guard let lines else { return 0 }
    let first = Int(tokens[range.lowerBound].line) + 1
    let last = Int(tokens[range.upperBound - 1].line) + 1
    if last < lines.lowerBound { return lines.lowerBound - last }
    return max(0, first - lines.upperBound)
  }

  // MARK: numbers

  /// Whether a number that the range begins or ends with is a part of a longer one: "5 mg" is neither in "2,5 mg" nor in "1/2,5 mg", "2 cp"
  /// not in "1-2 cp" or "1/2 cp", "000 mg" not in "1 000 mg".
  func cutsNumber(_ range: Range<Int>) -> Bool {
    beginsWithin(range.lowerBound) || endsWithin(range.upperBound - 1)
  }

  private func beginsWithin(_ first: Int) -> Bool {
    guard first > 0, tokens[first].isNumber || tokens[first].flags.contains(.superscript) else { return false }
    let before = tokens[first - 1]
    let isGlued = before.end == tokens[first].start
    if isGlued, tokens[first].flags.contains(.superscript), before.kind == .number { return true }
    if isGlued, before.kind == .punctuation, gluedNumber(before: first - 1) {
      if isMark(first - 1, ".") || isMark(first - 1, ",") || isMark(first - 1, "-") || isPart(before) { return true }
      if isMark(first - 1, "/") { return isFraction(first - 2) }
    }
    // a sign: "-5", not "2-5" or a bullet
    if isGlued, isMark(first - 1, "-"), first > 1, !tokens[first - 1].flags.contains(.lineStart), before.flags.contains(.spaceBefore) {
      return true
    }
    return !isGlued && before.isNumber && isThousands(first)
  }

  private func endsWithin(_ last: Int) -> Bool {
    guard last + 1 < count, tokens[last].isNumber else { return false }
    let next = tokens[last + 1]
    let isGlued = next.start == tokens[last].end
    if isGlued, next.flags.contains(.superscript) || isPart(next) { return true }
    if isGlued, next.kind == .punctuation, gluedNumber(after: last + 1) {
      if isMark(last + 1, ".") || isMark(last + 1, ",") || isMark(last + 1, "-") { return true }
      if isMark(last + 1, "/") { return isFraction(last) }
    }
    return !isGlued && next.isNumber && isThousands(last + 1)
  }

  /// ½, ¼ or ¾.
  private func isPart(_ word: Word) -> Bool { word.kind == .punctuation && (0xBC...0xBE).contains(word.symbol) }

  /// "1/2", "3/4": a part of a tablet, no ratio of results and no date.
  private func isFraction(_ index: Int) -> Bool {
    index >= 0 && index + 2 < count && tokens[index].count == 1 && tokens[index + 2].count == 1 && (2...4).contains(digit(index + 2))
      && digit(index) < digit(index + 2) && !(index + 3 < count && isMark(index + 3, "/"))
  }

  private func digit(_ index: Int) -> Int { Int(tokens[index].symbol) - 0x30 }

  /// Three digits, no more than one space behind one to three others: "1 000".
  private func isThousands(_ index: Int) -> Bool {
    let gap = tokens[index].start - tokens[index - 1].end
    return tokens[index].count == 3 && tokens[index - 1].count <= 3 && gap <= 3 && tokens[index].line == tokens[index - 1].line
      && !(index > 1 && tokens[index - 1].symbol == 0x30)
  }
}
