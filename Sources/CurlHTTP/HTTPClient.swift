/// Whoever sends a request: `CurlClient`, or what a test puts in its place.
package protocol HTTPClient: Sendable {
  /// Returns when the answer's headers are there; its body follows as it comes. Follows no redirect and asks once. Cancelling the task
  /// ends the transfer at once, and so does letting go of the body.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}

package struct HTTPRequest: Sendable, Equatable {
  package var method: String
  package var url: String
  package var headers: HTTPHeaders
  package var body: [UInt8]?
  package var limits: HTTPLimits

  package init(_ method: String = "GET", _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, limits: HTTPLimits = HTTPLimits())
  {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.limits = limits
  }
}

/// What a transfer may take.
package struct HTTPLimits: Sendable, Equatable {
  package var connect: Duration
  /// How long nothing may come. Whole seconds.
  package var idle: Duration
  package var total: Duration
  /// Of the decoded body.
  package var responseBytes: Int

  package init(
    connect: Duration = .seconds(10), idle: Duration = .seconds(300), total: Duration = .seconds(600), responseBytes: Int = 32_000_000
  ) {
    self.connect = connect
    self.idle = idle
    self.total = total
    self.responseBytes = responseBytes
  }
}

package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: HTTPBody

  package init(status: Int, headers: HTTPHeaders, body: HTTPBody) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
