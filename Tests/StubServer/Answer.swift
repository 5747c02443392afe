#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the server does with a request, piece by piece.
package struct Answer: Sendable {
  package enum Piece: Sendable {
    case bytes([UInt8])
    /// Says nothing more, and waits until the client goes.
    case hang
    /// Breaks the connection.
    case close
  }

  package var pieces: [Piece]

  package init(_ pieces: [Piece]) { self.pieces = pieces }

  /// As it stands, then the connection is closed.
  package static func raw(_ text: String) -> Answer { Answer([.bytes(Array(text.utf8)), .close]) }

  package static func bytes(
    _ body: [UInt8], status: Int = 200, type: String? = "application/json", headers: [(String, String)] = []
  ) -> Answer {
    var head = "HTTP/1.1 \(status) Whatever\r\nContent-Length: \(body.count)\r\n"
    if let type { head += "Content-Type: \(type)\r\n" }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    return Answer([.bytes(Array((head + "\r\n").utf8) + body)])
  }

  package static func json(_ body: String, status: Int = 200, headers: [(String, String)] = []) -> Answer {
    bytes(Array(body.utf8), status: status, headers: headers)
  }

  /// Sent chunk by chunk; each is a write of its own. `ending` is what comes after the last.
  package static func stream(_ chunks: [[UInt8]], type: String = "text/event-stream", ending: [Piece]? = nil) -> Answer {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n"
    let framed = chunks.map { Piece.bytes(Array("\(String($0.count, radix: 16))\r\n".utf8) + $0 + [13, 10]) }
    return Answer([.bytes(Array(head.utf8))] + framed + (ending ?? [.bytes(Array("0\r\n\r\n".utf8))]))
  }

  package static func events(_ text: String, ending: [Piece]? = nil) -> Answer { stream([Array(text.utf8)], ending: ending) }

  package static let hang = Answer([.hang])

  /// Whether the connection may be used again.
  func write(to connection: Int32) -> Bool {
    for piece in pieces {
      switch piece {
      case .close: return false
      case .hang:
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
        return false
      case .bytes(let bytes):
        var sent = 0
        while sent < bytes.count {
          #if canImport(Darwin)
            let flags: Int32 = 0
          #else
            let flags = Int32(MSG_NOSIGNAL)
          #endif
          let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress.map { $0 + sent }, bytes.count - sent, flags) }
          guard count > 0 else { return false }
          sent += count
        }
      }
    }
    return true
  }
}
