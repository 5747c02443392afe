internal import CurlShims
internal import Synchronization

/// HTTP through libcurl: connections are kept and shared, one thread for all of them. Proxies come from curl's own variables
/// (HTTPS_PROXY, NO_PROXY, …), authorities from CURL_CA_BUNDLE, SSL_CERT_FILE and SSL_CERT_DIR. Nothing is loaded before the first request.
package final class CurlClient: HTTPClient {
  private let trust: CurlTrust
  private let agent: String
  private let loop = Mutex<CurlLoop?>(nil)

  package init(environment: [String: String], agent: String) {
    trust = CurlTrust(environment: environment)
    self.agent = agent
  }

  deinit { loop.withLock { $0?.close() } }

  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    guard let address = HTTPAddress(request.url) else { throw HTTPError(.badURL, host: "") }
    guard request.headers.areSound else { throw HTTPError(.badHeader, host: address.host) }
    let loop = try runningLoop(address.host)
    let transfer = CurlTransfer(request, host: address.host, trust: trust, agent: agent)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.await(continuation) { loop.cancel(transfer) }
        loop.start(transfer)
      }
    } onCancel: {
      loop.cancel(transfer)
    }
    return try result.get()
  }

  private func runningLoop(_ host: String) throws(HTTPError) -> CurlLoop {
    if let fault = Self.loadFault { throw HTTPError(.noLibrary(fault), host: host) }
    let running = loop.withLock { loop in
      if loop == nil { loop = CurlLoop.started() }
      return loop
    }
    guard let running else { throw HTTPError(.noLibrary("libcurl has no memory or no thread"), host: host) }
    return running
  }

  /// libcurl is loaded when this is first looked at.
  private static let loadFault = pie_curl_load().map { String(cString: $0) }
}

/// Whose certificates are trusted, where the user says so; libcurl itself does not read these variables.
struct CurlTrust: Sendable {
  let file: String?
  let folder: String?

  init(environment: [String: String]) {
    func set(_ names: String...) -> String? { names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } }
    file = set("CURL_CA_BUNDLE", "SSL_CERT_FILE")
    folder = set("SSL_CERT_DIR")
  }
}
