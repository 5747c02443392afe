internal import CurlShims
internal import Synchronization

/// One request on its way: what the thread of `CurlLoop` gets from libcurl goes to whoever waits for the answer.
final class CurlTransfer: Sendable {
  private struct State {
    var waiting: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>?
    var chunks: AsyncThrowingStream<[UInt8], any Error>.Continuation?
    var stop: (@Sendable () -> Void)?
    var status = 0
    var headers = HTTPHeaders()
    var received = 0
    var isTooLarge = false
    var isCancelled = false
  }

  private let request: HTTPRequest
  private let host: String
  private let trust: CurlTrust
  private let agent: String
  private let state = Mutex(State())

  init(_ request: HTTPRequest, host: String, trust: CurlTrust, agent: String) {
    self.request = request
    self.host = host
    self.trust = trust
    self.agent = agent
  }

  var isCancelled: Bool { state.withLock(\.isCancelled) }

  func cancel() { state.withLock { $0.isCancelled = true } }

  /// Whom to tell; `stop` ends the transfer when nobody reads its body any more.
  func await(_ continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>, stop: @escaping @Sendable () -> Void) {
    state.withLock {
      $0.waiting = continuation
      $0.stop = stop
    }
  }

  /// nil: all has come. After the first call nothing happens.
  func finish(_ code: HTTPError.Code?) {
    let (waiting, chunks, code) = state.withLock { state in
      defer { (state.waiting, state.chunks, state.stop) = (nil, nil, nil) }
      return (state.waiting, state.chunks, state.isTooLarge ? .tooLarge(limit: request.limits.responseBytes) : code)
    }
    chunks?.finish(throwing: code.map { HTTPError($0, host: host) })
    waiting?.resume(returning: .failure(HTTPError(code ?? .cutOff, host: host)))
  }

  /// Gives the request to libcurl, which copies it. nil where it will not have it.
  func begin(_ multi: OpaquePointer) -> OpaquePointer? {
    // curl asks a server before it sends a large body, and some never answer; an empty field keeps it from doing so
    let fields = request.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" } + ["Expect:"]
    return withCStrings(fields) { fields in
      request.method.withCString { method in
        request.url.withCString { url in
          withCString(trust.file) { file in
            withCString(trust.folder) { folder in
              agent.withCString { agent in
                (request.body ?? []).withUnsafeBytes { body in
                  var raw = pie_curl_request()
                  raw.method = method
                  raw.url = url
                  raw.headers = fields.baseAddress
                  raw.header_count = fields.count
                  raw.body = request.body == nil ? nil : body.baseAddress ?? UnsafeRawPointer(url)
                  raw.body_count = body.count
                  raw.connect_ms = request.limits.connect.milliseconds
                  raw.idle_seconds = max(1, request.limits.idle.milliseconds / 1000)
                  raw.total_ms = request.limits.total.milliseconds
                  raw.ca_file = file
                  raw.ca_folder = folder
                  raw.agent = agent
                  raw.on_header = { bytes, count, context in
                    CurlTransfer.from(context)?.receive(header: UnsafeRawBufferPointer(start: bytes, count: count)) ?? false
                  }
                  raw.on_body = { bytes, count, context in
                    CurlTransfer.from(context)?.receive(body: UnsafeRawBufferPointer(start: bytes, count: count)) ?? false
                  }
                  // the loop keeps this object as long as the handle
                  raw.context = Unmanaged.passUnretained(self).toOpaque()
                  return pie_curl_transfer_start(multi, &raw)
                }
              }
            }
          }
        }
      }
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// One line: a status, a field, or the empty line after which the body comes.
  private func receive(header line: UnsafeRawBufferPointer) -> Bool {
    let text = String(decoding: line, as: UTF8.self).trimmedOfBlanks
    let waiting = state.withLock { state -> (CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>, HTTPResponse)? in
      // fields may follow the body, too
      guard let waiting = state.waiting else { return nil }
      if text.hasPrefix("HTTP/") {
        state.status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        state.headers = [:]
      } else if let colon = text.firstIndex(of: ":") {
        state.headers.add(String(text[..<colon]), String(text[text.index(after: colon)...]).trimmedOfBlanks)
      } else if text.isEmpty, state.status >= 200 {
        let (stream, chunks) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        let stop = state.stop
        chunks.onTermination = { if case .cancelled = $0 { stop?() } }
        state.chunks = chunks
        state.waiting = nil
        return (waiting, HTTPResponse(status: state.status, headers: state.headers, body: HTTPBody(stream)))
      }
      return nil
    }
    waiting.map { $0.resume(returning: .success($1)) }
    return true
  }

  private func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
    let chunks = state.withLock { state in
      state.received += bytes.count
      state.isTooLarge = state.received > request.limits.responseBytes
      return state.isTooLarge ? nil : state.chunks
    }
    chunks?.yield(Array(bytes))
    return chunks != nil
  }
}

extension Duration {
  fileprivate var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}

extension String {
  fileprivate var trimmedOfBlanks: String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" }
    let from = unicodeScalars.drop(while: isBlank)
    return String(Substring(from.prefix(from.lastIndex { !isBlank($0) }.map { from.distance(from: from.startIndex, to: $0) + 1 } ?? 0)))
  }
}

private func withCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let text else { return body(nil) }
  return text.withCString { body($0) }
}

private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafePointer<CChar>?] = []
  func next(_ index: Int) -> Result {
    guard index < texts.count else { return pointers.withUnsafeBufferPointer(body) }
    return texts[index].withCString {
      pointers.append($0)
      return next(index + 1)
    }
  }
  return next(0)
}
