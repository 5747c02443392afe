internal import FoundationEssentials
package import PieConfiguration

/// Reads and follows the logs of a deployment, by polling: the one way that both versions of the AWS CLI offer with events as data.
package struct LogReader: Sendable {
  package struct Options: Sendable {
    package var sources: [LogEvent.Source]
    /// How far back, in seconds.
    package var since: Double
    package var follows: Bool
    /// Following ends after so many seconds, where given.
    package var lasts: Double?
    /// Only events that hold this.
    package var filter: String?
    /// Following ends with an event that holds this.
    package var until: String?

    package init(
      sources: [LogEvent.Source], since: Double, follows: Bool = false, lasts: Double? = nil, filter: String? = nil, until: String? = nil
    ) {
      self.sources = sources
      self.since = since
      self.follows = follows
      self.lasts = lasts
      self.filter = filter
      self.until = until
    }
  }

  /// How it ended.
  package enum Ending: Hashable, Sendable {
    /// All there was, and how many events.
    case read(Int)
    /// The text was seen.
    case seen
    /// The time is over; the text, where one was waited for, was not seen.
    case overdue
    case interrupted
  }

  /// CloudWatch may show an event up to so long after its time.
  static let lateness = 60_000
  static let pace = Duration.seconds(2)
  static let slowest = Duration.seconds(60)

  let stack: StackSettings
  let runner: any Runner
  let now: @Sendable () -> Double
  let pause: @Sendable (Duration) async -> Void
  let note: @Sendable (String) -> Void

  /// - Parameter now: seconds since 1970.
  package init(
    stack: StackSettings, runner: any Runner, now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
    pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }, note: @escaping @Sendable (String) -> Void
  ) {
    self.stack = stack
    self.runner = runner
    self.now = now
    self.pause = pause
    self.note = note
  }

  /// - Parameter show: gets each event once.
  package func read(_ options: Options, show: (LogEvent) throws -> Void) async throws -> Ending {
    let began = now()
    var start = Int((began - options.since) * 1000)
    var (seen, shown, wait) = (SeenEvents(), 0, Self.pace)
    var missing = Set(options.sources)
    var isFirst = true
    while true {
      do throws(DeployFailure) {
        missing = try await stillMissing(missing, tell: isFirst, options)
      } catch {
        if error.code == .interrupted { return .interrupted }
        throw error
      }
      isFirst = false
      var (events, isThrottled): ([LogEvent], Bool) = ([], false)
      for source in options.sources where !missing.contains(source) {
        switch try await poll(source, from: start) {
        case .events(let found): events += found
        case .throttled: isThrottled = true
        case .interrupted: return .interrupted
        }
      }
      for event in seen.new(events) {
        if options.filter.map({ event.message.holds($0) }) ?? true {
          try show(event)
          shown += 1
        }
        if let text = options.until, event.message.holds(text) { return .seen }
      }
      if isThrottled {
        wait = min(wait * 2, Self.slowest)
        note("AWS asks for fewer questions: the next one in \(wait.components.seconds) s\n")
      } else {
        wait = Self.pace
        guard options.follows else { return .read(shown) }
      }
      if let lasts = options.lasts, now() - began >= lasts { return .overdue }
      if let newest = events.map(\.time).max() {
        start = max(start, newest - Self.lateness)
        seen.forget(before: start)
      }
      await pause(wait)
    }
  }

  private enum Poll {
    case events([LogEvent])
    case throttled
    case interrupted
  }

  private func poll(_ source: LogEvent.Source, from start: Int) async throws(DeployFailure) -> Poll {
    let command = AWSCommands(stack).logEvents(source.group(stack.app), from: start)
    let outcome = try await runner.run(command)
    if outcome.succeeded { return .events(LogEvent.events(outcome.json, from: source)) }
    if outcome.ending == .interrupted { return .interrupted }
    switch outcome.awsCode {
    case "ThrottlingException", "TooManyRequestsException", "LimitExceededException": return .throttled
    case "ResourceNotFoundException": return .events([])
    default: throw outcome.failure(of: command, to: "read \(source.group(stack.app))")
    }
  }

  /// Of the sources, those whose group is not there yet.
  private func stillMissing(
    _ sources: Set<LogEvent.Source>, tell: Bool, _ options: Options
  ) async throws(DeployFailure) -> Set<LogEvent.Source> {
    var missing: Set<LogEvent.Source> = []
    for source in options.sources where sources.contains(source) {
      let group = source.group(stack.app)
      let command = AWSCommands(stack).logGroups(prefix: group)
      let outcome = try await runner.run(command)
      if outcome.ending == .interrupted { throw DeployFailure(.interrupted, "stopped") }
      if outcome.awsCode == "ThrottlingException" { return sources }
      guard outcome.succeeded else { throw outcome.failure(of: command, to: "look for \(group)") }
      if !(outcome.json?["logGroups"]?.array ?? []).contains(where: { $0["logGroupName"]?.text == group }) { missing.insert(source) }
    }
    if missing.count == options.sources.count, !options.follows {
      let groups = options.sources.map { $0.group(stack.app) }.joined(separator: " and ")
      throw DeployFailure(
        .missing, "there is no log group \(groups) in \(stack.region)", remedy: "Is it deployed there? pie status says so.")
    }
    if tell {
      for source in missing.sorted(by: { $0.rawValue < $1.rawValue }) { note("there is no log group \(source.group(stack.app)) yet\n") }
    }
    return missing
  }
}

extension String {
  /// Whether the text stands in it, capitals as they are.
  func holds(_ text: String) -> Bool {
    let (whole, part) = (Array(utf8), Array(text.utf8))
    guard !part.isEmpty else { return true }
    guard whole.count >= part.count else { return false }
    return (0...(whole.count - part.count)).contains { whole[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
