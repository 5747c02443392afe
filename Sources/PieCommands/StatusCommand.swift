internal import ArgumentParser
internal import Deployment
internal import FoundationEssentials
internal import PieConfiguration

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says how what is deployed does: version, health, keys, the last hour, drift.",
    discussion: """
      Asks AWS by the AWS CLI; needs neither terraform nor a clone. Of keys it says name, version and date, never a value.

      EXAMPLES
        pie status
        pie status --json | jq .function.digest
        pie status --check            exit code 0 where it is deployed and well, else 69
        pie status --watch            again every 5 seconds, until Ctrl-C
      """)

  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Exit with 69 unless it is deployed and well.") var check = false
  @Flag(help: "Ask again and again, until Ctrl-C.") var watch = false
  @Option(help: ArgumentHelp("How often, with --watch.", valueName: "duration")) var every: DurationOption = DurationOption(seconds: 5)
  @OptionGroup var stack: StackOptions

  func run() async throws {
    let context = CommandContext.current
    let which = try stack.stack(context)
    // settings that could not be deployed are no reason not to say how it does
    let settings = try? stack.deployment(context)
    StopSignals.watch()
    let scratch = try ScratchFolder()
    let reader = StatusReader(stack: which, runner: context.liveRunner, http: context.http, scratch: scratch.path)
    while true {
      let status: StackStatus
      do {
        status = try await reportingDeployFailures { try await reader.read(against: settings, at: Date()) }
      } catch {
        if watch, StopSignals.received != nil { exitProcess(.interrupted) }
        throw error
      }
      let text = json ? try status.json() : status.text
      let clear = watch && !json && context.terminal.outputIsTTY ? "\u{1B}[H\u{1B}[J" : ""
      try context.terminal.write(Array((clear + text).utf8))
      guard watch else {
        if check, !status.isHealthy { throw CommandFailure("\(which.app) is not well", .unavailable) }
        return
      }
      try? await Task.sleep(for: .seconds(every.seconds))
      if StopSignals.received != nil { exitProcess(.interrupted) }
    }
  }
}

/// A folder for the length of a command, readable by the user alone.
final class ScratchFolder: Sendable {
  let path: String

  init() throws(CommandFailure) {
    path = FileManager.default.temporaryDirectory.path + "/pie-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandFailure("\(path): the folder cannot be made", .cannotCreate)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// `90s`, `5m`, `1h`, `2d`.
struct DurationOption: ExpressibleByArgument {
  var seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }), let number = Int(argument.dropLast()), (1...100_000).contains(number) else {
      return nil
    }
    seconds = Double(number) * unit
  }

  var defaultValueDescription: String { "\(Int(seconds))s" }
}
