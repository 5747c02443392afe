internal import CurlHTTP

/// Mistral AI: chat completions with a limit and a seed of other names; an answer may be a list of blocks.
struct Mistral: Wire {
  private let chat: ChatCompletions

  init(base: BaseURL, key: String, model: String) {
    chat = ChatCompletions(
      url: base.url(version: "v1", "chat/completions"), headers: ["Authorization": "Bearer \(key)"], model: model, limitKey: "max_tokens",
      sampling: .temperature, more: [.init("random_seed", 0)], asksForUsage: false)
  }

  static let address = "https://api.mistral.ai"

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest { chat.request(request, streams: streams) }

  func reader(for request: CompletionRequest) -> any AnswerReader { ChatCompletionReader() }
}
