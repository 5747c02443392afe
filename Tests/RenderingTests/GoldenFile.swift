import FoundationEssentials
import Testing

/// Compares `text` with Tests/Fixtures/report/`name`. With `PIE_WRITE_GOLDEN=1` in the environment it writes the file instead.
func expectGolden(_ text: String, _ name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let url = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/report/\(name)")
  if ProcessInfo.processInfo.environment["PIE_WRITE_GOLDEN"] == "1" {
    try Data(text.utf8).write(to: url)
    return
  }
  let golden = String(decoding: try Data(contentsOf: url), as: UTF8.self)
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
  for (index, (line, wanted)) in zip(lines, expected).enumerated() {
    #expect(line == wanted, "\(name):\(index + 1)", sourceLocation: sourceLocation)
  }
  #expect(lines.count == expected.count, "lines of \(name)", sourceLocation: sourceLocation)
}
