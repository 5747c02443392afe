internal import ClinicalRecord
internal import Extraction
internal import Testing

@Suite struct HepaticTests {
  @Test func latestOfEach() async throws {
    let found = try await record(
      "ASAT 40 puis 120. Albumine 24. INR 1,4",
      [
        .quoted(.result("ast", 40), "ASAT 40"), .quoted(.result("ast", 120), "puis 120"),
        .quoted(.result("albumin", 24, "g/L"), "Albumine 24"),
        .quoted(.result("inr", 1.4), "INR 1,4"),
      ]
    ).hepaticFunction
    #expect(found.ast == Amount(120, nil))
    #expect(found.albumin == Amount(24, "g/L"))
    #expect(found.inr == Amount(1.4, nil))
    #expect(found.alt == nil)
    #expect(found.evidence.map(\.text) == ["puis 120", "Albumine 24", "INR 1,4"])
  }

  /// Albumin and INR alone say nothing of the liver.
  @Test func notOfTheLiverAlone() async throws {
    let found = try await record(
      "Albumine 24. INR 1,4", [.quoted(.result("albumin", 24, "g/L"), "Albumine 24"), .quoted(.result("inr", 1.4), "INR 1,4")])
    #expect(found.hepaticFunction == HepaticFunction())
  }

  @Test(arguments: [(5.0, "A"), (6, "A"), (7, "B"), (9, "B"), (10, "C"), (15, "C")]) func childPughClasses(score: Double, grade: String)
    async throws
  {
    let words = "Child \(Int(score))"
    let found = try await record(words, [.quoted(.result("child_pugh", score), words)]).hepaticFunction
    #expect(found.childPugh == .init(score: score, grade: grade))
    #expect(found.summary == "Child-Pugh \(grade)")
  }
}
