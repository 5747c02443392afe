internal import ClinicalRecord
internal import Extraction
internal import TextScanning

/// An engine that claims what a test tells it to.
struct StubEngine: Engine {
  var claims: [Claim]

  func reading(of note: Note) async throws -> Reading {
    Reading(claims: claims, engine: EngineSummary(name: "stub", model: "stub-1", version: pieVersion))
  }
}

struct StubFailure: Error {}

struct FailingEngine: Engine {
  func reading(of note: Note) async throws -> Reading { throw StubFailure() }
}

func note(_ text: String, _ language: Language = .french) -> Note { Note(source: "test", text: NoteText(text), language: language) }

/// The record that the pipeline makes of `claims` about `text`.
func record(_ text: String, _ claims: [Claim], _ language: Language = .french) async throws -> PatientRecord {
  try await Pipeline(engine: StubEngine(claims: claims)).record(of: note(text, language))
}

extension Claim {
  /// A claim whose proof is `words`.
  static func quoted(_ content: Content, _ words: String..., lines: ClosedRange<Int>? = nil) -> Claim {
    Claim(content, quotes: words.map { Quote(.words($0, lines: lines), section: nil) })
  }
}

extension Claim.Content {
  static func medication(_ name: String, _ change: (inout Sig) -> Void) -> Claim.Content {
    var sig = Sig()
    change(&sig)
    return .medication(
      Medication(name: name, ingredients: [], codes: [], list: .home, status: .active, sig: sig, assertion: Assertion(), evidence: []))
  }

  static func problem(_ name: String) -> Claim.Content {
    .problem(Problem(name: name, kind: .disorder, assertion: Assertion(), codes: [], evidence: []))
  }

  static func result(_ name: String, _ value: Double, _ unit: String? = nil, date: String? = nil) -> Claim.Content {
    .measurement(
      Measurement(name: name, label: name, value: value, unit: unit, comparator: nil, flag: nil, date: date, codes: [], evidence: []))
  }
}
