internal import CurlHTTP

/// Azure OpenAI: a deployment in place of a model. With an API version it is asked at the deployment's own address, else at `/openai/v1`.
struct Azure: Wire {
  private let chat: ChatCompletions

  init(base: BaseURL, key: String, deployment: String, version: String?, entry: ModelEntry?) {
    let headers: HTTPHeaders = ["api-key": key]
    let root = base.text.hasSuffix("/openai") ? base.text : base.text + "/openai"
    let url =
      if let version {
        "\(root)/deployments/\(deployment.percentEncoded())/chat/completions?api-version=\(version.percentEncoded())"
      } else if base.text.hasSuffix("/openai/v1") {
        base.text + "/chat/completions"
      } else {
        root + "/v1/chat/completions"
      }
    chat = ChatCompletions(url: url, headers: headers, model: version == nil ? deployment : nil, sampling: entry?.sampling ?? .none)
  }

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest { chat.request(request, streams: streams) }

  func reader(for request: CompletionRequest) -> any AnswerReader { ChatCompletionReader() }

  /// A prompt that its filter keeps back is answered with a 400.
  func failure(_ error: ServerError) -> Failure? {
    guard error.isNamed("content_filter") else { return nil }
    let inner = error.json?["error"]?["innererror"]
    let name = ContentFilter.name(inner?["content_filter_result"] ?? inner?["content_filter_results"])
    var failure = Failure(.badRequest, "the filter of Azure OpenAI keeps the request back", status: error.status)
    failure.completion = Completion(text: "", finish: .filtered(name), usage: TokenUsage(), model: nil)
    return failure
  }
}
