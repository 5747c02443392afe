import FoundationEssentials
import PieConfiguration
import Synchronization
import Testing

@testable import Deployment

/// Reading and following logs: a poll at a time, answered from a script.
struct LogReaderTests {
  /// Answers `filter-log-events` from a list of polls, each with the events of both groups.
  final class Script: Runner {
    enum Answer: Sendable {
      case events([(id: String, time: Int, message: String)])
      case fails(String)
      case interrupted
    }

    struct State: Sendable {
      var groups: Set<String> = ["/aws/lambda/pie", "/aws/apigateway/pie"]
      var lambda: [Answer] = []
      var api: [Answer] = []
      var starts: [Int] = []
      var clock = 1_000_000.0
      var pauses: [Duration] = []
      var notes = ""
    }

    let state: Mutex<State>

    init(_ change: (inout State) -> Void) {
      var state = State()
      change(&state)
      self.state = Mutex(state)
    }

    func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome {
      state.withLock { state in
        let words = command.arguments
        if words[1] == "describe-log-groups" {
          let found = state.groups.filter { $0.hasPrefix(words[3]) }.map { #"{"logGroupName":"\#($0)"}"# }
          return Outcome(ending: .code(0), output: Array(#"{"logGroups":[\#(found.joined(separator: ","))]}"#.utf8))
        }
        state.starts.append(Int(words[5]) ?? 0)
        let isLambda = words[3] == "/aws/lambda/pie"
        let answers = isLambda ? state.lambda : state.api
        let answer = answers.first ?? .events([])
        if isLambda { state.lambda = Array(answers.dropFirst()) } else { state.api = Array(answers.dropFirst()) }
        switch answer {
        case .interrupted: return Outcome(ending: .interrupted)
        case .fails(let code):
          return Outcome(ending: .code(254), error: "An error occurred (\(code)) when calling the FilterLogEvents operation: no")
        case .events(let events):
          let json = events.map {
            #"{"eventId":"\#($0.id)","timestamp":\#($0.time),"message":"\#($0.message)\n","logStreamName":"s"}"#
          }
          return Outcome(ending: .code(0), output: Array(#"{"events":[\#(json.joined(separator: ","))]}"#.utf8))
        }
      }
    }
  }

  func read(_ script: Script, _ options: LogReader.Options) async throws -> (ending: LogReader.Ending, shown: [String]) {
    let reader = LogReader(
      stack: StackSettings(app: "pie", region: "eu-west-3"), runner: script, now: { script.state.withLock { $0.clock } },
      pause: { duration in
        script.state.withLock {
          $0.pauses.append(duration)
          $0.clock += Double(duration.components.seconds)
        }
      }, note: { note in script.state.withLock { $0.notes += note } })
    var shown: [String] = []
    let ending = try await reader.read(options) { shown.append("\($0.source.rawValue) \($0.message)") }
    return (ending, shown)
  }

  @Test func `Both groups in one order of time`() async throws {
    let script = Script {
      $0.lambda = [.events([("b", 20, "two"), ("a", 10, "one"), ("d", 30, "four")])]
      $0.api = [.events([("c", 20, "between")])]
    }
    let (ending, shown) = try await read(script, .init(sources: [.lambda, .api], since: 3600))
    #expect(shown == ["lambda one", "api between", "lambda two", "lambda four"])
    #expect(ending == .read(4))
    #expect(script.state.withLock { $0.starts } == [996_400_000, 996_400_000])
  }

  @Test func `Following shows each event once, late ones too`() async throws {
    let script = Script {
      $0.lambda = [
        .events([("a", 1_000_000_000, "one")]), .events([("a", 1_000_000_000, "one"), ("b", 1_000_001_000, "two")]),
        .events([("late", 999_999_000, "late"), ("b", 1_000_001_000, "two")]), .interrupted,
      ]
    }
    let (ending, shown) = try await read(script, .init(sources: [.lambda], since: 60, follows: true))
    #expect(shown == ["lambda one", "lambda two", "lambda late"])
    #expect(ending == .interrupted)
    #expect(script.state.withLock { $0.starts } == [999_940_000, 999_940_000, 999_941_000, 999_941_000])
  }

  @Test func `A filter, and a text to wait for`() async throws {
    let script = Script { $0.lambda = [.events([("a", 1, "GET 200"), ("b", 2, "GET 500"), ("c", 3, "ready"), ("d", 4, "GET 500")])] }
    let (ending, shown) = try await read(script, .init(sources: [.lambda], since: 60, follows: true, filter: "500", until: "ready"))
    #expect(shown == ["lambda GET 500"])
    #expect(ending == .seen)
  }

  @Test func `A time that is over`() async throws {
    let script = Script { _ in }
    let (ending, _) = try await read(script, .init(sources: [.lambda], since: 60, follows: true, lasts: 10, until: "never"))
    #expect(ending == .overdue)
    #expect(script.state.withLock { $0.pauses.count } == 5)
  }

  @Test func `Throttled, it waits longer and longer, and then goes on`() async throws {
    let script = Script {
      $0.lambda = [.fails("ThrottlingException"), .fails("ThrottlingException"), .events([("a", 1, "one")])]
    }
    let (ending, shown) = try await read(script, .init(sources: [.lambda], since: 60))
    #expect(shown == ["lambda one"])
    #expect(ending == .read(1))
    #expect(script.state.withLock { $0.pauses } == [.seconds(4), .seconds(8)])
    #expect(script.state.withLock { $0.notes }.contains("fewer questions"))
  }

  @Test func `No such group is not the same as no logs yet`() async throws {
    #expect(try await read(Script { _ in }, .init(sources: [.lambda, .api], since: 60)).ending == .read(0))
    let none = Script { $0.groups = ["/aws/lambda/pie-other"] }
    let failure = await #expect(throws: DeployFailure.self) { try await self.read(none, .init(sources: [.lambda, .api], since: 60)) }
    #expect(failure?.code == .missing)
    #expect(failure?.message == "there is no log group /aws/lambda/pie and /aws/apigateway/pie in eu-west-3")
    let one = Script {
      $0.groups = ["/aws/lambda/pie"]
      $0.lambda = [.events([("a", 1, "one")])]
    }
    #expect(try await read(one, .init(sources: [.lambda, .api], since: 60)).shown == ["lambda one"])
    #expect(one.state.withLock { $0.notes } == "there is no log group /aws/apigateway/pie yet\n")
  }

  @Test func `Another error ends it`() async throws {
    let script = Script { $0.lambda = [.fails("AccessDeniedException")] }
    await #expect(throws: DeployFailure.self) { try await self.read(script, .init(sources: [.lambda], since: 60, follows: true)) }
  }

  @Test func `Times to the millisecond`() {
    #expect(LogEvent(source: .api, id: "", time: 1_767_225_600_007, stream: "", message: "").timestamp == "2026-01-01T00:00:00.007Z")
  }
}
