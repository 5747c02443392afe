/// An answer as handlers give it; the server adds what every answer bears.
package struct WebResponse: Sendable {
  package enum Body: Sendable {
    case bytes([UInt8])
    /// Server-sent events, as they come. The work begins with the call, and is given up when nobody reads on.
    case events(@Sendable () -> AsyncStream<StreamItem>)
  }

  package enum StreamItem: Sendable {
    case event(ServerEvent)
    /// At the end.
    case figures(WorkFigures)
  }

  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: Body
  package var figures = WorkFigures()

  package init(_ status: Int, type: String? = nil, headers: [(name: String, value: String)] = [], _ body: Body = .bytes([])) {
    self.status = status
    self.headers = (type.map { [("Content-Type", $0)] } ?? []) + headers
    self.body = body
  }

  package static func json(_ bytes: [UInt8], status: Int = 200) -> WebResponse {
    WebResponse(status, type: "application/json", .bytes(bytes))
  }

  static func redirect(to path: String, headers: [(name: String, value: String)] = []) -> WebResponse {
    WebResponse(303, headers: [("Location", path)] + headers)
  }

  package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// One server-sent event: a name and one line of JSON.
package struct ServerEvent: Sendable, Equatable {
  package var name: String
  package var data: [UInt8]

  package var bytes: [UInt8] { Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8) }
}

/// What a request cost and lost, for the metrics; numbers alone.
package struct WorkFigures: Sendable, Equatable {
  package var inputTokens = 0
  package var outputTokens = 0
  package var rejections = 0
  package var fallbacks = 0

  package init() {}
}
