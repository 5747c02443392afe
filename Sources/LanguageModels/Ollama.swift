internal import CurlHTTP

/// Ollama's own `/api/chat`. A prompt that does not fit loses its beginning there without a word, so the context is made as large as the
/// prompt needs, cutting is forbidden, and the count of what was read is looked at.
struct Ollama: Wire {
  private let url: String
  private let headers: HTTPHeaders
  private let model: String
  private let contextTokens: Int

  init(base: BaseURL, key: String?, model: String, contextTokens: Int) {
    url = base.url("api/chat")
    headers = Compatible.headers(key)
    self.model = model
    self.contextTokens = contextTokens
  }

  static let address = "http://127.0.0.1:11434"
  /// Where the user names no other: what a small graphics card has room for.
  static let usualContext = 32_768

  func request(_ request: CompletionRequest, streams: Bool) throws(LanguageModelError) -> HTTPRequest {
    let prompt = request.messages.reduce(0) { $0 + TokenEstimate.most($1.text) + 16 }
    let context = try size(for: prompt + request.maximumOutputTokens)
    var members: [JSON.Member] = [
      .init("model", .string(model)),
      .init("messages", .array(request.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] })),
      .init("stream", .bool(streams)), .init("think", false), .init("truncate", false), .init("shift", false),
      .init("options", ["num_ctx": JSON(context), "num_predict": JSON(request.maximumOutputTokens), "temperature": 0]),
    ]
    if let schema = request.schema { members.append(.init("format", .raw(schema.json))) }
    return .json(url, headers: headers, body: .object(members))
  }

  /// In steps, since the server loads the model anew for each size.
  private func size(for tokens: Int) throws(LanguageModelError) -> Int {
    var size = 4096
    while size < tokens { size *= 2 }
    guard tokens <= contextTokens else {
      throw LanguageModelError(
        .tooLong, "about \(tokens) tokens do not fit into the \(contextTokens) of \(model) at Ollama (context_size)")
    }
    return min(size, contextTokens)
  }

  func reader(for request: CompletionRequest) -> any AnswerReader {
    OllamaReader(leastPromptTokens: request.messages.reduce(0) { $0 + TokenEstimate.least($1.text) })
  }

  func failure(_ error: ServerError) -> Failure? {
    guard error.status == 404, error.json != nil else { return nil }
    return Failure(.noSuchModel, "Ollama has no model \(model); get it with: ollama pull \(model)", status: 404)
  }
}

struct OllamaReader: AnswerReader {
  private var answer = GatheredAnswer()
  private var promptTokens: Int?
  private let leastPromptTokens: Int

  init(leastPromptTokens: Int) { self.leastPromptTokens = leastPromptTokens }

  mutating func read(whole json: JSON) throws(Failure) {
    guard json["message"] != nil || json["done"] != nil else { throw .notUnderstood }
    _ = try read(event: json)
  }

  mutating func read(event json: JSON) throws(Failure) -> String {
    answer.model = json["model"]?.string ?? answer.model
    let new = json["message"]?["content"]?.string ?? ""
    answer.text += new
    if json["done"]?.bool == true {
      promptTokens = json["prompt_eval_count"]?.int
      answer.input = promptTokens ?? 0
      answer.output = json["eval_count"]?.int ?? 0
      answer.finish = json["done_reason"]?.string == "length" ? .truncated : .complete
    }
    return new
  }

  func completion() throws(Failure) -> Completion {
    // a word is a token at least: fewer by half were never read
    if let promptTokens, promptTokens < leastPromptTokens / 2 {
      throw Failure(
        .tooLong,
        "Ollama read \(promptTokens) tokens of a prompt of \(leastPromptTokens) words or more: its beginning was dropped (context_size)")
    }
    return try answer.completion()
  }
}
