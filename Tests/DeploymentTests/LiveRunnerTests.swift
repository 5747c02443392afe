import FoundationEssentials
import Synchronization
import Testing

@testable import Deployment

/// Real processes: shell scripts under the tools' names.
struct LiveRunnerTests {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  func runner(_ script: String, environment: [String: String] = [:], isStopped: @escaping @Sendable () -> Bool = { false }) throws
    -> LiveRunner
  {
    try scratch.write("#!/bin/sh\n" + script, to: "bin/terraform", executable: true)
    let path = scratch.path + "/bin:/usr/bin:/bin"
    return LiveRunner(environment: ["PATH": path].merging(environment) { $1 }, directory: scratch.path, isStopped: isStopped)
  }

  func command(
    _ arguments: [String] = [], input: Command.Input? = nil, environment: [String: String] = [:], timeout: Duration = .seconds(60),
    grace: Duration = .seconds(30)
  ) -> Command {
    Command(.terraform, arguments, input: input, environment: environment, timeout: timeout, grace: grace)
  }

  @Test func `Arguments, variables, input, both streams and the code`() async throws {
    let runner = try runner(
      #"printf '%s|' "$@"; printf '%s %s %s' "$MINE" "$TF_INPUT" "$PWD"; cat; echo oops >&2; exit 7"#)
    let outcome = try await runner.run(
      command(["a b", "", "c'd"], input: .secret(Secret(Array("key".utf8)), what: "x"), environment: ["MINE": "m"]))
    #expect(outcome.ending == .code(7))
    #expect(outcome.text == "a b||c'd|m 0 \(scratch.path)key")
    #expect(outcome.error == "oops\n")
  }

  @Test func `No provider's key reaches a child`() async throws {
    let runner = try runner("env", environment: ["OPENAI_API_KEY": "sk-canary", "AWS_SECRET_ACCESS_KEY": "needed"])
    let text = try await runner.run(command()).text
    #expect(!text.contains("canary"))
    #expect(text.contains("AWS_SECRET_ACCESS_KEY=needed"))
  }

  @Test func `Lines come as they are written, and all of a long output`() async throws {
    let lines = Mutex<[String]>([])
    let runner = try runner("i=0; while [ $i -lt 20000 ]; do echo \"line $i\"; i=$((i+1)); done; printf rest")
    let outcome = try await runner.run(command()) { line in lines.withLock { $0.append(line) } }
    let seen = lines.withLock { $0 }
    #expect(seen.count == 20_001)
    #expect(seen.last == "rest")
    #expect(outcome.output.count == seen.reduce(0) { $0 + $1.utf8.count } + 20_000)
  }

  @Test func `A child that reads nothing does no harm`() async throws {
    let runner = try runner("exit 3")
    let secret = Secret([UInt8](repeating: 0x61, count: 60_000))
    #expect(try await runner.run(command(input: .secret(secret, what: "x"))).ending == .code(3))
    let long = Command.Input.text(String(repeating: "x", count: 70_000))
    await #expect(throws: DeployFailure.self) { try await runner.run(command(input: long)) }
  }

  @Test func `A tool that is not there is named, with what to do`() async throws {
    let runner = LiveRunner(environment: ["PATH": scratch.path], directory: scratch.path, isStopped: { false })
    let failure = await #expect(throws: DeployFailure.self) { try await runner.run(command()) }
    #expect(failure?.message == "terraform is not on the PATH")
    #expect(failure?.remedy?.contains("1.10") == true)
  }

  /// As terraform does: on the first SIGINT it tidies up, prints that, and ends with 1.
  static let tidying = """
    interrupted=0
    trap 'interrupted=$((interrupted+1)); echo "tidying $interrupted"' INT
    echo ready
    while [ $interrupted -eq 0 ]; do sleep 0.02; done
    for i in 1 2 3 4 5; do sleep 0.02; done
    echo "unlocked after $interrupted"
    exit 1
    """

  @Test func `An interruption is passed on once, and what the tool prints while it tidies is read`() async throws {
    let isStopped = Flag()
    let runner = try runner(Self.tidying) { isStopped.isSet }
    let outcome = try await runner.run(command()) { line in if line == "ready" { isStopped.set() } }
    #expect(outcome.ending == .interrupted)
    #expect(outcome.text == "ready\ntidying 1\nunlocked after 1\n")
  }

  @Test func `After an interruption nothing more is started`() async throws {
    let runner = try runner("touch started") { true }
    #expect(try await runner.run(command()).ending == .interrupted)
    #expect(scratch.files()["started"] == nil)
  }

  @Test func `A tool that takes too long is ended, whatever it does about it`() async throws {
    let polite = try runner(Self.tidying)
    let outcome = try await polite.run(command(timeout: .milliseconds(300)))
    #expect(outcome.ending == .timedOut)
    #expect(outcome.text.hasSuffix("unlocked after 1\n"))
    let stubborn = try runner("trap '' INT; echo ready; while :; do sleep 0.02; done")
    #expect(try await stubborn.run(command(timeout: .milliseconds(300), grace: .milliseconds(100))).ending == .timedOut)
  }

  @Test func `What a tool leaves behind does not keep pie waiting`() async throws {
    // the grandchild has the pipes of its parent
    let runner = try runner("sleep 600 & trap 'exit 1' INT; echo ready; while :; do sleep 0.02; done")
    #expect(try await runner.run(command(timeout: .milliseconds(300))).ending == .timedOut)
  }

  private final class Flag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
  }
}
