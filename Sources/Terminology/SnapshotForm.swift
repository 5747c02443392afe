internal import ClinicalRecord
internal import TextScanning

extension Snapshot {
  /// A hash of the form that the arrays have in this build: sizes of types, the order of enumerations whose values are stored as bytes, and
  /// how words are cut and folded.
  static func formHash(_ seed: UInt64) -> UInt64 {
    var hash = seed
    func add(_ text: String) {
      for byte in text.utf8 { hash = hashByte(byte, hash) }
      hash = hashByte(0, hash)
    }
    func add<Case: CaseIterable & RawRepresentable<String>>(cases: Case.Type) { for one in Case.allCases { add(one.rawValue) } }
    func add<Element: BitwiseCopyable>(size: Element.Type) {
      hash = hashByte(UInt8(truncatingIfNeeded: MemoryLayout<Element>.stride), hash)
    }
    add(cases: SectionName.self)
    add(cases: Problem.Kind.self)
    add(cases: Trigger.Effect.self)
    add(cases: Trigger.Direction.self)
    add(cases: StatusWord.Status.self)
    add(cases: SigWord.Kind.self)
    add(cases: Ending.Kind.self)
    add(cases: WordClass.self)
    add(size: DrugName.self)
    add(size: Ingredient.self)
    add(size: ProblemConcept.self)
    add(size: MeasurementHead.self)
    add(size: MeasurementKind.UnitReference.self)
    add(size: MeasurementKind.ReferenceRange.self)
    add(size: Trigger.self)
    add(size: StatusWord.self)
    add(size: SigWord.self)
    add(size: Modifier.self)
    add(size: Ending.self)
    add(size: PhraseTable.Term.self)
    add(size: DrugSpelling.Name.self)
    var words = "L'Œdème: 10⁹ d’Été, SOLU-MEDROL® 2,5 µg/24h; naïve straße, abcès crâniens; ﬁbrosis ‑ ½ cp × 3"
    words.withUTF8 {
      scanTokens($0) { token in
        for word in [token.hash, token.stemHash, UInt64(token.start), UInt64(token.end)] {
          withUnsafeBytes(of: word) { for byte in $0 { hash = hashByte(byte, hash) } }
        }
      }
    }
    return hash
  }
}
