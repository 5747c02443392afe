internal import NIOCore

/// Logs that something came which is no HTTP, or a head that is too long; Hummingbird answers it with 400, where it can, and closes.
final class MalformedRequests: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let log: AccessLog

  init(_ log: AccessLog) { self.log = log }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // a connection that breaks is no request
    if !(error is IOError), !(error is ChannelError) {
      log.record(LoggedRequest(method: "-", route: "malformed", status: 400, duration: .zero, bytes: 0))
    }
    context.fireErrorCaught(error)
  }
}
