import NIOCore
import NIOPosix
import Synchronization

@testable import WebApp

/// A server on a port of its own, for as long as `use` takes.
func withServer(
  _ site: WebSite = site(), _ limits: WebServer.Limits = .init(), use: @escaping @Sendable (Wire) async throws -> Void
) async throws -> [String] {
  let lines = Mutex<[String]>([])
  let log = AccessLog { line in lines.withLock { $0.append(line) } }
  let (ports, told) = AsyncStream.makeStream(of: Int.self)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { told.finish() }
      try? await WebServer(site: site, limits: limits, log: log, metrics: nil).run(host: "127.0.0.1", port: 0) { told.yield($0) }
    }
    for await port in ports {
      try await use(Wire(port: port))
      break
    }
    group.cancelAll()
  }
  return lines.withLock { $0 }
}

/// Sends bytes as they are and reads what comes until the server closes.
struct Wire: Sendable {
  let port: Int

  /// - Parameters:
  ///   - parts: each is written when the one before it is out.
  ///   - closes: whether it says that no more will come.
  func send(_ parts: [String], closes: Bool = false) async throws -> String {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var answer = ""
      do {
        for part in parts { try await outbound.write(ByteBuffer(string: part)) }
        if closes { outbound.finish() }
        for try await bytes in inbound { answer += String(buffer: bytes) }
      } catch is IOError {
        // the server may end a connection that still has bytes for it
      } catch is ChannelError {}
      return answer
    }
  }

  /// One request on a connection that ends after it.
  func ask(_ method: String, _ path: String, headers: [String] = [], body: String? = nil) async throws -> String {
    let length = body.map { ["Content-Length: \($0.utf8.count)"] } ?? []
    let head = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers + length
    return try await send([head.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")])
  }
}

extension String {
  var statusLine: String { String(prefix { $0 != "\r\n" }) }
}
