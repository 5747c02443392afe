internal import CurlHTTP

/// Any server that speaks OpenAI's chat completions: llama.cpp, vLLM, LM Studio, LiteLLM, …
struct Compatible: Wire {
  private let chat: ChatCompletions

  init(base: BaseURL, key: String?, model: String) {
    chat = ChatCompletions(
      url: base.url(version: "v1", "chat/completions"), headers: Self.headers(key), model: model, limitKey: "max_tokens",
      sampling: .temperature)
  }

  static func headers(_ key: String?) -> HTTPHeaders { key.map { ["Authorization": "Bearer \($0)"] } ?? [:] }

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest { chat.request(request, streams: streams) }

  func reader(for request: CompletionRequest) -> any AnswerReader { ChatCompletionReader() }

  /// llama.cpp answers 503 while it loads a model.
  func failure(_ error: ServerError) -> Failure? {
    guard error.status == 503, error.isNamed("unavailable_error") else { return nil }
    return Failure(.overloaded, "the server is still loading its model; try later", status: 503, retry: .soon)
  }

  /// What a server says of its first model, or of the one that is named, at `/v1/models`.
  struct Served: Sendable, Equatable {
    var model: String
    /// vLLM's `max_model_len`; nil where it is not said there.
    var contextTokens: Int?
    /// llama.cpp says how much it holds at `/props`.
    var isLlama: Bool

    init?(_ json: JSON, named name: String?) {
      let models = json["data"]?.array ?? []
      guard let entry = name.map({ name in models.first { $0["id"]?.string == name } }) ?? models.first, let id = entry["id"]?.string
      else { return nil }
      model = id
      contextTokens = entry["max_model_len"]?.int ?? entry["meta"]?["n_ctx"]?.int ?? entry["context_length"]?.int
      isLlama = entry["owned_by"]?.string == "llamacpp"
    }
  }
}
