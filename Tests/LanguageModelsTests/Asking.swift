internal import CurlHTTP
internal import LanguageModels
internal import StubServer
internal import Synchronization

/// A model of a provider whose server is the test's.
enum Asking {
  static let client = CurlClient(environment: [:], agent: "pie-tests")
  static let canary = "sk-canary-5e1f0b7a"
  static let environment = [
    "OPENAI_API_KEY": canary, "MISTRAL_API_KEY": canary, "ANTHROPIC_API_KEY": canary, "GEMINI_API_KEY": canary,
    "AZURE_OPENAI_API_KEY": canary,
    "AWS_BEARER_TOKEN_BEDROCK": canary, "AWS_REGION": "eu-west-3", "AZURE_OPENAI_DEPLOYMENT": "gpt-4o-notes",
  ]
  static let schema = AnswerSchema(name: "claims", json: #"{"type":"object","properties":{}}"#)
  static let request = CompletionRequest(
    messages: [Message(.system, "Be exact."), Message(.user, "Né à Évian: 5 mg")], schema: schema, maximumOutputTokens: 1000)

  static func model(
    _ provider: ProviderName, _ server: StubServer, model: String? = nil, environment more: [String: String?] = [:],
    contextTokens: Int? = 32_768,
    limits: HTTPLimits = HTTPLimits(), clock: TestClock = TestClock()
  ) async throws(LanguageModelError) -> any LanguageModel {
    var environment = environment
    for (name, value) in more { environment[name] = value }
    return try await LanguageModels.make(
      ModelSelection(
        provider: provider, model: model ?? (provider == .compatible ? "local" : nil), baseURL: server.url, contextTokens: contextTokens,
        limits: limits), environment: environment, keys: NoKeys(), http: client, time: clock.time)
  }

  /// What one answer comes to.
  static func outcome(
    _ provider: ProviderName, _ answers: Answer..., model: String? = nil, streams: Bool = false,
    request: CompletionRequest = Asking.request,
    environment: [String: String?] = [:]
  ) async throws -> (Result<Completion, LanguageModelError>, text: String, requests: [StubServer.Request]) {
    let server = try StubServer { _, number in answers[min(number, answers.count - 1)] }
    defer { server.stop() }
    let streamed = Streamed()
    let result: Result<Completion, LanguageModelError>
    let give: @Sendable (String) -> Void = { streamed.add($0) }
    do throws(LanguageModelError) {
      let model = try await Self.model(provider, server, model: model, environment: environment)
      result = .success(try await model.complete(request, onText: streams ? give : nil))
    } catch {
      result = .failure(error)
    }
    return (result, streamed.text, server.requests)
  }
}

struct NoKeys: KeySource {
  func key(of provider: ProviderName) throws(LanguageModelError) -> String? { nil }
}

/// Time that passes only where somebody sleeps.
final class TestClock: Sendable {
  private let slept = Mutex<[Duration]>([])

  var sleeps: [Duration] { slept.withLock { $0 } }

  var time: Timekeeper {
    Timekeeper(
      now: { self.sleeps.reduce(.zero, +) }, secondsSince1970: { 1_769_862_896 },
      sleep: { duration in
        try Task.checkCancellation()
        self.slept.withLock { $0.append(duration) }
      }, chance: { 0 })
  }
}

/// Writes the URLs down, and answers nothing.
final class Refusing: HTTPClient {
  private let seen = Mutex<[String]>([])

  var urls: [String] { seen.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    seen.withLock { $0.append(request.url) }
    throw HTTPError(.badCertificate, host: "h")
  }
}

final class Streamed: Sendable {
  private let gathered = Mutex("")

  var text: String { gathered.withLock { $0 } }

  func add(_ text: String) { gathered.withLock { $0 += text } }
}
