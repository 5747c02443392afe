package import ClinicalRecord
package import Terminology
package import TextScanning

/// The offline engine: sections → sentences → mentions → attributes → context → claims, by tables and rules alone.
package struct RulesEngine: Sendable {
  private let own: Terminology?

  /// Without tables of its own the engine takes the embedded ones, each language's when it is first met.
  package init(terms: Terminology? = nil) { own = terms }

  /// The tables that it reads notes of a language with.
  package func terms(_ language: Language) -> Terminology { own ?? .embedded(language) }

  /// All that the rules find in a note, and the note's tokens. Every quote is a place in it; nothing is thrown, an empty note has no claims.
  package func reading(of note: NoteText, language: Language) -> (claims: [Claim], text: TokenizedText) {
    let analysis = NoteAnalysis(note, language: language, terms: terms(language))
    return (analysis.text.tokens.isEmpty ? [] : ClaimBuilder(note: analysis).claims(), analysis.text)
  }

  /// All that the rules find in a note.
  package func claims(of note: NoteText, language: Language) -> [Claim] { reading(of: note, language: language).claims }
}
