internal import FoundationEssentials

enum Fixtures {
  /// `Tests/Fixtures`.
  static let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/Fixtures"

  static func text(_ name: String) throws -> String {
    guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)") else { throw CaseError(description: "no fixture \(name)") }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The names of the files of marked cases, in order.
  static let caseFiles: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/cases")) ?? []
    return names.filter { $0.hasSuffix(".txt") && $0 != "known-failures.txt" }.sorted()
  }()

  static func knownFailures() throws -> Set<String> {
    let lines = try text("cases/known-failures.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Set(lines.flatMap { $0.split(separator: " ").prefix(1).map(String.init) })
  }

  /// Says what each failing case of a file wanted and found: `PIE_CASES=1` prints it, `PIE_CASES=folder` writes it to `folder/<file>` (`swift test`
  /// loses printed chunks that end within a scalar).
  static func report(_ text: String, of file: String) throws {
    guard let target = ProcessInfo.processInfo.environment["PIE_CASES"] else { return }
    if target == "1" { return print(text, terminator: "") }
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: target + "/" + file))
  }

  /// `PIE_FUZZ=1` prints each input before it is read: the last one printed is the one that trapped.
  static let printsFuzz = ProcessInfo.processInfo.environment["PIE_FUZZ"] == "1"
}
