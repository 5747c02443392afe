internal import CurlHTTP

/// A model behind a server: sends what `Wire` writes, gives the answer to its reader, tries again where that helps.
struct RemoteModel: LanguageModel {
  let name: ProviderName
  let model: String
  let capabilities: ModelCapabilities
  let wire: any Wire
  let entry: ModelEntry?
  let http: any HTTPClient
  let limits: HTTPLimits
  let retrying: Retrying

  var provider: String { name.rawValue }

  func complete(
    _ request: CompletionRequest, onText: (@Sendable (String) -> Void)?
  ) async throws(LanguageModelError) -> Completion {
    var request = request
    if capabilities.schema == nil { request.schema = nil }
    request.maximumOutputTokens = max(1, min(request.maximumOutputTokens, capabilities.maximumOutputTokens))
    let streams = onText != nil && capabilities.streams
    let message = try wire.request(request, streams: streams)
    let deadline = retrying.time.now() + limits.total
    var completion = try await retrying.run(until: deadline) { left in
      var message = message
      message.limits = limits
      message.limits.total = min(limits.total, left)
      // an answer in one piece is silent until it is made
      if !streams { message.limits.idle = message.limits.total }
      return await call(message, for: request, onText: streams ? onText : nil)
    }
    completion.usage.costUSD =
      name.isOwnServer ? 0 : entry?.cost(input: completion.usage.input, output: completion.usage.output)
    if !streams, let onText { onText(completion.text) }
    return completion
  }

  private func call(
    _ message: HTTPRequest, for request: CompletionRequest, onText: (@Sendable (String) -> Void)?
  ) async -> Result<Completion, Failure> {
    var gaveText = false
    do throws(Failure) {
      return .success(
        try await exchange(message, for: request) { text in
          if let onText, !text.isEmpty {
            gaveText = true
            onText(text)
          }
        })
    } catch {
      if let completion = error.completion { return .success(completion) }
      var failure = error
      // what was given cannot be taken back
      if gaveText { failure.retry = .no }
      return .failure(failure)
    }
  }

  private func exchange(
    _ message: HTTPRequest, for request: CompletionRequest, give: (String) -> Void
  ) async throws(Failure) -> Completion {
    let response: HTTPResponse
    do throws(HTTPError) { response = try await http.send(message) } catch { throw Failure(error) }
    guard (200..<300).contains(response.status) else {
      let bytes: [UInt8]
      do throws(HTTPError) { bytes = try await response.body.bytes() } catch {
        if error.code == .cancelled { throw Failure(error) }
        // the status is enough
        bytes = []
      }
      throw failure(ServerError(status: response.status, headers: response.headers, body: bytes), response)
    }
    var reader = wire.reader(for: request)
    var decoder = AnswerDecoder(contentType: response.headers["content-type"])
    var iterator = response.body.makeAsyncIterator()
    // a server that was asked for a stream may give all at once
    var isWhole = false
    while true {
      let chunk: [UInt8]?
      do throws(HTTPError) { chunk = try await iterator.next() } catch { throw Failure(error) }
      let parts = if let chunk { try decoder.feed(chunk) } else { try decoder.finish() }
      for part in parts { try read(part, into: &reader, give) }
      isWhole = isWhole || parts.contains { if case .whole = $0 { true } else { false } }
      guard chunk == nil else { continue }
      let completion = try reader.completion()
      if isWhole { give(completion.text) }
      return completion
    }
  }

  private func read(_ part: AnswerDecoder.Part, into reader: inout any AnswerReader, _ give: (String) -> Void) throws(Failure) {
    switch part {
    case .whole(let json):
      if json["error"] != nil, json["choices"] == nil, json["output"] == nil { throw failure(ServerError(status: nil, json: json)) }
      try reader.read(whole: json)
    case .event(let json):
      if json["error"] != nil || json["type"]?.string == "error" || json[0]?["error"] != nil {
        throw failure(ServerError(status: nil, json: json))
      }
      give(try reader.read(event: json))
    }
  }

  private func failure(_ error: ServerError, _ response: HTTPResponse? = nil) -> Failure {
    var failure = wire.failure(error) ?? Failure(error, provider: name, model: model)
    guard let response else { return failure }
    let hints = RetryHints(response.headers, status: response.status, now: retrying.time.secondsSince1970())
    failure.delay = hints.seconds ?? failure.delay
    // quota and length are what no other try mends, whatever the header says
    if let shouldRetry = hints.shouldRetry, failure.error.code != .quotaUsedUp, failure.error.code != .tooLong {
      failure.retry = shouldRetry ? (failure.retry == .soon ? .soon : .yes) : .no
    }
    return failure
  }
}
