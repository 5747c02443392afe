#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The process's own standard streams.
struct LiveTerminal: Terminal {
  var outputIsTTY: Bool { isatty(STDOUT_FILENO) == 1 }
  var errorIsTTY: Bool { isatty(STDERR_FILENO) == 1 }
  var inputIsTTY: Bool { isatty(STDIN_FILENO) == 1 }

  var columns: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  func readAll() throws(CommandFailure) -> [UInt8] { try PieCommands.readAll(STDIN_FILENO, "standard input") }

  func readLine(unless isStopped: () -> Bool) -> String? {
    PieCommands.readLine(from: STDIN_FILENO, unless: isStopped).map { String(decoding: $0, as: UTF8.self) }
  }

  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    do throws(CommandFailure) {
      try writeAll(STDOUT_FILENO, bytes, "standard output")
    } catch {
      // whoever read has gone: nothing to complain of, even where SIGPIPE is ignored
      if errno == EPIPE { _exit(128 + SIGPIPE) }
      throw error
    }
  }

  func note(_ text: String) { try? writeAll(STDERR_FILENO, Array(text.utf8), "standard error") }
}
