internal import CurlHTTP

/// `/chat/completions`, the form of OpenAI that most others took over, with what each does its own way.
struct ChatCompletions: Sendable {
  var url: String
  var headers: HTTPHeaders
  /// nil where the address names it.
  var model: String?
  /// What the limit on the answer is called.
  var limitKey = "max_completion_tokens"
  var sampling: ModelEntry.Sampling
  /// Members that only this provider knows.
  var more: [JSON.Member] = []
  /// Whether the usage of a stream has to be asked for.
  var asksForUsage = true

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest {
    var members: [JSON.Member] = []
    if let model { members.append(.init("model", .string(model))) }
    members.append(
      .init("messages", .array(request.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] })))
    members.append(.init(limitKey, JSON(request.maximumOutputTokens)))
    switch sampling {
    case .temperature: members.append(.init("temperature", 0))
    case .effort: members += [.init("reasoning_effort", "none"), .init("temperature", 0)]
    case .none: break
    }
    if let schema = request.schema {
      members.append(
        .init(
          "response_format",
          ["type": "json_schema", "json_schema": ["name": .string(schema.name), "strict": true, "schema": .raw(schema.json)]]))
    }
    members += more
    if streams {
      members.append(.init("stream", true))
      if asksForUsage { members.append(.init("stream_options", ["include_usage": true])) }
    }
    return .json(url, headers: headers, body: .object(members))
  }
}

extension HTTPRequest {
  static func json(_ url: String, headers: HTTPHeaders, body: JSON) -> HTTPRequest {
    var headers = headers
    headers["Content-Type"] = "application/json"
    headers["Accept"] = "application/json, text/event-stream"
    return HTTPRequest("POST", url, headers: headers, body: body.bytes)
  }
}

/// Reads answers of that form, and those of a stream.
struct ChatCompletionReader: AnswerReader {
  private var answer = GatheredAnswer()

  mutating func read(whole json: JSON) throws(Failure) {
    readUsage(json)
    guard let choice = json["choices"]?[0] else { throw .notUnderstood }
    answer.text = Self.text(choice["message"]?["content"])
    answer.refusal = choice["message"]?["refusal"]?.string ?? ""
    // a server that names no reason has said all
    answer.finish =
      try choice["finish_reason"].map { (reason) throws(Failure) in try finish(reason, choice) }
      ?? (choice["message"] == nil ? nil : .complete)
    // models that think aloud, on servers that leave it in
    if answer.text.hasPrefix("<think>") { answer.text = Self.withoutThoughts(answer.text) }
  }

  mutating func read(event json: JSON) throws(Failure) -> String {
    readUsage(json)
    // the last chunk has only the usage
    guard let choice = json["choices"]?[0] else { return "" }
    let new = Self.text(choice["delta"]?["content"])
    answer.text += new
    answer.refusal += choice["delta"]?["refusal"]?.string ?? ""
    if let reason = choice["finish_reason"] { answer.finish = try finish(reason, choice) }
    return new
  }

  func completion() throws(Failure) -> Completion { try answer.completion() }

  private mutating func readUsage(_ json: JSON) {
    answer.model = json["model"]?.string ?? answer.model
    guard let usage = json["usage"] else { return }
    answer.input = usage["prompt_tokens"]?.int ?? answer.input
    answer.output = usage["completion_tokens"]?.int ?? answer.output
  }

  /// A text, or a list of blocks of which those of type `text` are the answer and the others its making.
  private static func text(_ content: JSON?) -> String {
    if let text = content?.string { return text }
    return (content?.array ?? []).compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil }.joined()
  }

  private static func withoutThoughts(_ text: String) -> String {
    let end = Array("</think>".utf8)
    let bytes = Array(text.utf8)
    guard let place = (0...max(0, bytes.count - end.count)).first(where: { bytes[$0...].starts(with: end) }) else { return text }
    return String(decoding: bytes[(place + end.count)...].drop { $0 <= 0x20 }, as: UTF8.self)
  }

  private func finish(_ reason: JSON, _ choice: JSON) throws(Failure) -> Completion.Finish {
    switch reason.string {
    case "stop", "eos", "end_turn", "": .complete
    case "length", "model_length", "max_tokens": .truncated
    case "content_filter": .filtered(ContentFilter.name(choice["content_filter_results"]))
    case "error", "abort": throw Failure(.serverError, "the model broke off its answer", retry: .yes)
    default: throw .badAnswer("the model wants to call a tool, and there is none")
    }
  }
}

/// Azure's filters: `{"violence":{"filtered":true,"severity":"medium"},…}`
enum ContentFilter {
  /// The first that kept something back.
  static func name(_ results: JSON?) -> String? {
    results?.members?.first { $0.value["filtered"]?.bool == true }?.key
  }
}
