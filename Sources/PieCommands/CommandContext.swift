package import CurlHTTP
internal import Extraction
internal import FoundationEssentials

/// All that a command needs of the world: the environment, the working directory, files, the terminal, servers.
package struct CommandContext: Sendable {
  package var environment: [String: String]
  package var directory: String
  package var files: any FileAccess
  package var terminal: any Terminal
  package var http: any HTTPClient

  package init(environment: [String: String], directory: String, files: any FileAccess, terminal: any Terminal, http: any HTTPClient) {
    self.environment = environment
    self.directory = directory
    self.files = files
    self.terminal = terminal
    self.http = http
  }

  @TaskLocal package static var current = CommandContext.live

  private static let live: CommandContext = {
    let environment = ProcessInfo.processInfo.environment
    return CommandContext(
      environment: environment, directory: FileManager.default.currentDirectoryPath, files: LiveFiles(), terminal: LiveTerminal(),
      http: CurlClient(environment: environment, agent: "pie/\(pieVersion)"))
  }()
}

/// Files, as commands use them. Paths may be relative to the working directory.
package protocol FileAccess: Sendable {
  /// nil where there is no such file; throws where it cannot be read.
  func read(_ path: String) throws(CommandFailure) -> [UInt8]?
  func isDirectory(_ path: String) -> Bool
  /// Whether anybody but the owner may read or write it.
  func isOpenToOthers(_ path: String) -> Bool
  func exists(_ path: String) -> Bool
  /// The files below a folder, relative to it, sorted; no link to a folder is followed.
  func filesBelow(_ path: String) throws(CommandFailure) -> [String]
  /// Whole or not at all: what stood there stays until all bytes are written.
  func write(_ bytes: [UInt8], to path: String) throws(CommandFailure)
  func append(_ bytes: [UInt8], to path: String) throws(CommandFailure)
  /// nil where the path is no device and no pipe.
  func stream(to path: String) throws(CommandFailure) -> OpenStream?
  /// Where links lead; the path itself where there is no file yet.
  func resolved(_ path: String) -> String
  func rename(_ from: String, to: String) throws(CommandFailure)
  func remove(_ path: String)
  func makeDirectory(_ path: String) throws(CommandFailure)
}

/// Standard input, output and error.
package protocol Terminal: Sendable {
  var outputIsTTY: Bool { get }
  var errorIsTTY: Bool { get }
  var inputIsTTY: Bool { get }
  /// nil where no terminal says.
  var columns: Int? { get }
  func readAll() throws(CommandFailure) -> [UInt8]
  /// One line of standard input; nil at its end, and when `isStopped`.
  func readLine(unless isStopped: () -> Bool) -> String?
  func write(_ bytes: [UInt8]) throws(CommandFailure)
  /// Writes to standard error as it is.
  func note(_ text: String)
}

extension Terminal {
  /// `pie: message` on standard error; control characters of a file's name do no harm there.
  func complain(_ message: String) {
    note(
      "pie: "
        + String(
          message.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) ? "\u{FFFD}" : Character($0) })
        + "\n")
  }
}
