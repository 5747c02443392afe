package import ClinicalRecord
package import Terminology
package import TextScanning

/// The offline engine: sections → sentences → mentions → attributes → context → claims, by tables and rules alone.
package struct RulesEngine: Sendable {
  let terms: Terminology

  package init(terms: Terminology = .embedded) { self.terms = terms }

  /// All that the rules find in a note. Every quote is a place in it; nothing is thrown, an empty note has no claims.
  package func claims(of note: NoteText, language: Language) -> [Claim] {
    let analysis = NoteAnalysis(note, language: language, terms: terms)
    guard !analysis.text.tokens.isEmpty else { return [] }
    return ClaimBuilder(note: analysis).claims()
  }
}
