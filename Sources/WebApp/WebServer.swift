internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// The application on a port.
package struct WebServer: Sendable {
  package struct Limits: Sendable {
    /// Requests that are answered at once; one more is told to come back.
    package var requests = 128
    package var connections = 1000
    /// From a request's head to the end of its body.
    package var bodySeconds = 10
    /// Without a request, or half way through one's head.
    package var idleSeconds = 15
    /// For a client to take an answer.
    package var answerSeconds = 60
    /// Bytes of all headers together, of which there may be 64.
    package var headerBytes = 16_384
    /// How long requests under way may take when the server is told to stop.
    package var stopSeconds = 30

    package init() {}
  }

  let site: WebSite
  let limits: Limits
  let log: AccessLog
  let metrics: MetricLog?

  package init(site: WebSite, limits: Limits = Limits(), log: AccessLog, metrics: MetricLog?) {
    self.site = site
    self.limits = limits
    self.log = log
    self.metrics = metrics
  }

  /// Serves until SIGTERM or SIGINT, then lets the requests under way end. Port 0 is any that is free.
  /// - Parameter onListening: gets the port.
  package func run(host: String, port: Int, onListening: @escaping @Sendable (Int) -> Void) async throws(ListeningError) {
    let silent = Logger(label: "pie") { _ in SwiftLogNoOpLogHandler() }
    let log = log
    let limits = limits
    let server = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [MalformedRequests(log)],
        idleTimeout: .seconds(Int64(limits.idleSeconds)),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes, maxHeaderFieldCount: 64)))
    let application = Application(
      responder: Responder(server: self), server: server,
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), availableConnectionsDelegate: .maximum(limits.connections, logger: silent)),
      onServerRunning: { channel in onListening(channel.localAddress?.port ?? port) }, logger: silent)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: application)], gracefulShutdownSignals: [.sigterm, .sigint], logger: silent)
    configuration.maximumGracefulShutdownDuration = .seconds(limits.stopSeconds)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch {
      throw ListeningError(host: host, port: port, reason: String(describing: error))
    }
  }
}

package struct ListeningError: Error, Sendable {
  package let host: String
  package let port: Int
  package let reason: String
}
