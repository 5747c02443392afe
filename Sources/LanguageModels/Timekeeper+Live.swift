#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Timekeeper {
  /// The machine's clocks.
  package static let live: Timekeeper = {
    let clock = ContinuousClock()
    let start = clock.now
    return Timekeeper(
      now: { start.duration(to: clock.now) }, secondsSince1970: { Int(time(nil)) }, sleep: { try await Task.sleep(for: $0) },
      chance: { Double.random(in: 0..<1) })
  }()
}
