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
  /// Of the whole note, once somebody quotes words.
  private var finder: QuoteFinder?

  package init(_ text: NoteText) { self.text = text }

  package mutating func ground(_ quote: Quote) -> Outcome {
    switch quote.place {
    case .bytes(let range):
      guard isSlice(range) else { return .notFound }
      return .exact(evidence(range, quote.section))
    case .normalized(let range): return isSlice(range) ? .normalized(evidence(range, quote.section)) : .notFound
    case .words(let words, let lines):
      let finder = finder ?? QuoteFinder(text)
      self.finder = finder
      guard let found = finder.find(words, near: lines) else { return .notFound }
      let evidence = evidence(found.bytes, quote.section)
      return found.isExact ? .exact(evidence) : .normalized(evidence)
    }
  }

  private func isSlice(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.lowerBound < range.upperBound && range.upperBound <= text.bytes.count && onBoundary(range.lowerBound)
      && onBoundary(range.upperBound)
  }

  private func onBoundary(_ index: Int) -> Bool { index == text.bytes.count || !isContinuation(text.bytes[index]) }

  private func evidence(_ range: Range<Int>, _ section: SectionName?) -> Evidence {
    Evidence(
      start: text.scalarOffset(ofByte: range.lowerBound), end: text.scalarOffset(ofByte: range.upperBound), text: text.string(range),
      section: section)
  }
}
