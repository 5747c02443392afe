internal import CurlHTTP
internal import LanguageModels
internal import StubServer
internal import Testing

/// Errors in every shape that vendors give them, and what is tried again. Each has words of the note and the key in it: none may come out.
@Suite struct ErrorTests {
  struct Case: Sendable {
    var provider: ProviderName
    var status: Int
    var body: String
    var headers: [(String, String)] = []
    var code: LanguageModelError.Code
    /// How often the server is asked.
    var calls = 1
    var environment: [String: String?] = [:]
  }

  static let note = "Évian: 5 mg"
  static let leak = "\(Asking.canary) \(note)"

  static func openAI(_ type: String, _ code: String, _ param: String = "null", message: String = leak) -> String {
    #"{"error":{"message":"\#(message)","type":\#(type),"param":\#(param),"code":\#(code)}}"#
  }

  static let cases: [Case] = [
    Case(provider: .openai, status: 401, body: openAI(#""invalid_request_error""#, #""invalid_api_key""#), code: .badKey),
    Case(
      provider: .openai, status: 403, body: openAI(#""invalid_request_error""#, #""unsupported_country_region_territory""#),
      code: .forbidden),
    Case(provider: .openai, status: 404, body: openAI(#""invalid_request_error""#, #""model_not_found""#), code: .noSuchModel),
    Case(provider: .openai, status: 404, body: openAI(#""invalid_request_error""#, "null"), code: .badRequest),
    Case(
      provider: .openai, status: 400, body: openAI(#""invalid_request_error""#, #""unsupported_value""#, #""temperature""#),
      code: .badRequest),
    Case(provider: .openai, status: 400, body: openAI(#""invalid_request_error""#, #""context_length_exceeded""#), code: .tooLong),
    Case(provider: .openai, status: 429, body: openAI(#""insufficient_quota""#, #""insufficient_quota""#), code: .quotaUsedUp),
    Case(
      provider: .openai, status: 429, body: openAI(#""insufficient_quota""#, #""insufficient_quota""#),
      headers: [("x-should-retry", "true")],
      code: .quotaUsedUp),
    Case(
      provider: .openai, status: 429,
      body: openAI(#""tokens""#, #""rate_limit_exceeded""#, message: "Request too large for gpt-5.4-mini on tokens per min (TPM): \(leak)"),
      code: .tooLong),
    Case(provider: .openai, status: 429, body: openAI(#""requests""#, #""rate_limit_exceeded""#), code: .rateLimited, calls: 5),
    Case(
      provider: .openai, status: 429, body: openAI(#""requests""#, #""rate_limit_exceeded""#), headers: [("x-should-retry", "false")],
      code: .rateLimited),
    Case(provider: .openai, status: 500, body: openAI(#""server_error""#, "null"), code: .serverError, calls: 5),
    Case(
      provider: .openai, status: 500, body: openAI(#""server_error""#, "null"), headers: [("X-Should-Retry", "False")], code: .serverError),
    Case(provider: .openai, status: 502, body: "<html>\(leak)</html>", code: .serverError, calls: 5),
    Case(provider: .openai, status: 503, body: "", code: .overloaded, calls: 5),
    Case(provider: .openai, status: 408, body: "", code: .timedOut, calls: 5),
    Case(provider: .openai, status: 409, body: openAI("null", "null"), code: .serverError, calls: 5),
    Case(provider: .openai, status: 400, body: "{}", headers: [("x-should-retry", "true")], code: .badRequest, calls: 5),
    Case(provider: .openai, status: 302, body: "", headers: [("Location", "http://127.0.0.1:1/\(Asking.canary)")], code: .badRequest),
    Case(
      provider: .anthropic, status: 401,
      body: #"{"type":"error","error":{"type":"authentication_error","message":"\#(leak)"},"request_id":"req_1"}"#, code: .badKey),
    Case(
      provider: .anthropic, status: 403, body: #"{"type":"error","error":{"type":"permission_error","message":"\#(leak)"}}"#,
      code: .forbidden),
    Case(
      provider: .anthropic, status: 404, body: #"{"type":"error","error":{"type":"not_found_error","message":"model: \#(leak)"}}"#,
      code: .noSuchModel),
    Case(
      provider: .anthropic, status: 400,
      body: #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#,
      code: .tooLong),
    Case(
      provider: .anthropic, status: 413, body: #"{"type":"error","error":{"type":"request_too_large","message":"\#(leak)"}}"#,
      code: .tooLong),
    Case(
      provider: .anthropic, status: 529, body: #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
      code: .overloaded,
      calls: 5),
    Case(provider: .mistral, status: 401, body: #"{"detail":"\#(leak)"}"#, code: .badKey),
    Case(
      provider: .mistral, status: 422,
      body: #"{"detail":[{"type":"extra_forbidden","loc":["body","messages",0],"msg":"\#(leak)","input":"\#(leak)"}]}"#, code: .badRequest),
    Case(
      provider: .mistral, status: 400, body: #"{"object":"error","message":"\#(leak)","type":"invalid_model","code":"1500"}"#,
      code: .badRequest),
    Case(
      provider: .mistral, status: 429, body: #"{"object":"error","message":"\#(leak)","type":"rate_limited","code":"1300"}"#,
      code: .rateLimited,
      calls: 5),
    Case(provider: .ollama, status: 404, body: #"{"error":"model '\#(leak)' not found"}"#, code: .noSuchModel),
    Case(provider: .ollama, status: 400, body: #"{"error":"the input length exceeds the context length"}"#, code: .tooLong),
    Case(provider: .ollama, status: 500, body: #"{"error":"\#(leak)"}"#, code: .serverError, calls: 5),
    Case(
      provider: .gemini, status: 400,
      body:
        #"{"error":{"code":400,"message":"\#(leak)","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}"#,
      code: .badKey),
    Case(
      provider: .gemini, status: 400, body: #"[{"error":{"code":400,"message":"\#(leak)","status":"FAILED_PRECONDITION"}}]"#,
      code: .forbidden),
    Case(
      provider: .gemini, status: 403, body: #"{"error":{"code":403,"message":"\#(leak)","status":"PERMISSION_DENIED"}}"#, code: .forbidden),
    Case(provider: .gemini, status: 404, body: #"{"error":{"code":404,"message":"\#(leak)","status":"NOT_FOUND"}}"#, code: .noSuchModel),
    Case(
      provider: .gemini, status: 503, body: #"{"error":{"code":503,"message":"\#(leak)","status":"UNAVAILABLE"}}"#, code: .overloaded,
      calls: 5),
    Case(provider: .azure, status: 401, body: #"{"error":{"code":"401","message":"\#(leak)"}}"#, code: .badKey),
    Case(provider: .azure, status: 404, body: #"{"error":{"code":"DeploymentNotFound","message":"\#(leak)"}}"#, code: .noSuchModel),
    Case(
      provider: .bedrock, status: 403, body: #"{"Message":"\#(leak)"}"#, headers: [("x-amzn-errortype", "AccessDeniedException")],
      code: .badKey),
    Case(
      provider: .bedrock, status: 403, body: #"{"message":"\#(leak)"}"#,
      headers: [("x-amzn-ErrorType", "UnrecognizedClientException:http://internal.amazon.com/coral/")], code: .badKey,
      environment: ["AWS_BEARER_TOKEN_BEDROCK": nil, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": Asking.canary]),
    Case(
      provider: .bedrock, status: 403, body: #"{"message":"\#(leak)"}"#, headers: [("x-amzn-errortype", "AccessDeniedException")],
      code: .forbidden, environment: ["AWS_BEARER_TOKEN_BEDROCK": nil, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": Asking.canary]),
    Case(
      provider: .bedrock, status: 400, body: #"{"message":"Input is too long for requested model."}"#,
      headers: [("x-amzn-errortype", "ValidationException")], code: .tooLong),
    Case(
      provider: .bedrock, status: 404, body: #"{"message":"\#(leak)"}"#, headers: [("x-amzn-errortype", "ResourceNotFoundException")],
      code: .noSuchModel),
    Case(
      provider: .bedrock, status: 429, body: #"{"message":"\#(leak)"}"#, headers: [("x-amzn-errortype", "ThrottlingException")],
      code: .rateLimited, calls: 5),
    Case(
      provider: .compatible, status: 400,
      body: #"{"error":{"code":400,"message":"\#(leak)","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":8192}}"#,
      code: .tooLong),
    Case(
      provider: .compatible, status: 404, body: #"{"object":"error","message":"\#(leak)","type":"NotFoundError","param":null,"code":404}"#,
      code: .noSuchModel),
    Case(provider: .compatible, status: 404, body: "404 page not found", code: .badRequest),
    // an answer that is none
    Case(provider: .openai, status: 200, body: "<html>\(leak)</html>", code: .badAnswer),
    Case(provider: .openai, status: 200, body: #"{"hello":"\#(leak)"}"#, code: .badAnswer),
    Case(provider: .openai, status: 200, body: #"{"choices":[{"message":{"content":"\#(note)"#, code: .badAnswer),
    Case(provider: .openai, status: 200, body: "", code: .badAnswer),
    Case(provider: .anthropic, status: 200, body: "[]", code: .badAnswer),
    Case(provider: .gemini, status: 200, body: "{}", code: .badAnswer),
    Case(provider: .ollama, status: 200, body: #"{"error":"\#(leak)"}"#, code: .serverError, calls: 5),
    Case(provider: .bedrock, status: 200, body: #"{"Output":{"__type":"UnknownOperationException"}}"#, code: .badAnswer),
    Case(
      provider: .openai, status: 200, body: #"{"choices":[{"message":{"content":null,"tool_calls":[]},"finish_reason":"tool_calls"}]}"#,
      code: .badAnswer),
    Case(
      provider: .openai, status: 200, body: #"{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}"#, code: .badAnswer, calls: 5),
  ]

  @Test(arguments: cases) func `The error is this`(wanted: Case) async throws {
    let (result, _, requests) = try await Asking.outcome(
      wanted.provider, .json(wanted.body, status: wanted.status, headers: wanted.headers), environment: wanted.environment)
    guard case .failure(let error) = result else {
      Issue.record("no error")
      return
    }
    #expect(error.code == wanted.code, "\(error)")
    #expect(requests.count == wanted.calls)
    if wanted.status >= 300 { #expect(error.status == wanted.status) }
    let said = "\(error) \(String(reflecting: error))"
    #expect(!said.contains("canary") && !said.contains("Évian") && !said.contains("5 mg"), "\(said)")
    #expect(!error.message.isEmpty && error.message.utf8.count < 400)
  }

  @Test(arguments: [
    (
      ProviderName.anthropic,
      "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
      LanguageModelError.Code.overloaded, 5
    ),
    (
      .anthropic, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"x\"}}\n\n",
      .badRequest, 1
    ),
    (.openai, "data: {\"error\":{\"message\":\"x\",\"type\":\"server_error\",\"code\":null}}\n\n", .serverError, 5),
    (.openai, "data: {\"choices\":[{\"delta\":{\"content\":\"half\"},\"finish_reason\":null}]}\n\n", .badAnswer, 1),
    (
      .openai, "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\ndata: {\"error\":{\"type\":\"server_error\"}}\n\n",
      .serverError, 1
    ),
    (.openai, "data: {\"choices\":[]}\n\n", .badAnswer, 5), (.openai, "data: {\"choi\n\n", .badAnswer, 5),
    (.openai, "", .badAnswer, 5),
  ])
  func `An error within a stream`(provider: ProviderName, text: String, code: LanguageModelError.Code, calls: Int) async throws {
    let (result, _, requests) = try await Asking.outcome(provider, .events(text), streams: true)
    guard case .failure(let error) = result else {
      Issue.record("no error")
      return
    }
    #expect(error.code == code, "\(error)")
    // what was given to the reader cannot be taken back
    #expect(requests.count == calls)
  }

  @Test func `Ollama's error in the middle of its lines`() async throws {
    let answer = Answer.stream(
      [Array("{\"message\":{\"content\":\"\"},\"done\":false}\n{\"error\":\"\(Self.leak)\"}\n".utf8)], type: "application/x-ndjson")
    let (result, _, requests) = try await Asking.outcome(.ollama, answer, AnswerTests.cases[19].answer, streams: true)
    #expect(try result.get().finish == .complete || result.get().finish == .truncated)
    #expect(requests.count == 2)
  }

  /// A server may put the key where a name should stand.
  @Test func `What looks like a key is no name`() async throws {
    for name in ["sk-proj-Ab3dEf6h_xYz", Asking.canary, "AIzaSyD4n", "a b"] {
      let (result, _, _) = try await Asking.outcome(.openai, .json(Self.openAI("\"\(name)\"", "\"\(name)\"", "\"\(name)\""), status: 400))
      guard case .failure(let error) = result else {
        Issue.record("no error")
        continue
      }
      #expect(!error.message.contains(name))
    }
  }

  @Test func `A connection that breaks is tried again`() async throws {
    let (result, _, requests) = try await Asking.outcome(
      .openai, .raw(""), .raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"),
      AnswerTests.chat(AnswerTests.said))
    #expect(try result.get().text == #"{"a":1}"#)
    #expect(requests.count == 3)
  }

  @Test func `Without a key nothing is sent`() async throws {
    for provider in ProviderName.allCases where provider.needsKey {
      let http = Refusing()
      do throws(LanguageModelError) {
        _ = try await LanguageModels.make(
          ModelSelection(provider: provider, model: "m", baseURL: "http://127.0.0.1:1"), environment: ["AWS_REGION": "eu-west-3"],
          keys: NoKeys(),
          http: http, time: TestClock().time)
        Issue.record("\(provider) wants no key")
      } catch {
        #expect(error.code == .noKey)
        #expect(error.message.contains("pie set-key \(provider.rawValue) --local"))
      }
      #expect(http.urls.isEmpty)
    }
  }

  @Test func `A key with a line break goes nowhere`() async throws {
    let (result, _, requests) = try await Asking.outcome(
      .openai, .json("{}"), environment: ["OPENAI_API_KEY": "\(Asking.canary)\r\nX-Evil: 1"])
    guard case .failure(let error) = result else {
      Issue.record("no error")
      return
    }
    #expect(error.code == .badRequest)
    #expect(!error.message.contains("canary"))
    #expect(requests.isEmpty)
  }
}
