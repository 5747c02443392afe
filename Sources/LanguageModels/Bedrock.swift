internal import CurlHTTP

/// Amazon Bedrock's Converse, with a key of its own or signed with AWS credentials.
struct Bedrock: Wire {
  enum Login: Sendable {
    case key(String)
    case signature(AWSCredentials)
  }

  private let url: String
  private let region: String
  private let login: Login
  private let sampling: ModelEntry.Sampling
  private let now: @Sendable () -> Int

  init(base: BaseURL, region: String, login: Login, model: String, entry: ModelEntry?, now: @escaping @Sendable () -> Int) {
    url = base.url("model/\(model.percentEncoded())/converse")
    self.region = region
    self.login = login
    sampling = entry?.sampling ?? .none
    self.now = now
  }

  static func address(_ region: String) -> String { "https://bedrock-runtime.\(region).amazonaws.com" }

  /// The default model, in the group of regions that the region belongs to: a note stays on its continent.
  static func defaultModel(_ region: String) -> String? {
    guard let model = ProviderName.bedrock.defaultModel else { return nil }
    let groups = [
      "us-gov-": "us-gov", "us-": "us", "eu-": "eu", "ca-": "us", "ap-southeast-2": "au", "ap-northeast-1": "jp", "ap-": "apac",
    ]
    let group = groups.filter { region.hasPrefix($0.key) }.max { $0.key.utf8.count < $1.key.utf8.count }?.value
    return group.map { "\($0).\(model)" } ?? model
  }

  /// The model's own id, without the group of regions and the vendor before it.
  static func bareModel(_ model: String) -> String {
    model.split(separator: ".").firstIndex(of: "anthropic").map { model.split(separator: ".").dropFirst($0 + 1).joined(separator: ".") }
      ?? model
  }

  func request(_ request: CompletionRequest, streams: Bool) -> HTTPRequest {
    var members: [JSON.Member] = []
    let system = request.messages.filter { $0.role == .system }
    if !system.isEmpty { members.append(.init("system", .array(system.map { ["text": .string($0.text)] }))) }
    members.append(
      .init(
        "messages",
        .array(
          request.messages.filter { $0.role != .system }.map {
            ["role": .string($0.role.rawValue), "content": [["text": .string($0.text)]]]
          })))
    var configuration: [JSON.Member] = [.init("maxTokens", JSON(request.maximumOutputTokens))]
    if sampling == .temperature { configuration.append(.init("temperature", 0)) }
    members.append(.init("inferenceConfig", .object(configuration)))
    if let schema = request.schema {
      let structure: JSON = ["jsonSchema": ["name": .string(schema.name), "schema": .string(schema.json)]]
      members.append(.init("outputConfig", ["textFormat": ["type": "json_schema", "structure": structure]]))
    }
    switch login {
    case .key(let key): return .json(url, headers: ["Authorization": "Bearer \(key)"], body: .object(members))
    case .signature(let credentials):
      return HTTPRequest.json(url, headers: [:], body: .object(members)).signed(
        by: credentials, region: region, service: "bedrock", at: CivilTime(secondsSince1970: now()))
    }
  }

  func reader(for request: CompletionRequest) -> any AnswerReader { BedrockReader() }

  /// A bad key is a 403.
  func failure(_ error: ServerError) -> Failure? {
    let isKey: Bool
    if case .key = login { isKey = true } else { isKey = false }
    let variable = isKey ? "AWS_BEARER_TOKEN_BEDROCK" : "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
    let names = error.names
    if error.isNamed(
      "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException", "ExpiredToken", "IncompleteSignatureException",
      "MissingAuthenticationTokenException", "InvalidClientTokenId")
      || error.status == 403 && (isKey || error.type == nil)
    {
      let hint = isKey ? ", or it has no access to the model" : ""
      return Failure(.badKey, "Amazon Bedrock does not accept the key (\(names))\(hint); look at \(variable)", status: error.status)
    }
    if error.isNamed("AccessDeniedException") {
      return Failure(
        .forbidden,
        "Amazon Bedrock does not let these credentials use the model in \(region) (\(names)); ask for access to it in the console",
        status: error.status)
    }
    if error.isNamed("ResourceNotFoundException") {
      return Failure(.noSuchModel, "Amazon Bedrock has no such model in \(region) (\(names))", status: error.status)
    }
    if error.isNamed("ModelNotReadyException") {
      return Failure(.overloaded, "Amazon Bedrock is still loading the model (\(names)); try later", status: error.status, retry: .soon)
    }
    return nil
  }
}

struct BedrockReader: AnswerReader {
  private var answer = GatheredAnswer()

  mutating func read(whole json: JSON) throws(Failure) {
    guard json["output"] != nil || json["stopReason"] != nil else { throw .notUnderstood }
    let usage = json["usage"]
    answer.input =
      (usage?["inputTokens"]?.int ?? 0) + (usage?["cacheReadInputTokens"]?.int ?? 0) + (usage?["cacheWriteInputTokens"]?.int ?? 0)
    answer.output = usage?["outputTokens"]?.int ?? 0
    // other blocks, as reasoningContent, are how it came to its answer
    answer.text = (json["output"]?["message"]?["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined()
    switch json["stopReason"]?.string {
    case nil: break
    case "end_turn", "stop_sequence": answer.finish = .complete
    case "max_tokens", "model_context_window_exceeded": answer.finish = .truncated
    case "guardrail_intervened": answer.finish = .filtered("guardrail")
    case "content_filtered": answer.finish = .filtered(nil)
    case "refusal": answer.finish = .refused(nil)
    case "malformed_model_output", "malformed_tool_use": throw .badAnswer("the model's answer was malformed", retry: .yes)
    default: throw .badAnswer("the model wants to call a tool, and there is none")
    }
  }

  mutating func read(event json: JSON) throws(Failure) -> String { throw .notUnderstood }

  func completion() throws(Failure) -> Completion { try answer.completion() }
}
