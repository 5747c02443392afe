internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Ctrl-C and its like, remembered instead of obeyed at once: the tool at hand is asked to stop and puts its things in order, which
/// for terraform means to unlock its state.
package enum StopSignals {
  private static let last = Atomic<Int32>(0)

  /// From here on SIGINT, SIGTERM and SIGHUP are only noted. A pipe that closes while a tool runs must not end pie either: the tool would
  /// lose its own pipe, and terraform leaves its state locked then.
  package static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { StopSignals.last.store($0, ordering: .relaxed) }
    }
    signal(SIGPIPE, SIG_IGN)
  }

  /// The signal that came; nil when none did.
  package static var received: Int32? {
    let number = last.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
