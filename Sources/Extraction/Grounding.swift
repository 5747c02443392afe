package import ClinicalRecord
package import TextScanning

/// Quote → the exact slice of the note that it names, or nothing.
package struct Grounding {
  package struct Found {
    package var evidence: Evidence
    package var bytes: Range<Int>
    /// Not where white space, case, accents or quotation marks had to be set aside.
    package var isExact: Bool
  }

  private let text: NoteText
  /// Of the whole note, once somebody quotes words.
  private var finder: QuoteFinder?

  package init(_ text: NoteText) { self.text = text }

  /// nil where the quote is not in the note.
  package mutating func ground(_ quote: Quote) -> Found? {
    switch quote.place {
    case .bytes(let range): return found(range, quote.section, isExact: true)
    case .normalized(let range): return found(range, quote.section, isExact: false)
    case .words(let words, let lines):
      let finder = finder ?? QuoteFinder(text)
      self.finder = finder
      return finder.find(words, near: lines).flatMap { found($0.bytes, quote.section, isExact: $0.isExact) }
    }
  }

  private func found(_ range: Range<Int>, _ section: SectionName?, isExact: Bool) -> Found? {
    guard isSlice(range) else { return nil }
    let evidence = Evidence(
      start: text.scalarOffset(ofByte: range.lowerBound), end: text.scalarOffset(ofByte: range.upperBound), text: text.string(range),
      section: section)
    return Found(evidence: evidence, bytes: range, isExact: isExact)
  }

  private func isSlice(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.lowerBound < range.upperBound && range.upperBound <= text.bytes.count && onBoundary(range.lowerBound)
      && onBoundary(range.upperBound)
  }

  private func onBoundary(_ index: Int) -> Bool { index == text.bytes.count || !isContinuation(text.bytes[index]) }
}
