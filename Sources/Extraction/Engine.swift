package import ClinicalRecord
package import RulesEngine
internal import Terminology

/// Whoever reads a note and says what is in it. What it says is claimed, not known: the gate behind it checks every word.
package protocol Engine: Sendable {
  /// The provider's name, as the record has it.
  var name: String { get }
  var model: String? { get }

  /// The claims of one note. Throws what kept the engine from reading it; a note with nothing in it has no claims.
  func claims(of note: Note) async throws -> [Claim]
}

/// The rules on this machine.
package struct OfflineEngine: Engine {
  package let name = "offline"
  package let model: String? = nil
  private let rules: RulesEngine

  package init(rules: RulesEngine = RulesEngine()) { self.rules = rules }

  /// Loads the tables of both languages, so that no note has to wait for them.
  package static func warmUp() { for language in Language.allCases { _ = Terminology.embedded(language) } }

  package func claims(of note: Note) async throws -> [Claim] { rules.claims(of: note.text, language: note.language) }
}
