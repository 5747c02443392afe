internal import CurlHTTP

/// OpenAI: chat completions, or responses for the models that need them.
struct OpenAI: Wire {
  private let chat: ChatCompletions
  private let responses: ResponsesAPI?

  init(base: BaseURL, key: String, model: String, entry: ModelEntry?) {
    let headers: HTTPHeaders = ["Authorization": "Bearer \(key)"]
    let sampling = entry?.sampling ?? .none
    chat = ChatCompletions(url: base.url(version: "v1", "chat/completions"), headers: headers, model: model, sampling: sampling)
    responses =
      entry?.needsResponses == true
      ? ResponsesAPI(url: base.url(version: "v1", "responses"), headers: headers, model: model, sampling: sampling) : nil
  }

  static let address = "https://api.openai.com/v1"

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest {
    responses?.request(request, streams: streams) ?? chat.request(request, streams: streams)
  }

  func reader(for request: CompletionRequest) -> any AnswerReader { responses == nil ? ChatCompletionReader() : ResponseReader() }
}
