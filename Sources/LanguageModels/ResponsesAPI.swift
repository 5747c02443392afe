internal import CurlHTTP

/// OpenAI's `/responses`, for the models that answer only there.
struct ResponsesAPI: Sendable {
  var url: String
  var headers: HTTPHeaders
  var model: String
  var sampling: ModelEntry.Sampling

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest {
    let system = request.messages.filter { $0.role == .system }.map(\.text).joined(separator: "\n\n")
    var members: [JSON.Member] = [.init("model", .string(model))]
    if !system.isEmpty { members.append(.init("instructions", .string(system))) }
    members.append(
      .init(
        "input",
        .array(
          request.messages.filter { $0.role != .system }.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] })))
    members.append(.init("max_output_tokens", JSON(request.maximumOutputTokens)))
    switch sampling {
    case .temperature: members.append(.init("temperature", 0))
    case .effort: members += [.init("reasoning", ["effort": "none"]), .init("temperature", 0)]
    case .none: break
    }
    if let schema = request.schema {
      members.append(
        .init(
          "text", ["format": ["type": "json_schema", "name": .string(schema.name), "strict": true, "schema": .raw(schema.json)]]))
    }
    // nothing of a patient is kept there to be asked for again
    members.append(.init("store", false))
    if streams { members.append(.init("stream", true)) }
    return .json(url, headers: headers, body: .object(members))
  }
}

struct ResponseReader: AnswerReader {
  private var answer = GatheredAnswer()

  mutating func read(whole json: JSON) throws(Failure) {
    answer.model = json["model"]?.string
    answer.input = json["usage"]?["input_tokens"]?.int ?? 0
    answer.output = json["usage"]?["output_tokens"]?.int ?? 0
    let parts = (json["output"]?.array ?? []).filter { $0["type"]?.string == "message" }.flatMap { $0["content"]?.array ?? [] }
    answer.text = parts.compactMap { $0["type"]?.string == "output_text" ? $0["text"]?.string : nil }.joined()
    answer.refusal = parts.compactMap { $0["type"]?.string == "refusal" ? $0["refusal"]?.string : nil }.joined()
    switch json["status"]?.string {
    case "completed": answer.finish = .complete
    case "incomplete":
      let reason = json["incomplete_details"]?["reason"]?.string
      answer.finish = reason == "content_filter" ? .filtered(nil) : .truncated
    case "failed", "cancelled":
      let error = ServerError(status: nil, json: json)
      throw Failure(error, provider: .openai, model: answer.model ?? "the model")
    case "in_progress", "queued": throw .cutOff
    default: throw .notUnderstood
    }
  }

  mutating func read(event json: JSON) throws(Failure) -> String {
    switch json["type"]?.string {
    case "response.output_text.delta": return json["delta"]?.string ?? ""
    case "response.completed", "response.incomplete", "response.failed":
      guard let response = json["response"] else { throw .notUnderstood }
      try read(whole: response)
      return ""
    default: return ""
    }
  }

  func completion() throws(Failure) -> Completion { try answer.completion() }
}
