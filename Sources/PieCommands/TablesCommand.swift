internal import ArgumentParser
internal import ClinicalRecord
internal import Terminology

/// For the checks of the release binary: whether it reads with the tables that the build has made for it.
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables", abstract: "Says of each language whether its tables were made by the build or read now.",
    discussion: """
      EXAMPLES
        pie tables
      """, shouldDisplay: false)

  func run() throws {
    let lines = Language.allCases.map { "\($0.rawValue) \(Terminology.embedded($0).isPrebuilt ? "prebuilt" : "read")\n" }
    try CommandContext.current.terminal.write(Array(lines.joined().utf8))
  }
}
