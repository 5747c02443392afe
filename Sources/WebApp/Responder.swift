internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// A connection, as Hummingbird gives it along with a request.
struct Connection: InitializableFromSource {
  let channel: any Channel

  init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// Between Hummingbird and the application: reads bodies within the limits, writes answers, logs.
struct Responder: HTTPResponder {
  typealias Context = Connection

  let server: WebServer
  private let underWay = RequestCount()

  init(server: WebServer) { self.server = server }

  func respond(to request: Request, context: Connection) async throws -> Response {
    let arrival = ContinuousClock.now
    let body = IncomingBody(request, context.channel, seconds: server.limits.bodySeconds)
    let answer: WebResponse
    let isCounted = underWay.begin(below: server.limits.requests)
    if isCounted {
      answer = await server.site.respond(to: webRequest(request, body, context.channel, arrival))
    } else {
      var refusal = Problem(.busy, "Try again in a second.", retryAfter: 1).response
      SecurityHeaders.add(to: &refusal, isSecure: server.site.access.isSecure)
      answer = refusal
    }
    var headers = HTTPFields()
    for (name, value) in answer.headers {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    if !body.isRead {
      // what is left of it nobody wants: the client may take the answer, then the connection ends
      headers[.connection] = "close"
      context.channel.eventLoop.scheduleTask(in: .seconds(2)) { context.channel.close(promise: nil) }
    }
    let isHead = request.method == .head
    if isHead, case .bytes(let bytes) = answer.body { headers[.contentLength] = String(bytes.count) }
    let done = Completion(
      server: server, count: isCounted ? underWay : nil, method: request.method.rawValue,
      route: server.site.template(of: request.uri.path), status: answer.status, arrival: arrival)
    return Response(
      status: .init(code: answer.status), headers: headers,
      body: isHead ? headOnly(done) : outgoing(answer, context.channel, done))
  }

  private func webRequest(
    _ request: Request, _ body: IncomingBody, _ channel: any Channel, _ arrival: ContinuousClock.Instant
  ) -> WebRequest {
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] = headers[name].map { $0 + ", " + field.value } ?? field.value
    }
    // several hosts are none
    if headers["host"] == nil { headers["host"] = request.head.authority } else { headers["host"] = "" }
    return WebRequest(
      request.method.rawValue, request.uri.path, query: request.uri.query ?? "", headers: headers,
      peer: channel.remoteAddress?.ipAddress ?? "", arrival: arrival, body: body.read)
  }

  private func headOnly(_ done: Completion) -> ResponseBody {
    done.record(bytes: 0, WorkFigures())
    return ResponseBody()
  }

  private func outgoing(_ answer: WebResponse, _ channel: any Channel, _ done: Completion) -> ResponseBody {
    let limit = TimeAmount.seconds(Int64(server.limits.answerSeconds))
    switch answer.body {
    case .bytes(let bytes):
      // what the kernel takes at once needs no watching, and goes out in one piece with the head
      if bytes.count <= 32_768 {
        done.record(bytes: bytes.count, answer.figures)
        return bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      }
      let figures = answer.figures
      return ResponseBody(contentLength: bytes.count) { writer in
        defer { done.record(bytes: bytes.count, figures) }
        let slow = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { slow.cancel() }
        try await writer.write(ByteBuffer(bytes: bytes))
        try await writer.finish(nil)
      }
    case .events(let events):
      return ResponseBody { writer in
        var sent = 0
        var figures = WorkFigures()
        defer { done.record(bytes: sent, figures) }
        let slow = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { slow.cancel() }
        for await item in events() {
          switch item {
          case .event(let event):
            let bytes = event.bytes
            try await writer.write(ByteBuffer(bytes: bytes))
            sent += bytes.count
          case .figures(let all): figures = all
          }
        }
        try await writer.finish(nil)
      }
    }
  }
}

/// Requests under way.
final class RequestCount: Sendable {
  private let count = Mutex(0)

  /// False, and nothing counted, where there are `most` already.
  func begin(below most: Int) -> Bool {
    count.withLock { count in
      guard count < most else { return false }
      count += 1
      return true
    }
  }

  func end() { count.withLock { $0 -= 1 } }
}

/// What is left to do when an answer is out: count the request off, log it, meter it. Once, and also where the client went before.
private final class Completion: Sendable {
  private let server: WebServer
  /// nil where the request was not counted.
  private let count: RequestCount?
  private let method: String
  private let route: String
  private let status: Int
  private let arrival: ContinuousClock.Instant
  private let isDone = Atomic(false)

  init(server: WebServer, count: RequestCount?, method: String, route: String, status: Int, arrival: ContinuousClock.Instant) {
    self.server = server
    self.count = count
    self.method = method
    self.route = route
    self.status = status
    self.arrival = arrival
  }

  deinit { record(bytes: 0, WorkFigures()) }

  func record(bytes: Int, _ figures: WorkFigures) {
    guard !isDone.exchange(true, ordering: .relaxed) else { return }
    count?.end()
    let entry = LoggedRequest(
      method: LoggedRequest.method(method), route: route, status: status, duration: arrival.duration(to: .now), bytes: bytes,
      figures: figures)
    server.log.record(entry)
    server.metrics?.record(entry)
  }
}
