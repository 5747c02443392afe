internal import CurlHTTP
internal import LanguageModels
internal import StubServer
internal import Testing

/// What is sent, byte for byte.
@Suite struct RequestTests {
  struct Case: Sendable {
    var provider: ProviderName
    var model: String?
    var streams = false
    var environment: [String: String?] = [:]
    var target: String
    var headers: [String: String]
    var body: String
  }

  static let messages = #"[{"role":"system","content":"Be exact."},{"role":"user","content":"Né à Évian: 5 mg"}]"#
  static let user = #"[{"role":"user","content":"Né à Évian: 5 mg"}]"#
  static let schema = #"{"type":"object","properties":{}}"#
  static let format =
    #""response_format":{"type":"json_schema","json_schema":{"name":"claims","strict":true,"schema":\#(schema)}}"#
  static let bearer = ["authorization": "Bearer \(Asking.canary)"]

  static let cases: [Case] = [
    Case(
      provider: .openai, target: "/v1/chat/completions", headers: bearer,
      body: #"{"model":"gpt-5.4-mini","messages":\#(messages),"max_completion_tokens":1000,"temperature":0,\#(format)}"#),
    Case(
      provider: .openai, model: "gpt-4o", streams: true, target: "/v1/chat/completions", headers: bearer,
      body:
        #"{"model":"gpt-4o","messages":\#(messages),"max_completion_tokens":1000,"temperature":0,\#(format),"stream":true,"stream_options":{"include_usage":true}}"#
    ),
    // no temperature for a model that thinks, none for one that nobody knows, and reasoning off where that makes it possible
    Case(
      provider: .openai, model: "gpt-5-mini", target: "/v1/chat/completions", headers: bearer,
      body: #"{"model":"gpt-5-mini","messages":\#(messages),"max_completion_tokens":1000,\#(format)}"#),
    Case(
      provider: .openai, model: "gpt-9", target: "/v1/chat/completions", headers: bearer,
      body: #"{"model":"gpt-9","messages":\#(messages),"max_completion_tokens":1000,\#(format)}"#),
    Case(
      provider: .openai, model: "gpt-5.6-luna", target: "/v1/chat/completions", headers: bearer,
      body:
        #"{"model":"gpt-5.6-luna","messages":\#(messages),"max_completion_tokens":1000,"reasoning_effort":"none","temperature":0,\#(format)}"#
    ),
    Case(
      provider: .openai, model: "o3-pro", target: "/v1/responses", headers: bearer,
      body:
        #"{"model":"o3-pro","instructions":"Be exact.","input":\#(user),"max_output_tokens":1000,"text":{"format":{"type":"json_schema","name":"claims","strict":true,"schema":\#(schema)}},"store":false}"#
    ),
    Case(
      provider: .mistral, target: "/v1/chat/completions", headers: bearer,
      body: #"{"model":"mistral-medium-3.5","messages":\#(messages),"max_tokens":1000,"temperature":0,\#(format),"random_seed":0}"#),
    Case(
      provider: .mistral, streams: true, target: "/v1/chat/completions", headers: bearer,
      body:
        #"{"model":"mistral-medium-3.5","messages":\#(messages),"max_tokens":1000,"temperature":0,\#(format),"random_seed":0,"stream":true}"#
    ),
    Case(
      provider: .anthropic, target: "/v1/messages", headers: ["x-api-key": Asking.canary, "anthropic-version": "2023-06-01"],
      body:
        #"{"model":"claude-sonnet-5","max_tokens":1000,"system":"Be exact.","messages":\#(user),"output_config":{"format":{"type":"json_schema","schema":\#(schema)}}}"#
    ),
    Case(
      provider: .anthropic, model: "claude-haiku-4-5", streams: true, target: "/v1/messages", headers: ["x-api-key": Asking.canary],
      body:
        #"{"model":"claude-haiku-4-5","max_tokens":1000,"system":"Be exact.","messages":\#(user),"temperature":0,"output_config":{"format":{"type":"json_schema","schema":\#(schema)}},"stream":true}"#
    ),
    // one that no schema constrains is asked without
    Case(
      provider: .anthropic, model: "claude-3-5-haiku-20241022", target: "/v1/messages", headers: ["x-api-key": Asking.canary],
      body: #"{"model":"claude-3-5-haiku-20241022","max_tokens":1000,"system":"Be exact.","messages":\#(user),"temperature":0}"#),
    Case(
      provider: .ollama, target: "/api/chat", headers: [:],
      body:
        #"{"model":"qwen3:8b","messages":\#(messages),"stream":false,"think":false,"truncate":false,"shift":false,"options":{"num_ctx":4096,"num_predict":1000,"temperature":0},"format":\#(schema)}"#
    ),
    Case(
      provider: .gemini, target: "/v1beta/models/gemini-3.5-flash:generateContent", headers: ["x-goog-api-key": Asking.canary],
      body:
        #"{"systemInstruction":{"parts":[{"text":"Be exact."}]},"contents":[{"role":"user","parts":[{"text":"Né à Évian: 5 mg"}]}],"generationConfig":{"maxOutputTokens":1000,"responseMimeType":"application/json","responseJsonSchema":\#(schema)}}"#
    ),
    Case(
      provider: .gemini, model: "gemini-2.5-flash", streams: true, target: "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
      headers: ["x-goog-api-key": Asking.canary],
      body:
        #"{"systemInstruction":{"parts":[{"text":"Be exact."}]},"contents":[{"role":"user","parts":[{"text":"Né à Évian: 5 mg"}]}],"generationConfig":{"maxOutputTokens":1000,"temperature":0,"responseMimeType":"application/json","responseJsonSchema":\#(schema)}}"#
    ),
    Case(
      provider: .azure, target: "/openai/v1/chat/completions", headers: ["api-key": Asking.canary],
      body: #"{"model":"gpt-4o-notes","messages":\#(messages),"max_completion_tokens":1000,"temperature":0,\#(format)}"#),
    Case(
      provider: .azure, model: "notes", environment: ["AZURE_OPENAI_API_VERSION": "2025-04-01-preview"],
      target: "/openai/deployments/notes/chat/completions?api-version=2025-04-01-preview", headers: ["api-key": Asking.canary],
      body: #"{"messages":\#(messages),"max_completion_tokens":1000,\#(format)}"#),
    Case(
      provider: .bedrock, target: "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse", headers: bearer,
      body:
        #"{"system":[{"text":"Be exact."}],"messages":[{"role":"user","content":[{"text":"Né à Évian: 5 mg"}]}],"inferenceConfig":{"maxTokens":1000,"temperature":0},"outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"name":"claims","schema":"{\"type\":\"object\",\"properties\":{}}"}}}}}"#
    ),
    Case(
      provider: .compatible, streams: true, target: "/v1/chat/completions", headers: [:],
      body:
        #"{"model":"local","messages":\#(messages),"max_tokens":1000,"temperature":0,\#(format),"stream":true,"stream_options":{"include_usage":true}}"#
    ),
  ]

  @Test(arguments: cases) func `The request is this`(wanted: Case) async throws {
    let (_, _, requests) = try await Asking.outcome(
      wanted.provider, .json("{}", status: 400), model: wanted.model, streams: wanted.streams, environment: wanted.environment)
    let request = try #require(requests.first)
    #expect(request.method == "POST")
    #expect(request.target == wanted.target)
    #expect(request.headers["content-type"] == "application/json")
    for (name, value) in wanted.headers { #expect(request.headers[name] == value) }
    if wanted.headers["authorization"] == nil { #expect(request.headers["authorization"] == nil) }
    #expect(request.text == wanted.body)
  }

  @Test func `Bedrock's request is signed where there is no key of its own`() async throws {
    let (_, _, requests) = try await Asking.outcome(
      .bedrock, .json("{}", status: 400),
      environment: [
        "AWS_BEARER_TOKEN_BEDROCK": nil, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "session",
      ])
    let request = try #require(requests.first)
    let authorization = try #require(request.headers["authorization"])
    #expect(
      authorization.hasPrefix(
        "AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-3/bedrock/aws4_request, SignedHeaders=accept;content-type;host;x-amz-date;x-amz-security-token, Signature="
      ))
    #expect(request.headers["x-amz-security-token"] == "session")
  }

  @Test(arguments: [
    ("http://h", "http://h/v1/chat/completions"), ("http://h/", "http://h/v1/chat/completions"),
    ("http://h/v1", "http://h/v1/chat/completions"), ("http://h/v1/", "http://h/v1/chat/completions"),
    ("http://h/openai/v1/chat/completions", "http://h/openai/v1/chat/completions"),
    ("https://h/v1beta/openai", "https://h/v1beta/openai/chat/completions"), ("h:11434", "http://h:11434/v1/chat/completions"),
    ("http://h/vault", "http://h/vault/v1/chat/completions"),
  ])
  func `The address is completed`(base: String, url: String) async throws {
    let http = Refusing()
    let model = try await LanguageModels.make(
      ModelSelection(provider: .openai, baseURL: base), environment: Asking.environment, keys: NoKeys(), http: http, time: TestClock().time)
    _ = try? await model.complete(Asking.request, onText: nil)
    #expect(http.urls.first == url)
  }

  @Test func `The context of Ollama is as large as the prompt needs, and no larger than is allowed`() async throws {
    func asked(_ letters: Int) async throws -> (Int?, LanguageModelError.Code?) {
      let request = CompletionRequest(
        messages: [Message(.user, String(repeating: "a", count: letters))], schema: nil, maximumOutputTokens: 1000)
      let (result, _, requests) = try await Asking.outcome(.ollama, .json("{}", status: 400), request: request)
      let code: LanguageModelError.Code? = if case .failure(let error) = result { error.code } else { nil }
      return (requests.first.flatMap { JSON($0.body)?["options"]?["num_ctx"]?.int }, code)
    }
    #expect(try await asked(5000).0 == 4096)
    #expect(try await asked(8000).0 == 8192)
    #expect(try await asked(40_000).0 == 32_768)
    let (size, code) = try await asked(100_000)
    #expect(size == nil)
    #expect(code == .tooLong)
  }
}
