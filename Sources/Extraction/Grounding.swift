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
    Evidence(start: text.scalarOffset(ofByte: range.lowerBound), end: text.scalarOffset(ofByte: range.upperBound), text: text.string(range), section: section)
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

  /// No digit or letter is cut: "5 mg" is not in "75 mg".
  private func isWhole(_ range: Range<Int>) -> Bool {
    func kind(_ index: Int) -> FoldedScalar.Kind? {
      guard index >= 0, index < text.bytes.count else { return nil }
      var start = index
      while start > 0, isContinuation(text.bytes[start]) { start -= 1 }
      return FoldedScalar(decodeScalar(text.bytes, at: start).scalar).kind
    }
    func cut(_ before: FoldedScalar.Kind?, _ after: FoldedScalar.Kind?) -> Bool { before == after && (before == .letter || before == .digit) }
    return !cut(kind(range.lowerBound - 1), kind(range.lowerBound)) && !cut(kind(range.upperBound - 1), kind(range.upperBound))
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
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte >= 0xC0 }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func cut(_ a: UInt8, _ b: UInt8) -> Bool { isLetter(a) && isLetter(b) || isDigit(a) && isDigit(b) }
    return !(start > 0 && cut(folded[start - 1], folded[start])) && !(end < folded.count && cut(folded[end - 1], folded[end]))
  }
}
