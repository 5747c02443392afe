internal import ClinicalRecord
internal import Extraction
internal import FoundationEssentials
internal import RulesEngine
internal import Terminology
internal import Testing
internal import TextScanning

/// With the tables that the release binary carries, records are the same to the byte as with tables that are read.
@Suite struct SnapshotRecordTests {
  private static let snapshot = Snapshot(Frozen(keeping: Snapshot.made(), alignment: ImageWriter.alignment))

  @Test(arguments: Language.allCases) func recordsAreTheSame(language: Language) async throws {
    let terms = try #require(Self.snapshot?.terminology(language))
    let prebuilt = Pipeline(engine: OfflineEngine(rules: RulesEngine(terms: terms)), terms: terms)
    let read = Pipeline()
    #expect(!Terminology.embedded(language).isPrebuilt)
    let notes = try notes(language)
    #expect(notes.count > 100)
    for note in notes {
      let note = try NoteReader(language: language).note(Array(note.utf8), source: "note")
      let records = (try await prebuilt.record(of: note), try await read.record(of: note))
      #expect(records.0.json(pretty: false) == records.1.json(pretty: false))
    }
  }

  /// The marked cases, the examples and the benchmarks' notes.
  private func notes(_ language: Language) throws -> [String] {
    var notes: [String] = []
    for file in Fixtures.caseFiles {
      notes += try MarkedCase.parse(try Fixtures.text("cases/" + file)).filter { $0.language == language }.map(\.note)
    }
    for folder in ["Examples", "Benchmarks/notes"] {
      let path = "\(Fixtures.path)/../../\(folder)"
      for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where name.hasSuffix(".txt") {
        notes.append(String(decoding: try #require(FileManager.default.contents(atPath: "\(path)/\(name)")), as: UTF8.self))
      }
    }
    return notes
  }
}
