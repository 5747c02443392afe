internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// A request's body on its way: read when a handler wants it, no more than the limits let in.
final class IncomingBody: Sendable {
  private let request: Request
  private let channel: any Channel
  private let seconds: Int
  /// What the head promises; nil where it does not say (chunks).
  private let length: Int?
  private let whole: Mutex<Bool>

  init(_ request: Request, _ channel: any Channel, seconds: Int) {
    self.request = request
    self.channel = channel
    self.seconds = seconds
    let isChunked = request.headers[.transferEncoding] != nil
    length = isChunked ? nil : request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
    whole = Mutex(length == 0)
  }

  /// Whether nothing of it is still to come.
  var isRead: Bool { whole.withLock { $0 } }

  @Sendable func read(limit: Int) async throws(Problem) -> [UInt8] {
    if isRead { return [] }
    if let length, length > limit { throw Self.tooLarge(limit) }
    let body = request.body
    let expected = length ?? 0
    let reading = Task { () throws -> [UInt8]? in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(expected)
      for try await part in body {
        guard bytes.count + part.readableBytes <= limit else { return nil }
        bytes.append(contentsOf: part.readableBytesView)
      }
      return bytes
    }
    // a timer of the connection's own: sleeping tasks leave theirs behind when they are cancelled
    let timer = channel.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) { reading.cancel() }
    defer { timer.cancel() }
    let result = await withTaskCancellationHandler {
      await reading.result
    } onCancel: {
      reading.cancel()
    }
    if reading.isCancelled { throw Problem(.slowRequest, "A body has \(seconds) seconds to arrive.") }
    guard case .success(let bytes) = result else { throw Self.broken }
    guard let bytes else { throw Self.tooLarge(limit) }
    if let length, bytes.count != length { throw Self.broken }
    whole.withLock { $0 = true }
    return bytes
  }

  private static func tooLarge(_ limit: Int) -> Problem { Problem(.tooLarge, "A body may have \(limit / 1_000_000) MB here.") }
  private static let broken = Problem(.badRequest, "The body broke off, or is not what the head says.")
}
