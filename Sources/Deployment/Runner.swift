/// What a run of a command came to.
package struct Outcome: Hashable, Sendable {
  package enum Ending: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
    case timedOut
    case interrupted
  }

  package var ending: Ending
  package var output: [UInt8]
  /// The last of standard error.
  package var error: String

  package init(ending: Ending, output: [UInt8] = [], error: String = "") {
    self.ending = ending
    self.output = output
    self.error = error
  }

  package var succeeded: Bool { ending == .code(0) }
  package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs commands. An exit code that is not 0 is an outcome; only what keeps a command from running is thrown.
package protocol Runner: Sendable {
  /// - Parameter onLine: called with each line as it comes, of standard output or of the stream on which the command tells.
  func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome
}

extension Runner {
  package func run(_ command: Command) async throws(DeployFailure) -> Outcome { try await run(command, onLine: nil) }

  /// Runs what has to succeed.
  /// - Parameter purpose: what for, to follow "cannot".
  @discardableResult
  package func succeed(
    _ command: Command, to purpose: String, onLine: (@Sendable (String) -> Void)? = nil
  ) async throws(DeployFailure) -> Outcome {
    let outcome = try await run(command, onLine: onLine)
    if outcome.succeeded { return outcome }
    throw outcome.failure(of: command, to: purpose)
  }
}

extension Outcome {
  /// The failure that this outcome is.
  func failure(of command: Command, to purpose: String) -> DeployFailure {
    let tool = command.tool.rawValue
    switch ending {
    case .interrupted: return DeployFailure(.interrupted, "stopped while it was about to \(purpose)")
    case .timedOut:
      return DeployFailure(
        .unavailable, "cannot \(purpose): \(tool) took longer than \(command.timeout.components.seconds) s",
        remedy: "It ran: \(command.line)")
    case .signal(let signal): return DeployFailure(.unavailable, "cannot \(purpose): \(tool) was ended by signal \(signal)")
    case .code(let code):
      let said = [error, text].map(Self.lastWords).first { !$0.isEmpty }
      let indented = said.map { $0.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") + "\n" } ?? ""
      return DeployFailure(
        .unavailable, "cannot \(purpose): \(tool) ended with code \(code)\(indented.isEmpty ? "" : " and said:\n")\(indented.dropLast())",
        remedy: "It ran: \(command.line)")
    }
  }

  /// The last lines that say anything.
  private static func lastWords(_ text: String) -> String {
    text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.suffix(12).joined(separator: "\n")
  }

  /// The code of AWS's error, which the AWS CLI prints in parentheses: `An error occurred (ResourceConflictException) when …`.
  var awsCode: String? {
    guard case .code(let code) = ending, code != 0 else { return nil }
    for line in error.split(separator: "\n") {
      guard let open = line.firstIndex(of: "("), let close = line[open...].firstIndex(of: ")") else { continue }
      let name = line[line.index(after: open)..<close]
      if !name.isEmpty, name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) {
        return String(name)
      }
    }
    return nil
  }
}

/// Runs nothing: shows each command and takes what it assumes for the answer.
package struct DryRunner: Runner {
  let show: @Sendable (Command) -> Void

  package init(show: @escaping @Sendable (Command) -> Void) { self.show = show }

  package func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome {
    show(command)
    return Outcome(ending: .code(command.assumed.code), output: Array(command.assumed.output.utf8))
  }
}

/// Shows each command before another runner runs it.
package struct ShowingRunner: Runner {
  let runner: any Runner
  let show: @Sendable (Command) -> Void

  package init(_ runner: any Runner, show: @escaping @Sendable (Command) -> Void) {
    self.runner = runner
    self.show = show
  }

  package func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome {
    show(command)
    return try await runner.run(command, onLine: onLine)
  }
}
