internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// Runs commands for real. Each child has a session of its own: Ctrl-C on the terminal reaches pie alone, which passes it on once (terraform
/// takes a second one for leave to drop its lock), and a tool that would ask something fails instead of waiting.
package struct LiveRunner: Runner {
  /// What is read of a child at most.
  static let outputLimit = 64 * 1_048_576
  static let errorLimit = 64 * 1024

  let environment: [String: String]
  let directory: String
  let isStopped: @Sendable () -> Bool
  let onStop: @Sendable (Tool) -> Void

  /// - Parameters:
  ///   - environment: pie's own; keys of providers in it are not passed on.
  ///   - isStopped: whether the user has asked for an end.
  ///   - onStop: called when a tool that runs is asked to end, which may take its time.
  package init(
    environment: [String: String], directory: String, isStopped: @escaping @Sendable () -> Bool = { StopSignals.received != nil },
    onStop: @escaping @Sendable (Tool) -> Void = { _ in }
  ) {
    self.onStop = onStop
    self.environment = environment.filter { !ChildEnvironment.isKey($0.key) }
    self.directory = directory
    self.isStopped = isStopped
  }

  package func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome {
    if isStopped() { return Outcome(ending: .interrupted) }
    var options = PlatformOptions()
    options.createSession = true
    let variables = environment.merging(command.tool.environment) { $1 }.merging(command.environment) { $1 }
    do {
      let result = try await Subprocess.run(
        .name(command.tool.rawValue), arguments: Arguments(command.arguments), environment: .custom(keyed(variables)),
        workingDirectory: FilePath(directory), platformOptions: options,
        input: .fileDescriptor(try inputPipe(command.input), closeAfterSpawningProcess: true), output: .sequence, error: .sequence
      ) { execution in
        await watch(execution, command, onLine)
      }
      var outcome = result.closureResult
      if case .code = outcome.ending { outcome.ending = ending(result.terminationStatus) }
      return outcome
    } catch let error as SubprocessError {
      if error.code == .executableNotFound {
        throw DeployFailure(.unavailable, "\(command.tool.rawValue) is not on the PATH", remedy: command.tool.remedy)
      }
      throw DeployFailure(.software, "\(command.tool.rawValue) could not be run: \(error)")
    } catch {
      throw DeployFailure(.software, "\(command.tool.rawValue) could not be run: \(error)")
    }
  }

  private func ending(_ status: TerminationStatus) -> Outcome.Ending {
    switch status {
    case .exited(let code): .code(code)
    case .signaled(let signal): .signal(signal)
    }
  }

  private func keyed(_ variables: [String: String]) -> [Environment.Key: String] {
    var keyed: [Environment.Key: String] = [:]
    for (name, value) in variables { if let key = Environment.Key(rawValue: name) { keyed[key] = value } }
    return keyed
  }

  /// A pipe that holds the whole input: written before the child starts, so that a child that does not read cannot hurt.
  private func inputPipe(_ input: Command.Input?) throws -> FileDescriptor {
    guard let input else { return try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec) }
    let bytes =
      switch input {
      case .text(let text): Array(text.utf8)
      case .secret(let secret, _): secret.bytes
      }
    guard bytes.count < 65_536 else { throw DeployFailure(.data, "more than 64 KB is too long for the standard input of a tool") }
    let (reading, writing) = try FileDescriptor.pipe(options: .closeOnExec)
    try writing.closeAfter { _ = try writing.writeAll(bytes) }
    return reading
  }
}

extension LiveRunner {
  private enum Event {
    case output([UInt8])
    case error([UInt8])
    case stopped(Outcome.Ending)
    case overdue
  }

  /// Reads both streams to their end, while another task looks at the clock and at the signals. Never cancelled before the child has
  /// ended: a child whose pipes close in the middle of its tidying dies of it.
  private func watch<Input: InputProtocol>(
    _ execution: Execution<Input, SequenceOutput, SequenceOutput>, _ command: Command, _ onLine: (@Sendable (String) -> Void)?
  ) async -> Outcome {
    await withTaskGroup(of: Event.self) { group in
      group.addTask {
        .output(await Self.drain(execution.standardOutput, keeping: .first(Self.outputLimit), command.tellsOnError ? nil : onLine))
      }
      group.addTask {
        .error(await Self.drain(execution.standardError, keeping: .last(Self.errorLimit), command.tellsOnError ? onLine : nil))
      }
      group.addTask {
        let deadline = ContinuousClock.now + command.timeout
        while !Task.isCancelled {
          let reason: Outcome.Ending? = isStopped() ? .interrupted : ContinuousClock.now >= deadline ? .timedOut : nil
          if let reason {
            if reason == .interrupted { onStop(command.tool) }
            await execution.teardown(using: [
              .send(signal: .interrupt, allowedDurationToNextStep: command.grace),
              .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(5)),
            ])
            return .stopped(reason)
          }
          try? await Task.sleep(for: .milliseconds(50))
        }
        return .stopped(.code(0))
      }
      var outcome = Outcome(ending: .code(0))
      var open = 2
      for await event in group {
        switch event {
        case .output(let bytes):
          outcome.output = bytes
          open -= 1
        case .error(let bytes):
          outcome.error = String(decoding: bytes, as: UTF8.self)
          open -= 1
        case .stopped(let reason):
          outcome.ending = reason
          // the child has ended; what it started may hold its pipes open
          if open > 0 {
            group.addTask {
              try? await Task.sleep(for: .seconds(2))
              return .overdue
            }
          }
        case .overdue: group.cancelAll()
        }
        if open == 0 { group.cancelAll() }
      }
      return outcome
    }
  }

  private enum Keeping {
    case first(Int)
    case last(Int)
  }

  private static func drain(
    _ stream: SubprocessOutputSequence, keeping: Keeping, _ onLine: (@Sendable (String) -> Void)?
  ) async -> [UInt8] {
    var kept: [UInt8] = []
    var lines = LineSplitter()
    do {
      for try await buffer in stream {
        let bytes = buffer.withUnsafeBytes { Array($0) }
        if let onLine { for line in lines.lines(adding: bytes) { onLine(line) } }
        switch keeping {
        case .first(let limit): kept += bytes.prefix(max(0, limit - kept.count))
        case .last(let limit):
          kept += bytes
          if kept.count > 2 * limit { kept.removeFirst(kept.count - limit) }
        }
      }
    } catch {
      // a stream that breaks off has ended
    }
    if let onLine, let rest = lines.rest { onLine(rest) }
    return kept
  }
}

/// Bytes to lines, whatever pieces they come in.
struct LineSplitter {
  private var pending: [UInt8] = []

  mutating func lines(adding bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        lines.append(String(decoding: pending, as: UTF8.self))
        pending.removeAll(keepingCapacity: true)
      } else {
        pending.append(byte)
      }
    }
    return lines
  }

  /// What stands after the last line break.
  var rest: String? { pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self) }
}

/// What of pie's environment its children get.
enum ChildEnvironment {
  /// Whether a variable holds a provider's key, which no tool here needs. AWS's own stay.
  static func isKey(_ name: String) -> Bool {
    let name = name.uppercased()
    return name.hasSuffix("API_KEY") || name.hasPrefix("PIE_") && (name.hasSuffix("KEY") || name.hasSuffix("TOKEN"))
  }
}

extension Tool {
  /// What to do where it is missing.
  var remedy: String {
    switch self {
    case .docker: "Install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/"
    case .aws: "Install the AWS CLI, version 1.27 or 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
    case .terraform: "Install terraform 1.10 or newer: https://developer.hashicorp.com/terraform/install"
    case .git: "Install git."
    }
  }
}
