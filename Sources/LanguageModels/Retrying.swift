/// Time and chance, so that a test can have its own.
package struct Timekeeper: Sendable {
  /// Since any beginning; it never goes back.
  package var now: @Sendable () -> Duration
  package var secondsSince1970: @Sendable () -> Int
  /// Throws where the task is cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// From 0 up to 1.
  package var chance: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Duration, secondsSince1970: @escaping @Sendable () -> Int,
    sleep: @escaping @Sendable (Duration) async throws -> Void, chance: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.secondsSince1970 = secondsSince1970
    self.sleep = sleep
    self.chance = chance
  }
}

/// The one loop that tries again.
struct Retrying: Sendable {
  /// Calls in all, where the server is not merely getting ready.
  var attempts = 5
  /// Waiting in all.
  var patience: Duration = .seconds(120)
  let time: Timekeeper

  init(time: Timekeeper) { self.time = time }

  /// Calls until there is an answer, a failure that another try does not mend, or no time left.
  /// - Parameters:
  ///   - deadline: the time, by `time.now`, after which nothing begins.
  ///   - call: gets the time that is left; it may say that it must not be called again.
  func run<Result>(
    until deadline: Duration, call: (Duration) async -> Swift.Result<Result, Failure>
  ) async throws(LanguageModelError) -> Result {
    var waited = Duration.zero
    var attempt = 0
    while true {
      let failure: Failure
      switch await call(deadline - time.now()) {
      case .success(let result): return result
      case .failure(let reason): failure = reason
      }
      attempt += 1
      if Task.isCancelled { throw LanguageModelError(.cancelled, "cancelled") }
      guard failure.retry == .soon || failure.retry == .yes && attempt < attempts else { throw failure.error }
      let delay = delay(failure, attempt: attempt)
      guard waited + delay <= patience, time.now() + delay < deadline else { throw failure.error.askingToWait(failure.delay) }
      do {
        try await time.sleep(delay)
      } catch {
        throw LanguageModelError(.cancelled, "cancelled")
      }
      waited += delay
    }
  }

  /// What the server asks for; else half a second, doubled each time up to eight, less up to a quarter by chance so that not all who
  /// wait come back at once.
  private func delay(_ failure: Failure, attempt: Int) -> Duration {
    if let seconds = failure.delay { return .milliseconds(Int64(min(seconds, 1e6) * 1000)) }
    let seconds = min(8, 0.5 * Double(1 << min(attempt - 1, 10)))
    return .milliseconds(Int64(seconds * (1 - 0.25 * time.chance()) * 1000))
  }
}

extension LanguageModelError {
  fileprivate func askingToWait(_ seconds: Double?) -> LanguageModelError {
    guard let seconds, seconds >= 1 else { return self }
    var error = self
    error.message += "; it asks to wait \(Int(min(seconds, 1e9).rounded(.up))) seconds"
    return error
  }
}
