internal import CurlHTTP

/// Anthropic's messages.
struct Anthropic: Wire {
  private let url: String
  private let key: String
  private let model: String
  private let sampling: ModelEntry.Sampling

  init(base: BaseURL, key: String, model: String, entry: ModelEntry?) {
    url = base.url(version: "v1", "messages")
    self.key = key
    self.model = model
    sampling = entry?.sampling ?? .none
  }

  static let address = "https://api.anthropic.com"

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest {
    let system = request.messages.filter { $0.role == .system }.map(\.text).joined(separator: "\n\n")
    var members: [JSON.Member] = [.init("model", .string(model)), .init("max_tokens", JSON(request.maximumOutputTokens))]
    if !system.isEmpty { members.append(.init("system", .string(system))) }
    members.append(
      .init(
        "messages",
        .array(
          request.messages.filter { $0.role != .system }.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] })))
    if sampling == .temperature { members.append(.init("temperature", 0)) }
    if let schema = request.schema {
      members.append(.init("output_config", ["format": ["type": "json_schema", "schema": .raw(schema.json)]]))
    }
    if streams { members.append(.init("stream", true)) }
    return .json(url, headers: ["x-api-key": key, "anthropic-version": "2023-06-01"], body: .object(members))
  }

  func reader(for request: CompletionRequest) -> any AnswerReader { AnthropicReader() }
}

struct AnthropicReader: AnswerReader {
  private var answer = GatheredAnswer()
  private var hasEnded = true

  mutating func read(whole json: JSON) throws(Failure) {
    guard let content = json["content"]?.array else { throw .notUnderstood }
    answer.model = json["model"]?.string
    readUsage(json["usage"])
    // blocks of other types are how it came to its answer
    answer.text = content.compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil }.joined()
    answer.finish = try finish(json["stop_reason"])
  }

  mutating func read(event json: JSON) throws(Failure) -> String {
    var new = ""
    switch json["type"]?.string {
    case "message_start":
      hasEnded = false
      answer.model = json["message"]?["model"]?.string
      readUsage(json["message"]?["usage"])
    case "content_block_start" where json["content_block"]?["type"]?.string == "text":
      new = json["content_block"]?["text"]?.string ?? ""
    case "content_block_delta" where json["delta"]?["type"]?.string == "text_delta":
      new = json["delta"]?["text"]?.string ?? ""
    case "message_delta":
      readUsage(json["usage"])
      answer.finish = try finish(json["delta"]?["stop_reason"])
    case "message_stop": hasEnded = true
    default: break
    }
    answer.text += new
    return new
  }

  func completion() throws(Failure) -> Completion {
    guard hasEnded else { throw .cutOff }
    return try answer.completion()
  }

  /// What was written to its cache or read from there is input, too.
  private mutating func readUsage(_ usage: JSON?) {
    guard let usage else { return }
    if let input = usage["input_tokens"]?.int {
      answer.input = input + (usage["cache_creation_input_tokens"]?.int ?? 0) + (usage["cache_read_input_tokens"]?.int ?? 0)
    }
    answer.output = usage["output_tokens"]?.int ?? answer.output
  }

  private func finish(_ reason: JSON?) throws(Failure) -> Completion.Finish? {
    switch reason?.string {
    case nil: nil
    case "end_turn", "stop_sequence": .complete
    case "max_tokens", "model_context_window_exceeded": .truncated
    case "refusal": .refused(nil)
    case "pause_turn": throw .badAnswer("the model paused its turn", retry: .yes)
    default: throw .badAnswer("the model wants to call a tool, and there is none")
    }
  }
}
