internal import ClinicalRecord
internal import LanguageModels
internal import RulesEngine
internal import TextScanning

/// One note, read by the rules, and the claims of a model held against it. An actor, since the pieces of a note come back at once.
actor Gate {
  private let note: Note
  private let rules: RulesEngine
  private lazy var reader = PointedReader(note.text, language: note.language, rules: rules)

  init(_ note: Note, rules: RulesEngine) {
    self.note = note
    self.rules = rules
  }

  /// Reads the note now, so that no claim has to wait for it.
  func prepare() { _ = reader }

  func stretches(limit: Int) -> [NoteStretch] { reader.stretches(limit: limit) }

  /// The outcome of each claim, in their order.
  func check(_ claims: [PointedClaim]) -> [Result<PointedReading, ClaimFault>] {
    claims.map { claim in
      do throws(ClaimFault) {
        return .success(try reader.read(claim))
      } catch {
        return .failure(error)
      }
    }
  }
}
