internal import CurlHTTP

/// Google's Gemini API.
struct Gemini: Wire {
  private let base: BaseURL
  private let key: String
  private let model: String
  private let sampling: ModelEntry.Sampling

  init(base: BaseURL, key: String, model: String, entry: ModelEntry?) {
    self.base = base
    self.key = key
    self.model = model.hasPrefix("models/") ? String(model.dropFirst(7)) : model
    sampling = entry?.sampling ?? .none
  }

  static let address = "https://generativelanguage.googleapis.com"

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest {
    let system = request.messages.filter { $0.role == .system }.map(\.text).joined(separator: "\n\n")
    var members: [JSON.Member] = []
    if !system.isEmpty { members.append(.init("systemInstruction", ["parts": [["text": .string(system)]]])) }
    members.append(
      .init(
        "contents",
        .array(
          request.messages.filter { $0.role != .system }.map {
            ["role": $0.role == .assistant ? "model" : "user", "parts": [["text": .string($0.text)]]]
          })))
    var configuration: [JSON.Member] = [.init("maxOutputTokens", JSON(request.maximumOutputTokens))]
    if sampling == .temperature { configuration.append(.init("temperature", 0)) }
    if let schema = request.schema {
      configuration += [.init("responseMimeType", "application/json"), .init("responseJsonSchema", .raw(schema.json))]
    }
    members.append(.init("generationConfig", .object(configuration)))
    let method = streams ? "streamGenerateContent?alt=sse" : "generateContent"
    let url = base.url(version: "v1beta", "models/\(model.percentEncoded()):\(method)")
    // never in the URL, which proxies write down
    return .json(url, headers: ["x-goog-api-key": key], body: .object(members))
  }

  func reader(for request: CompletionRequest) -> any AnswerReader { GeminiReader() }

  /// 403 is a key that is not allowed to; a bad key is a 400 with a reason, which is looked at for all.
  func failure(_ error: ServerError) -> Failure? {
    guard error.isNamed("FAILED_PRECONDITION") else { return nil }
    return Failure(
      .forbidden, "Google Gemini does not serve this account or region (\(error.names))", status: error.status)
  }
}

struct GeminiReader: AnswerReader {
  private var answer = GatheredAnswer()
  private var hasCandidate = false

  mutating func read(whole json: JSON) throws(Failure) {
    guard json["candidates"] != nil || json["promptFeedback"] != nil || json["usageMetadata"] != nil else { throw .notUnderstood }
    _ = try read(event: json)
  }

  mutating func read(event json: JSON) throws(Failure) -> String {
    answer.model = json["modelVersion"]?.string ?? answer.model
    if let usage = json["usageMetadata"] {
      answer.input = usage["promptTokenCount"]?.int ?? answer.input
      answer.output = (usage["candidatesTokenCount"]?.int ?? 0) + (usage["thoughtsTokenCount"]?.int ?? 0)
    }
    if let reason = json["promptFeedback"]?["blockReason"]?.string { answer.finish = .filtered(reason) }
    guard let candidate = json["candidates"]?[0] else { return "" }
    hasCandidate = true
    let parts = candidate["content"]?["parts"]?.array ?? []
    let new = parts.compactMap { $0["thought"]?.bool == true ? nil : $0["text"]?.string }.joined()
    answer.text += new
    switch candidate["finishReason"]?.string {
    case nil: break
    case "STOP": answer.finish = .complete
    case "MAX_TOKENS": answer.finish = .truncated
    case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "OTHER", "FINISH_REASON_UNSPECIFIED", "MALFORMED_RESPONSE":
      throw .badAnswer("the model broke off its answer", retry: .yes)
    case let reason?: answer.finish = .filtered(reason)
    }
    return new
  }

  func completion() throws(Failure) -> Completion {
    if !hasCandidate, answer.finish == nil { throw .badAnswer("the answer has no candidate", retry: .yes) }
    return try answer.completion()
  }
}
