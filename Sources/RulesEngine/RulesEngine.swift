package import ClinicalRecord
package import Terminology
package import TextScanning

/// The offline engine: sections → sentences → mentions → attributes → context → claims, by tables and rules alone.
package struct RulesEngine: Sendable {
  private let own: Terminology?

  /// Without tables of its own the engine takes the embedded ones, each language's when it is first met.
  package init(terms: Terminology? = nil) { own = terms }

  func terms(_ language: Language) -> Terminology { own ?? .embedded(language) }

  /// All that the rules find in a note. Every quote is a place in it; nothing is thrown, an empty note has no claims.
  package func claims(of note: NoteText, language: Language) -> [Claim] {
    let analysis = NoteAnalysis(note, language: language, terms: terms(language))
    guard !analysis.text.tokens.isEmpty else { return [] }
    return ClaimBuilder(note: analysis).claims()
  }
}
