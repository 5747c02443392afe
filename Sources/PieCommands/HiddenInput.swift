#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A line typed on the terminal that does not appear there.
enum HiddenInput {
  /// nil where there is no terminal, at its end, and when `isStopped`: then, too, the terminal is as it was. `ask` is called when nothing
  /// that is typed appears or is lost any more.
  static func readLine(unless isStopped: () -> Bool, ask: () -> Void) -> [UInt8]? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var usual = termios()
    guard tcgetattr(terminal, &usual) == 0 else { return nil }
    var hidden = usual
    hidden.c_lflag &= ~tcflag_t(ECHO)
    guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
    defer { tcsetattr(terminal, TCSAFLUSH, &usual) }
    ask()
    return PieCommands.readLine(from: terminal, unless: isStopped)
  }
}
