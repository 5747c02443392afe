internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A server in the test's own process that answers as it is told, well or badly, on a port that the system chooses.
package final class StubServer: Sendable {
  package struct Request: Sendable, Equatable {
    package var method = ""
    /// Path and query, as they came.
    package var target = ""
    /// Names in lower case.
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []

    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  private struct State {
    var requests: [Request] = []
    var connections = 0
    var ended = 0
    var waiting: [(Int, CheckedContinuation<Void, Never>)] = []
  }

  package let port: UInt16
  private let listener: Int32
  private let handler: @Sendable (Request, Int) -> Answer
  private let state = Mutex(State())

  /// `handler` gets each request with its number, from 0.
  package init(_ handler: @escaping @Sendable (Request, Int) -> Answer) throws {
    self.handler = handler
    (listener, port) = try listening()
    start { [self] in
      while let connection = accepted(listener) {
        state.withLock { $0.connections += 1 }
        start { [self] in serve(connection) }
      }
      // closed here and nowhere else: another server would get the number while this thread still accepts with it
      close(listener)
    }
  }

  /// Gives these answers one after the other, the last again and again.
  package convenience init(_ answers: Answer...) throws {
    try self.init { _, number in answers[min(number, answers.count - 1)] }
  }

  package var url: String { "http://127.0.0.1:\(port)" }
  package var requests: [Request] { state.withLock(\.requests) }
  package var connections: Int { state.withLock(\.connections) }

  /// Takes no more connections. Called once.
  package func stop() {
    // wakes accept
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// Returns when so many connections have ended: that the client let go of them is what is waited for.
  package func connectionsEnded(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.ended >= count { return true }
        state.waiting.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  private func serve(_ connection: Int32) {
    var reader = RequestReader(connection)
    while let request = reader.next() {
      let number = state.withLock { state in
        state.requests.append(request)
        return state.requests.count - 1
      }
      guard handler(request, number).write(to: connection) else { break }
    }
    close(connection)
    let ready = state.withLock { state in
      state.ended += 1
      let ended = state.ended
      defer { state.waiting.removeAll { $0.0 <= ended } }
      return state.waiting.filter { $0.0 <= ended }.map(\.1)
    }
    for continuation in ready { continuation.resume() }
  }
}

package struct SocketError: Error {}

private func listening() throws -> (Int32, UInt16) {
  #if canImport(Glibc)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  #else
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
  #endif
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let bound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
    }
  }
  guard descriptor >= 0, bound else { throw SocketError() }
  return (descriptor, UInt16(bigEndian: address.sin_port))
}

private func accepted(_ listener: Int32) -> Int32? {
  let connection = accept(listener, nil, nil)
  return connection >= 0 ? connection : nil
}

private final class Work: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// On a thread of its own: a test's answer may block as long as it likes.
private func start(_ body: @escaping @Sendable () -> Void) {
  let work = Unmanaged.passRetained(Work(body)).toOpaque()
  #if canImport(Darwin)
    var thread: pthread_t?
    pthread_create(
      &thread, nil,
      {
        Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body(); return nil
      }, work)
    if let thread { pthread_detach(thread) }
  #else
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      {
        $0.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body() }; return nil
      }, work)
    pthread_detach(thread)
  #endif
}
