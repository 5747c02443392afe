import CurlHTTP
import FoundationEssentials
import PieConfiguration
import Testing

@testable import Deployment

/// What `pie status` asks, and what it makes of the answers.
struct StatusTests {
  /// Answers by the second word of the AWS CLI's command.
  struct Answers: Runner {
    var answers: [String: String] = [
      "get-function": #"""
      {"Configuration":{"Version":"3","State":"Active","LastUpdateStatus":"Successful","MemorySize":1024,"Timeout":29,"Architectures":["x86_64"],
       "Description":"Patient Insight Extractor 0123456789ab","LastModified":"2026-01-01","Environment":{"Variables":{"PIE_PROVIDER":"offline"}}},
       "Code":{"ImageUri":"r/pie@sha256:abc","ResolvedImageUri":"r/pie@sha256:other"}}
      """#,
      "list-versions-by-function": #"{"Versions":[{"Version":"$LATEST"},{"Version":"3"}]}"#,
      "get-apis": #"{"Items":[{"Name":"other-api","ApiEndpoint":"https://no"},{"Name":"pie-api","ApiEndpoint":"https://x.example.org"}]}"#,
      "describe-parameters":
        #"{"Parameters":[{"Name":"/pie/access-token","Type":"SecureString","Version":1,"LastModifiedDate":"2026-01-01"}]}"#,
      "get-metric-data": #"{"MetricDataResults":[{"Id":"invocations","Values":[4,3]},{"Id":"p95","Values":[120.5]}]}"#,
      "invoke": #"{"StatusCode":200}"#,
    ]

    func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome {
      let word = command.arguments[1]
      if word == "invoke" { try? Data(#"{"statusCode":200}"#.utf8).write(to: URL(filePath: command.arguments[8])) }
      guard let answer = answers[word] else {
        return Outcome(ending: .code(254), error: "An error occurred (ResourceNotFoundException) when calling it: not there")
      }
      return Outcome(ending: .code(0), output: Array(answer.utf8))
    }
  }

  struct Web: HTTPClient {
    var status: Int?

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
      guard request.url == "https://x.example.org/healthz", let status else { throw HTTPError(.noConnection, host: "x.example.org") }
      return HTTPResponse(status: status, headers: [:], body: HTTPBody([]))
    }
  }

  func read(_ answers: Answers = Answers(), web: Int? = 200) async throws -> StackStatus {
    let scratch = try ScratchFolder()
    let reader = StatusReader(
      stack: StackSettings(app: "pie", region: "eu-west-3"), runner: answers, http: Web(status: web), scratch: scratch.path)
    return try await reader.read(against: .sample(), at: Date(timeIntervalSince1970: 1_767_225_600))
  }

  @Test func `All is well`() async throws {
    let status = try await read()
    #expect(status.isHealthy)
    #expect(status.url == "https://x.example.org")
    #expect(status.function?.digest == "sha256:abc")
    #expect(status.function?.revision == "0123456789ab")
    #expect(status.keys.map(\.name) == ["/pie/access-token"])
    #expect(status.metrics.invocations == 7)
    #expect(status.metrics.p95 == 120.5)
    #expect(status.metrics.p50 == nil)
    #expect(status.drift == [])
    #expect(try status.json().contains(#""memory_mb" : 1024"#))
  }

  @Test(arguments: [nil, 502]) func `What answers nobody at its URL is not well`(web: Int?) async throws {
    let status = try await read(web: web)
    #expect(!status.isHealthy)
    #expect(status.urlFault == (web == nil ? "x.example.org takes no connection" : "it answered 502"))
  }

  @Test func `Nothing is deployed`() async throws {
    var answers = Answers()
    answers.answers["get-function"] = nil
    answers.answers["get-apis"] = #"{"Items":[]}"#
    let status = try await read(answers)
    #expect(status.function == nil)
    #expect(!status.isHealthy)
    #expect(status.text == "pie is not deployed in eu-west-3\n")
  }
}
