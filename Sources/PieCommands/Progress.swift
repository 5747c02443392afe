internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How far a long run is, on standard error: a line that is redrawn on a terminal, one line at the end elsewhere.
final class Progress: Sendable {
  private let terminal: any Terminal
  private let total: Int
  private let isQuiet: Bool
  private let count = Mutex(0)
  private let start = ContinuousClock.now

  init(terminal: any Terminal, total: Int, isQuiet: Bool) {
    self.terminal = terminal
    self.total = total
    self.isQuiet = isQuiet || total < 20
  }

  var done: Int { count.withLock { $0 } }

  func advance() {
    let done = count.withLock { count in
      count += 1
      return count
    }
    guard !isQuiet, terminal.errorIsTTY, done % max(1, total / 200) == 0 else { return }
    terminal.note("\r\(done) of \(total) notes")
  }

  func clear() {
    guard !isQuiet, terminal.errorIsTTY else { return }
    terminal.note("\r\u{1B}[K")
  }

  func summary(failed: Int) {
    guard !isQuiet else { return }
    let seconds = start.duration(to: .now) / .milliseconds(1000)
    let tenths = (seconds * 10).rounded() / 10
    terminal.note("\(total - failed) notes in \(tenths) s\(failed > 0 ? ", \(failed) could not be read" : "")\n")
  }
}

/// Ctrl-C ends a run after the note at hand, so that what is done is kept whole.
enum Interruption {
  private static let flag = Atomic(false)

  static var happened: Bool { flag.load(ordering: .relaxed) }

  static func watch() {
    signal(SIGINT) { _ in
      // a second Ctrl-C does not wait
      if Interruption.flag.exchange(true, ordering: .relaxed) { _exit(130) }
    }
  }
}

enum Cores {
  /// The cores that this process may use: what `taskset` or a container leaves it, else all.
  static func count(_ files: any FileAccess) -> Int { allowed(files) ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Linux says so in hexadecimal digits, a bit a core.
  private static func allowed(_ files: any FileAccess) -> Int? {
    guard let status = try? files.read("/proc/self/status") else { return nil }
    let key = "Cpus_allowed:"
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(key) }
    let bits = line?.dropFirst(key.count).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    return bits.flatMap { $0 > 0 ? $0 : nil }
  }
}
