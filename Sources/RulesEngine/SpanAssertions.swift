package import ClinicalRecord
internal import Terminology
internal import TextScanning

extension RulesEngine {
  /// The context engine alone: what the words around say of spans that some other recogniser found. Offsets count Unicode scalars;
  /// a span that is not in the text gets nil, one that holds no word is like the word behind it, or before it.
  package func assertions(in text: String, language: Language?, spans: [Range<Int>]) -> [Assertion?] {
    let noteText = NoteText(text)
    let language = language ?? LanguageGuess.guess(noteText).language
    let terms = terms(language)
    let note = NoteAnalysis(noteText, language: language, terms: terms)
    let starts = note.text.tokens.map { noteText.scalarOffset(ofByte: Int($0.start)) }
    let ends = note.text.tokens.map { noteText.scalarOffset(ofByte: Int($0.end)) }
    return spans.map { span in
      guard span.lowerBound >= 0, span.upperBound <= noteText.scalarCount, !span.isEmpty else { return nil }
      guard !starts.isEmpty else { return Assertion() }
      // the first token that ends within the span or behind it, the last that begins before its end
      let first = min(ends.partition { $0 > span.lowerBound }, ends.count - 1)
      let last = max(first, starts.partition { $0 >= span.upperBound } - 1)
      var assertion = note.assertion(first..<last + 1)
      // a word that itself denies: "apyrétique"
      if let mention = note.mentions(overlapping: first..<last + 1).first(where: { $0.kind == .problem && $0.entry >= 0 }),
        terms.problems[mention.entry].isNegative
      {
        assertion.polarity = .absent
      }
      return assertion
    }
  }
}

extension [Int] {
  /// The first index whose element meets a condition that all behind it meet.
  fileprivate func partition(_ meets: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if meets(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
