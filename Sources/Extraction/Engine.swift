package import ClinicalRecord
package import RulesEngine
package import Terminology
internal import TextScanning

/// Whoever reads a note and says what is in it. What it says is claimed, not known: the gate behind it checks every word.
package protocol Engine: Sendable {
  /// What it claims of one note. Throws what kept it from reading; a note with nothing in it has no claims.
  func reading(of note: Note) async throws -> Reading
}

/// What an engine made of a note.
package struct Reading: Sendable {
  package var claims: [Claim]
  /// Who really read it, and at what cost.
  package var engine: EngineSummary
  /// What it claimed and could not prove.
  package var rejections: [Rejection]
  package var warnings: [Warning]
  /// The note's tokens, where the engine has them already, and the tables that numbered their words.
  package var text: (tokens: TokenizedText, terms: Terminology)?

  package init(claims: [Claim], engine: EngineSummary, rejections: [Rejection] = [], warnings: [Warning] = []) {
    self.claims = claims
    self.engine = engine
    self.rejections = rejections
    self.warnings = warnings
  }

  func tokens(of note: Note, _ terms: Terminology) -> TokenizedText {
    if let text, text.terms === terms { return text.tokens }
    return TokenizedText(note: note.text, tokens: note.text.tokens(terms.vocabulary), language: note.language)
  }
}

/// A claim that was not proved: never an insight, and told apart only where the user asks for it.
package struct Rejection: Sendable, Equatable {
  package var claim: PointedClaim
  package var code: Warning.Code
  /// Without words of the note.
  package var reason: String

  package init(claim: PointedClaim, code: Warning.Code, reason: String) {
    self.claim = claim
    self.code = code
    self.reason = reason
  }
}

/// The rules on this machine.
package struct OfflineEngine: Engine {
  private let rules: RulesEngine

  package init(rules: RulesEngine = RulesEngine()) { self.rules = rules }

  /// Loads the tables of both languages, so that no note has to wait for them.
  package static func warmUp() { for language in Language.allCases { _ = Terminology.embedded(language) } }

  package func reading(of note: Note) async throws -> Reading {
    let (claims, text) = rules.reading(of: note.text, language: note.language)
    var reading = Reading(claims: claims, engine: EngineSummary(name: "offline", version: pieVersion))
    reading.text = (text, rules.terms(note.language))
    return reading
  }
}
