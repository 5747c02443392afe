internal import ClinicalRecord

/// What is wrong with a user's lexicon.
package struct LexiconError: Error, Sendable, CustomStringConvertible {
  package var description: String
}

/// A table that a user brings: which of the known forms it has.
struct UserLexicon {
  enum Kind {
    case ingredients, brands
    case problems(Problem.Kind)
  }

  private let name: String
  private let bytes: [UInt8]

  init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  func kind() throws(LexiconError) -> Kind {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw LexiconError(description: "\(name) is not UTF-8") }
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    guard let header = lines.first(where: { !$0.hasPrefix("#") && !$0.isEmpty }) else {
      throw LexiconError(description: "\(name) is empty")
    }
    let columns = header.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    switch columns.first {
    case "ingredient" where columns.count >= 2: return .ingredients
    case "brand" where columns.count >= 2: return .brands
    case "concept" where columns.count >= 4: return .problems(name.lowercased().contains("symptom") ? .symptom : .disorder)
    default:
      throw LexiconError(
        description: "\(name):1: no known header; a lexicon begins with one of: ingredient atc fr synonyms flags · "
          + "brand ingredients atc country route flags · concept icd10 fr en flags (parted by tabs); "
          + "or give CIS_bdpm.txt and CIS_COMPO_bdpm.txt of the French public drug database")
    }
  }
}
