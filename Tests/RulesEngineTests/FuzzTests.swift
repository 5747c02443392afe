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
  @Test(.enabled(if: Fuzzing.seconds != nil, "make fuzz asks for it")) func forAWhile() async throws {
    let notes = try Self.notes()
    let first = Fuzzing.seed
    print("fuzz: \(Fuzzing.seconds ?? 0) s from seed \(first); make fuzz SEED=\(first) begins there again")
    let workers = 2
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Fuzzing.seconds ?? 0)
    let begun = Mutex([UInt64: ContinuousClock.Instant]())
    let watchdog = Task.detached {
      while !Task.isCancelled {
        try await clock.sleep(for: .seconds(1))
        let slow = begun.withLock { $0.first { clock.now - $0.value > .seconds(20) }?.key }
        if let slow { fatalError("fuzz: input \(slow) takes longer than 20 s") }
      }
    }
    defer { watchdog.cancel() }
    let count = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      for worker in 0..<workers {
        group.addTask {
          let check = FuzzCheck()
          var read = 0
          var violations: [String] = []
          var seed = first &+ UInt64(worker)
          while clock.now < end, violations.count < 5 {
            let input = FuzzInput(seed: seed, notes: notes)
            try Fuzzing.note("\(seed)", worker)
            begun.withLock { $0[seed] = clock.now }
            violations += try await check.violations(input)
            begun.withLock { $0[seed] = nil }
            read += 1
            seed &+= UInt64(workers)
          }
          return (read, violations)
        }
      }
      var count = 0
      for try await (read, violations) in group {
        count += read
        for violation in violations { Issue.record("\(violation)") }
        if !violations.isEmpty { return -1 }
      }
      return count
    }
    // what `make fuzz` looks for
    if count > 0 { print("fuzz: \(count) notes were read, and nothing was wrong") }
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
