#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Exit codes, of sysexits(3).
package enum ExitStatus: Int32, Sendable {
  case success = 0
  case usage = 64
  /// The input is no note.
  case data = 65
  /// The input is not there or cannot be read.
  case noInput = 66
  /// What is needed is not to be had, or did not do it: an address, a service, a tool.
  case unavailable = 69
  case software = 70
  case cannotCreate = 73
  case inputOutput = 74
  /// Somebody else is at it: try again later.
  case temporary = 75
  /// The user said no, or nobody could be asked.
  case refused = 77
  case configuration = 78
  /// Ended by Ctrl-C.
  case interrupted = 130
}

/// What ends a command: a message for standard error and an exit code.
package struct CommandFailure: Error, Equatable, CustomStringConvertible {
  package var message: String
  package var status: ExitStatus

  package var description: String { message }

  package init(_ message: String, _ status: ExitStatus) {
    self.message = message
    self.status = status
  }
}

func exitProcess(_ status: ExitStatus) -> Never { exit(status.rawValue) }
