package import ClinicalRecord
internal import Terminology
internal import TextScanning

extension RulesEngine {
  /// The context engine alone: what the words around say of spans that some other recogniser found. Offsets count Unicode scalars;
  /// a span that is not in the text, or holds no word, gets nil.
  package func assertions(in text: String, language: Language?, spans: [Range<Int>]) -> [Assertion?] {
    let noteText = NoteText(text)
    let language = language ?? LanguageGuess.guess(noteText).language
    let terms = terms(language)
    let note = NoteAnalysis(noteText, language: language, terms: terms)
    let offsets = note.text.tokens.map { noteText.scalarOffset(ofByte: Int($0.start)) }
    return spans.map { span in
      guard span.lowerBound >= 0, span.upperBound <= noteText.scalarCount, !span.isEmpty else { return nil }
      let inside = note.text.tokens.indices.filter { index in
        let end = noteText.scalarOffset(ofByte: Int(note.text.tokens[index].end))
        return offsets[index] < span.upperBound && end > span.lowerBound
      }
      guard let first = inside.first, let last = inside.last else { return nil }
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
