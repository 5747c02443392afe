/// Why a transfer failed. It names the server, and nothing of what was sent or came.
package struct HTTPError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// libcurl is not there, or cannot be used.
    case noLibrary(String)
    case badURL
    case badHeader
    case noProxy
    case noHost
    case noConnection
    case connectTimedOut
    case noTLS
    case badCertificate
    case badAuthorities
    /// Too long without a byte, or in all.
    case timedOut
    /// The connection ended before the answer did.
    case cutOff
    case badEncoding
    case notHTTP
    case tooLarge(limit: Int)
    case cancelled
    case other
  }

  package var code: Code
  package var host: String

  package init(_ code: Code, host: String) {
    self.code = code
    self.host = host
  }

  package var description: String {
    switch code {
    case .noLibrary(let why): "\(why); it makes the connections. On Debian: apt-get install libcurl4"
    case .badURL: "the URL is not one of http:// or https:// with a host"
    case .badHeader: "a key or another header holds a line break or a control character"
    case .noProxy: "the proxy (HTTPS_PROXY, http_proxy) cannot be used to reach \(host)"
    case .noHost: "there is no host \(host), or its name cannot be looked up"
    case .noConnection: "\(host) takes no connection"
    case .connectTimedOut: "\(host) could not be connected to in time"
    case .noTLS: "no TLS connection to \(host) comes about"
    case .badCertificate: "the certificate of \(host) is not trusted (CURL_CA_BUNDLE names a file of authorities to trust)"
    case .badAuthorities:
      "the file of certificate authorities cannot be read (CURL_CA_BUNDLE, SSL_CERT_FILE; on Debian: apt-get install ca-certificates)"
    case .timedOut: "\(host) did not answer in time"
    case .cutOff: "\(host) closed the connection before its answer was complete"
    case .badEncoding: "the answer of \(host) is compressed in a way that cannot be read"
    case .notHTTP: "what \(host) answers is not HTTP"
    case .tooLarge(let limit): "the answer of \(host) is larger than \(limit) bytes"
    case .cancelled: "cancelled"
    case .other: "the transfer with \(host) failed"
    }
  }
}
