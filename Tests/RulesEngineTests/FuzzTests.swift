internal import FoundationEssentials
internal import Synchronization
internal import Testing

/// Whatever comes in, nothing traps and every slice is the note's own.
@Suite struct FuzzTests {
  private static func notes() throws -> [String] {
    try Fixtures.caseFiles.flatMap { try MarkedCase.parse(try Fixtures.text("cases/" + $0)) }.map(\.note)
  }

  /// Some of each kind in every run of the tests.
  @Test(arguments: FuzzInput.Kind.allCases, 0..<4) func some(kind: FuzzInput.Kind, part: Int) async throws {
    let notes = try Self.notes()
    for number in 0..<(kind == .mutation ? 60 : 20) {
      let input = FuzzInput(seed: UInt64(9_000 + part * 100 + number), kind: kind, notes: notes)
      if Fixtures.printsFuzz { print("fuzz \(input.name) \(input.bytes)") }
      let violations = try await FuzzCheck().violations(input)
      #expect(violations.isEmpty, "\(violations)")
    }
  }

  /// `make fuzz SECONDS=60`: as many as there is time for, from a seed that is printed. The seed of each input is written to
  /// `PIE_FUZZ_LAST` before it is read, so that what traps is known; an input that takes longer than 20 s ends the run.
  @Test(.enabled(if: Fuzzing.seconds != nil)) func forAWhile() async throws {
    let notes = try Self.notes()
    let first = Fuzzing.seed
    print("fuzz: \(Fuzzing.seconds ?? 0) s from seed \(first); make fuzz SEED=\(first) begins there again")
    let end = ContinuousClock().now + .seconds(Fuzzing.seconds ?? 0)
    let watch = FuzzWatch()
    let watchdog = Task.detached { try await watch.guardAgainst(.seconds(20)) }
    defer { watchdog.cancel() }
    let workers = 2
    let outcome = try await withThrowingTaskGroup(of: FuzzOutcome.self) { group in
      for worker in 0..<workers {
        group.addTask { try await fuzz(worker, of: workers, from: first, until: end, notes, watch) }
      }
      var all = FuzzOutcome()
      for try await part in group {
        all.read += part.read
        all.violations += part.violations
      }
      return all
    }
    for violation in outcome.violations { Issue.record("\(violation)") }
    // what `make fuzz` looks for
    if outcome.violations.isEmpty, outcome.read > 0 { print("fuzz: \(outcome.read) notes were read, and nothing was wrong") }
  }
}

private struct FuzzOutcome: Sendable {
  var read = 0
  var violations: [String] = []
}

/// One of several workers: one seed in so many, until the time is over or enough is wrong.
private func fuzz(
  _ worker: Int, of workers: Int, from first: UInt64, until end: ContinuousClock.Instant, _ notes: [String], _ watch: FuzzWatch
) async throws -> FuzzOutcome {
  let check = FuzzCheck()
  var outcome = FuzzOutcome()
  var seed = first &+ UInt64(worker)
  while ContinuousClock().now < end, outcome.violations.count < 5 {
    try Fuzzing.note("\(seed)", worker)
    watch.begin(seed)
    outcome.violations += try await check.violations(FuzzInput(seed: seed, notes: notes))
    watch.end(seed)
    outcome.read += 1
    seed &+= UInt64(workers)
  }
  return outcome
}

/// Since when each input is being read.
private final class FuzzWatch: Sendable {
  private let begun = Mutex([UInt64: ContinuousClock.Instant]())

  func begin(_ seed: UInt64) { begun.withLock { $0[seed] = ContinuousClock().now } }
  func end(_ seed: UInt64) { begun.withLock { $0[seed] = nil } }

  /// Ends the process where an input takes longer.
  func guardAgainst(_ limit: Duration) async throws {
    while !Task.isCancelled {
      try await Task.sleep(for: .seconds(1))
      let slow = begun.withLock { $0.first { ContinuousClock().now - $0.value > limit }?.key }
      if let slow { fatalError("fuzz: input \(slow) takes longer than \(limit)") }
    }
  }
}

/// What `make fuzz` asks for.
enum Fuzzing {
  private static let environment = ProcessInfo.processInfo.environment
  static let seconds = environment["PIE_FUZZ_SECONDS"].flatMap { Int($0) }
  static let seed = environment["PIE_FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000_000)

  /// Notes what a worker reads next in `PIE_FUZZ_LAST`, a file a worker.
  static func note(_ text: String, _ worker: Int) throws {
    guard let path = environment["PIE_FUZZ_LAST"] else { return }
    try Data((text + "\n").utf8).write(to: URL(filePath: "\(path).\(worker)"))
  }
}
