internal import ClinicalRecord
internal import Extraction
internal import Testing

/// The marked notes through the whole pipeline. `PIE_CASES=/tmp/cases swift test --filter MarkedCaseTests` says what each failing case wanted and
/// found, a file in that folder for each file of cases; `PIE_CASES=1` prints it.
@Suite struct MarkedCaseTests {
  @Test(arguments: Fixtures.caseFiles) func cases(file: String) async throws {
    let known = try Fixtures.knownFailures()
    let cases = try MarkedCase.parse(try Fixtures.text("cases/" + file))
    #expect(!cases.isEmpty)
    let pipeline = Pipeline()
    var report = ""
    for example in cases {
      let faults = try await faults(of: example, pipeline)
      let fails = !faults.isEmpty
      if fails { report += "✗ \(example.id) \(file)\n" + faults.map { "    \($0)\n" }.joined() }
      if fails, !known.contains(example.id) { Issue.record("\(example.id): \(faults.joined(separator: "; "))") }
      if !fails, known.contains(example.id) { Issue.record("\(example.id) now passes: remove it from known-failures.txt") }
    }
    try Fixtures.report(report, of: file)
  }

  @Test func knownFailuresNameCases() throws {
    let ids = try Fixtures.caseFiles.flatMap { try MarkedCase.parse(try Fixtures.text("cases/" + $0)).map(\.id) }
    #expect(Set(ids).count == ids.count, "two cases have one id")
    #expect(ids.count > 600)
    #expect(try Fixtures.knownFailures().subtracting(ids).isEmpty)
  }

  /// What each unmet mark wanted, and the insights that were found in its stead.
  private func faults(of example: MarkedCase, _ pipeline: Pipeline) async throws -> [String] {
    let note = try NoteReader(language: example.language).note(Array(example.note.utf8), source: example.id)
    let insights = try await pipeline.record(of: note).insights
    return try example.marks.compactMap { mark in
      let near = insights.filter { $0.category == mark.category && $0.overlaps(mark.range) }
      let met: Bool
      if mark.isForbidden {
        met = near.isEmpty
      } else {
        met = try near.contains { insight in try mark.keys.allSatisfy { try insight.meets($0.name, $0.value) } }
      }
      guard !met else { return nil }
      let wanted = (mark.isForbidden ? "none " : "") + mark.category.rawValue + mark.keys.map { " \($0.name)=\($0.value)" }.joined()
      return "⟦\(mark.words)⟧ wanted \(wanted); found \(near.isEmpty ? "nothing" : near.map(\.description).joined(separator: ", "))"
    }
  }
}
