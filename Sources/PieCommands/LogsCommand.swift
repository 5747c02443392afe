internal import ArgumentParser
internal import Deployment
internal import FoundationEssentials
internal import Rendering

struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs", abstract: "Shows the logs of what is deployed, the function's and the gateway's in one order.",
    discussion: """
      The logs hold no note: the function writes none, and the gateway's lines have route, status and times. Durations are 90s, 5m, 1h, 2d.

      EXAMPLES
        pie logs                                      the last hour
        pie logs --follow                             and what comes, until Ctrl-C
        pie logs --since 2d --source api --filter '"status":"500"'
        pie logs --follow --until ready --for 2m      wait for a line; 69 where it has not come in time
        pie logs --json | jq -r .message
      """)

  @Flag(name: [.short, .long], help: "Go on with what comes.") var follow = false
  @Option(help: ArgumentHelp("How far back.", valueName: "duration")) var since: DurationOption = DurationOption(seconds: 3600)
  @Option(help: "lambda, api or all.") var source: SourceOption = .all
  @Option(help: ArgumentHelp("Only lines that hold this text.", valueName: "text")) var filter: String?
  @Flag(help: "Print JSON lines: time, source, stream, message, id.") var json = false
  @Option(name: .customLong("for"), help: ArgumentHelp("Follow for so long.", valueName: "duration")) var lasts: DurationOption?
  @Option(help: ArgumentHelp("Follow until a line holds this text.", valueName: "text")) var until: String?
  @Option(help: "auto, always or never.") var color: String?
  @OptionGroup var stack: StackOptions

  func validate() throws {
    if let color, Rendering.ColorChoice(rawValue: color) == nil { throw ValidationError("--color is auto, always or never.") }
  }

  func run() async throws {
    let context = CommandContext.current
    let which = try stack.stack(context)
    StopSignals.watch()
    let choice = color.flatMap(Rendering.ColorChoice.init) ?? .auto
    let style = TerminalStyle(
      choice: choice, environment: context.environment, isTTY: context.terminal.outputIsTTY, columns: context.terminal.columns)
    let terminal = context.terminal
    let reader = LogReader(stack: which, runner: context.liveRunner, pause: Self.pause) { terminal.note("pie: " + $0) }
    let options = LogReader.Options(
      sources: source.sources, since: since.seconds, follows: follow || lasts != nil || until != nil, lasts: lasts?.seconds, filter: filter,
      until: until)
    let ending = try await reportingDeployFailures {
      try await reader.read(options) { try terminal.write(line($0, style)) }
    }
    switch ending {
    case .read(0): terminal.note("pie: no line in that time\n")
    case .read, .seen: break
    case .overdue:
      if let until { throw CommandFailure("no line held \"\(until)\" in that time", .unavailable) }
    case .interrupted: exitProcess(.interrupted)
    }
  }

  /// Ends early when a signal comes, and the command with it when nobody reads it any more.
  private static func pause(_ duration: Duration) async {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end, StopSignals.received == nil {
      if standardOutputIsClosed() { exitProcess(.success) }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private func line(_ event: LogEvent, _ style: TerminalStyle) throws -> [UInt8] {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return Array(try encoder.encode(LogLine(event))) + [UInt8(ascii: "\n")]
    }
    let name = event.source == .api ? "api   " : "lambda"
    let label = style.isColored ? "\u{1B}[\(event.source == .api ? 35 : 36)m\(name)\u{1B}[0m" : name
    return Array("\(event.timestamp) \(label) \(event.message.visible)\n".utf8)
  }
}

enum SourceOption: String, ExpressibleByArgument, CaseIterable {
  case lambda, api, all

  var sources: [LogEvent.Source] {
    switch self {
    case .lambda: [.lambda]
    case .api: [.api]
    case .all: [.lambda, .api]
    }
  }
}

private struct LogLine: Encodable {
  var time: String
  var source: String
  var stream: String
  var message: String
  var id: String

  init(_ event: LogEvent) {
    time = event.timestamp
    source = event.source.rawValue
    stream = event.stream
    message = event.message
    id = event.id
  }
}

extension String {
  /// A log's line may be anybody's words: nothing in it may move the cursor.
  fileprivate var visible: String {
    String(
      unicodeScalars.map { $0.value < 0x20 && $0 != "\t" && $0 != "\n" || (0x7F..<0xA0).contains($0.value) ? "\u{FFFD}" : Character($0) })
  }
}
