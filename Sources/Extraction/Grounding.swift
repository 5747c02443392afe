package import ClinicalRecord
package import TextScanning

/// Quote → the exact slice of the note that it names, or nothing.
package struct Grounding {
  package enum Outcome {
    case exact(Evidence)
    /// Found where white space, case, accents or quotation marks are set aside.
    case normalized(Evidence)
    case notFound
  }

  private let text: NoteText
  private var normal: NormalizedText?

  package init(_ text: NoteText) { self.text = text }

  package mutating func ground(_ quote: Quote) -> Outcome {
    switch quote.place {
    case .bytes(let range):
      guard range.lowerBound >= 0, range.lowerBound < range.upperBound, range.upperBound <= text.bytes.count, onBoundary(range.lowerBound),
        onBoundary(range.upperBound)
      else { return .notFound }
      return .exact(evidence(range, quote.section))
    case .words(let words, let lines):
      let pattern = Array(words.utf8)
      let range = lines.map { bytes(ofLines: $0) }
      if let found = find(pattern, in: range ?? 0..<text.bytes.count) ?? find(pattern, in: 0..<text.bytes.count) {
        return .exact(evidence(found, quote.section))
      }
      if normal == nil { normal = NormalizedText(text) }
      if let found = normal?.find(words, near: range) { return .normalized(evidence(found, quote.section)) }
      return .notFound
    }
  }

  private func onBoundary(_ index: Int) -> Bool { index == text.bytes.count || !isContinuation(text.bytes[index]) }

  private func evidence(_ range: Range<Int>, _ section: SectionName?) -> Evidence {
    Evidence(
      start: text.scalarOffset(ofByte: range.lowerBound), end: text.scalarOffset(ofByte: range.upperBound), text: text.string(range),
      section: section)
  }

  /// The first place of `pattern` in a range, cut at word boundaries.
  private func find(_ pattern: [UInt8], in range: Range<Int>) -> Range<Int>? {
    guard !pattern.isEmpty, pattern.count <= range.count else { return nil }
    let bytes = text.bytes
    var index = range.lowerBound
    while index + pattern.count <= range.upperBound {
      if bytes[index] == pattern[0], bytes[index..<index + pattern.count].elementsEqual(pattern), isWhole(index..<index + pattern.count) {
        return index..<index + pattern.count
      }
      index += 1
    }
    return nil
  }

  /// No word and no number is cut: "5 mg" is neither in "75 mg" nor in "2,5 mg", "000 mg" not in "1 000 mg".
  private func isWhole(_ range: Range<Int>) -> Bool {
    let bytes = text.bytes
    return isWholeSlice(range, count: bytes.count) { index in
      guard !isContinuation(bytes[index]) else { return nil }
      return FoldedScalar(decodeScalar(bytes, at: index).scalar)
    }
  }

  private func bytes(ofLines lines: ClosedRange<Int>) -> Range<Int> {
    var line = 1
    var start = text.bytes.count
    var end = text.bytes.count
    for index in text.bytes.indices {
      if line == lines.lowerBound, start == text.bytes.count { start = index }
      if text.bytes[index] == UInt8(ascii: "\n") {
        if line == lines.upperBound {
          end = index
          break
        }
        line += 1
      }
    }
    return min(start, end)..<end
  }
}

/// The note's text with its words folded and every gap one space, and the byte that each folded byte came from.
private struct NormalizedText {
  private var folded: [UInt8] = []
  private var origins: [Int32] = []

  init(_ text: NoteText) {
    var index = 0
    while index < text.bytes.count {
      let (scalar, width) = decodeScalar(text.bytes, at: index)
      append(FoldedScalar(scalar), at: index)
      index += width
    }
    origins.append(Int32(text.bytes.count))
  }

  private mutating func append(_ fold: FoldedScalar, at index: Int) {
    switch fold.kind {
    case .ignored: return
    case .space:
      if folded.last == 0x20 { return }
      folded.append(0x20)
      origins.append(Int32(index))
    default:
      withUnsafeBytes(of: fold.bytes) { bytes in
        for offset in 0..<fold.count {
          folded.append(bytes[offset])
          origins.append(Int32(index))
        }
      }
    }
  }

  func find(_ words: String, near range: Range<Int>?) -> Range<Int>? {
    var pattern = NormalizedText(NoteText(words)).folded
    while pattern.last == 0x20 { pattern.removeLast() }
    while pattern.first == 0x20 { pattern.removeFirst() }
    guard !pattern.isEmpty, pattern.count <= folded.count else { return nil }
    var best: Range<Int>?
    var index = 0
    while index + pattern.count <= folded.count {
      if folded[index] == pattern[0], folded[index..<index + pattern.count].elementsEqual(pattern), isWhole(index, index + pattern.count) {
        let found = Int(origins[index])..<Int(origins[index + pattern.count])
        if range?.overlaps(found) ?? true { return trimmed(found, index + pattern.count) }
        best = best ?? trimmed(found, index + pattern.count)
      }
      index += 1
    }
    return best
  }

  /// Without white space that the next folded byte's origin took in.
  private func trimmed(_ range: Range<Int>, _ end: Int) -> Range<Int> { range }

  private func isWhole(_ start: Int, _ end: Int) -> Bool {
    isWholeSlice(start..<end, count: folded.count) { index in
      let byte = folded[index]
      return byte < 0x80 ? FoldedScalar(UInt32(byte)) : FoldedScalar(0xE0)
    }
  }
}

/// Whether no letter meets a letter, and no number is cut, at either end of a slice. `scalar` gives what begins at an index, nil within one.
private func isWholeSlice(_ range: Range<Int>, count: Int, scalar: (Int) -> FoldedScalar?) -> Bool {
  func before(_ index: Int) -> (FoldedScalar, at: Int)? {
    var index = index - 1
    while index >= 0 {
      if let found = scalar(index) { return (found, index) }
      index -= 1
    }
    return nil
  }
  func after(_ index: Int) -> (FoldedScalar, at: Int)? {
    var index = index
    while index < count {
      if let found = scalar(index) { return (found, index) }
      index += 1
    }
    return nil
  }
  func next(_ index: Int) -> FoldedScalar? { after(index + 1)?.0 }
  /// A decimal mark, or the gap of thousands, between two digits.
  func parts(_ mark: FoldedScalar) -> Bool {
    mark.kind == .space || mark.kind == .punctuation && (mark.bytes.0 == UInt8(ascii: ".") || mark.bytes.0 == UInt8(ascii: ","))
  }
  func isDecimalMark(_ mark: FoldedScalar) -> Bool { mark.kind == .punctuation && parts(mark) }
  guard let first = after(range.lowerBound)?.0, let last = before(range.upperBound) else { return false }
  if let left = before(range.lowerBound) {
    if left.0.kind == first.kind, first.kind == .letter || first.kind == .digit { return false }
    if first.kind == .digit, isDecimalMark(left.0), before(left.at)?.0.kind == .digit { return false }
    // "1 000": three digits behind a gap and a digit
    if first.kind == .digit, left.0.kind == .space, before(left.at)?.0.kind == .digit {
      var digits = 0
      var index = range.lowerBound
      while index < count, let found = scalar(index), found.kind == .digit {
        digits += 1
        index += 1
      }
      if digits == 3 { return false }
    }
  }
  if let right = after(range.upperBound) {
    if right.0.kind == last.0.kind, last.0.kind == .letter || last.0.kind == .digit { return false }
    if last.0.kind == .digit, isDecimalMark(right.0), next(right.at)?.kind == .digit { return false }
  }
  return true
}
