internal import CurlHTTP

extension Failure {
  /// What an error of a server means, whoever runs it.
  init(_ error: ServerError, provider: ProviderName, model: String) {
    let who = provider.label
    let names = error.names.isEmpty ? "" : " (\(error.names))"
    let status = error.status
    func failure(_ code: LanguageModelError.Code, _ text: String, _ retry: Retry = .no) -> Failure {
      Failure(code, text, status: status, retry: retry, delay: error.retryDelay)
    }
    let variables = provider.keyVariables.first ?? ""
    let badKey = failure(
      .badKey, "\(who) does not accept the key\(names); look at \(variables), or store another: pie set-key \(provider.rawValue) --local")
    let tooLong = failure(.tooLong, "the request is too long for \(model) at \(who)\(names)")
    let quota = failure(.quotaUsedUp, "the account at \(who) has no credit or quota left\(names); see its billing page")

    if error.isNamed("insufficient_quota", "billing_hard_limit_reached", "billing_error", "ServiceQuotaExceededException") || status == 402
    {
      self = quota
    } else if error.isNamed(
      "context_length_exceeded", "exceed_context_size_error", "string_above_max_length", "request_too_large", "max_tokens_exceeded")
      || error.isTooLong
    {
      self = tooLong
    } else if error.isNamed("API_KEY_INVALID", "invalid_api_key", "authentication_error", "UNAUTHENTICATED") {
      self = badKey
    } else {
      switch error.effectiveStatus {
      case 300..<400:
        self = failure(.badRequest, "\(who) answers with a redirect\(names), which is not followed: is the base URL right?")
      case 401: self = badKey
      case 403: self = failure(.forbidden, "\(who) does not allow this key to use \(model)\(names)")
      case 404 where error.json == nil || error.type == "invalid_request_error" && error.code == nil:
        self = failure(.badRequest, "\(who) has nothing at that address\(names): is the base URL right?")
      case 404:
        self = failure(.noSuchModel, "\(who) has no model \(model)\(names)")
      case 408, 504: self = failure(.timedOut, "\(who) took too long\(names)", .yes)
      case 409: self = failure(.serverError, "\(who) was disturbed by another request\(names)", .yes)
      case 413: self = tooLong
      case 429: self = failure(.rateLimited, "\(who) wants fewer requests\(names); try later", .yes)
      case 503, 529: self = failure(.overloaded, "\(who) is overloaded or not ready\(names); try later", .yes)
      case 500...: self = failure(.serverError, "\(who) had an error of its own\(names); try later", .yes)
      default:
        self = failure(.badRequest, "\(who) refuses the request\(names): the model \(model) may not take what was asked of it")
      }
    }
  }

  /// A transfer that failed.
  init(_ error: HTTPError) {
    switch error.code {
    case .cancelled: self.init(.cancelled, "cancelled")
    case .timedOut: self.init(.timedOut, "\(error) (timeouts.idle, timeouts.total)")
    case .connectTimedOut: self.init(.timedOut, "\(error) (timeouts.connect)", retry: .yes)
    case .noConnection, .noHost, .cutOff, .noProxy: self.init(.unreachable, error.description, retry: .yes)
    case .badURL, .badHeader: self.init(.badRequest, error.description)
    case .notHTTP, .badEncoding, .tooLarge: self.init(.badAnswer, error.description)
    case .noLibrary, .noTLS, .badCertificate, .badAuthorities, .other: self.init(.unreachable, error.description)
    }
  }
}

extension ServerError {
  /// Several servers have no code for it: Anthropic, Mistral, Gemini, Bedrock, vLLM and Ollama answer a plain 400, OpenAI a 429 for what
  /// is more than a minute's tokens at once.
  fileprivate var isTooLong: Bool {
    guard [400, 413, 422, 429].contains(effectiveStatus) else { return false }
    return says(
      "prompt is too long", "context length", "context window", "input is too long", "input length", "too many tokens",
      "maximum number of tokens", "too large for model", "request too large")
  }

  /// The status, or the one that an error within a stream would have had.
  fileprivate var effectiveStatus: Int {
    if let status, status >= 300 { return status }
    switch type ?? code {
    case "overloaded_error", "unavailable_error": return 529
    case "rate_limit_error", "rate_limit_exceeded": return 429
    case "timeout_error": return 504
    case "invalid_request_error", "invalid_prompt": return 400
    case "permission_error": return 403
    case "not_found_error": return 404
    default: return code.flatMap { Int($0) }.flatMap { (300..<600).contains($0) ? $0 : nil } ?? 500
    }
  }
}
