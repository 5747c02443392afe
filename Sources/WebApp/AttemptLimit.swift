internal import Synchronization

/// Counts wrong tokens by address: ten in a minute, then a minute's wait.
final class AttemptLimit: Sendable {
  static let most = 10
  static let seconds = 60
  /// So that many addresses cannot fill the memory.
  private static let mostAddresses = 10_000

  private struct Window {
    var start: Int
    var count: Int
  }

  private let windows = Mutex<[String: Window]>([:])

  func record(_ address: String, at now: Int) {
    windows.withLock { windows in
      if windows.count >= Self.mostAddresses {
        windows = windows.filter { now - $0.value.start < Self.seconds }
        if windows.count >= Self.mostAddresses { windows.removeAll() }
      }
      if let window = windows[address], now - window.start < Self.seconds {
        windows[address] = Window(start: window.start, count: window.count + 1)
      } else {
        windows[address] = Window(start: now, count: 1)
      }
    }
  }

  /// How many seconds the address has to wait; nil where it need not.
  func wait(_ address: String, at now: Int) -> Int? {
    windows.withLock { windows in
      guard let window = windows[address], now - window.start < Self.seconds, window.count >= Self.most else { return nil }
      return Self.seconds - (now - window.start)
    }
  }
}
