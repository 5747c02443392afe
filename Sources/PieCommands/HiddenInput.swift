#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A line typed on the terminal that does not appear there.
enum HiddenInput {
  /// nil where there is no terminal, at its end, or when Ctrl-C came.
  static func readLine() -> [UInt8]? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var usual = termios()
    guard tcgetattr(terminal, &usual) == 0 else { return nil }
    var hidden = usual
    // Ctrl-C comes as a character as well: whatever ends the input, the terminal is as it was
    hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
    guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
    defer { tcsetattr(terminal, TCSAFLUSH, &usual) }
    var (line, byte): ([UInt8], UInt8) = ([], 0)
    while read(terminal, &byte, 1) == 1 {
      switch byte {
      case 0x0A, 0x0D: return line
      case 0x03: return nil
      default: line.append(byte)
      }
    }
    return nil
  }
}
