import FoundationEssentials
import Testing

@testable import WebApp

/// The document against the handlers: what is told is there, and what comes was told.
struct OpenAPITests {
  static func document(_ site: WebSite) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(OpenAPIDocument(site).bytes))
  }

  @Test func `Every route is in the document, and nothing else`() throws {
    let document = try Self.document(site(guarded()))
    #expect(document["openapi"]?.string == "3.1.0")
    var told: Set<String> = []
    for path in document["paths"]?.keys ?? [] {
      for method in document["paths"]?[path]?.keys ?? [] { told.insert("\(method.uppercased()) \(path)") }
    }
    #expect(told == Set(Route.all.map { "\($0.method.rawValue) \($0.path)" }))
    let identifiers = Route.all.compactMap { document["paths"]?[$0.path]?[$0.method.rawValue.lowercased()]?["operationId"]?.string }
    #expect(Set(identifiers).count == Route.all.count)
    let open = try Self.document(site())["paths"]?.keys
    #expect(open == document["paths"]?.keys.subtracting(["/login", "/logout"]))
  }

  @Test func `Every schema that is named is there`() throws {
    let document = try Self.document(site())
    var named: Set<String> = []
    func look(_ value: JSONValue) {
      switch value {
      case .object(let members):
        if let name = members["$ref"]?.string { named.insert(name) }
        members.values.forEach(look)
      case .array(let items): items.forEach(look)
      default: break
      }
    }
    look(document)
    let there = document["components"]?["schemas"]?.keys ?? []
    #expect(named.contains("#/components/schemas/evidence"))
    #expect(named.isSubset(of: there.map { "#/components/schemas/\($0)" }), "\(named)")
  }

  static let requests: [WebRequest] = [
    get("/"), get("/login"), post("/login", "", type: "application/x-www-form-urlencoded"), post("/login", "", type: "text/plain"),
    post("/logout", "", type: nil),
    get("/assets/app.js"), get("/assets/none"), get("/api/providers"), get("/api/schema"), get("/api/openapi.json"), get("/healthz"),
    get("/readyz"),
    post("/api/extract", note, type: "text/plain"),
    post("/api/extract", note, type: "text/plain", headers: ["accept": "text/event-stream"]),
    post("/api/extract", "{}"), post("/api/extract", "", type: "text/plain"), post("/api/extract", note, type: "text/html"),
    post("/api/extract", note, type: "text/plain", headers: ["accept": "image/png"]),
    post("/api/extract", #"{"text":"a","provider":"none"}"#),
    post("/api/extract", note, type: "text/plain", headers: ["origin": "https://evil.example", "host": "pie.example"]),
    post("/api/export", "{}"),
    WebRequest("POST", "/api/export", query: "format=fhir", headers: ["content-type": "application/json"]) { _ throws(Problem) in [] },
    WebRequest("POST", "/api/export", query: "format=csv", headers: ["content-type": "text/plain"]) { _ throws(Problem) in [] },
    WebRequest("POST", "/api/extract", headers: ["content-type": "text/plain"]) { _ throws(Problem) in throw Problem(.tooLarge, "") },
    WebRequest("POST", "/api/extract", headers: ["content-type": "text/plain"]) { _ throws(Problem) in throw Problem(.slowRequest, "") },
  ]

  @Test(arguments: [AccessControl.open, guarded()])
  func `What the handlers answer, the document tells`(access: AccessControl) async throws {
    let bearers = [nil, "Bearer \(token)", "Bearer wrong"]
    let site = site(access)
    let document = try Self.document(site)
    for request in Self.requests where access.mode == .token || !["/login", "/logout"].contains(request.path) {
      for bearer in bearers {
        var request = request
        request.headers["authorization"] = bearer
        let answer = await site.respond(to: request)
        let route = try #require(site.routes.first { $0.matches(request.path) && $0.method.rawValue == request.method })
        let told = document["paths"]?[route.path]?[route.method.rawValue.lowercased()]?["responses"]?[String(answer.status)]
        #expect(told != nil, "\(request.method) \(route.path) \(answer.status) is not told")
        let types = told?["content"]?.keys ?? []
        let type = answer.type.prefix { $0 != ";" }
        #expect(
          types.contains(String(type)) || types == ["*/*"] || type.isEmpty && types.isEmpty,
          "\(route.path) \(answer.status): \(type) is not told")
      }
    }
  }

  @Test func `Codes of problems are all in the document`() throws {
    let codes = try Self.document(site())["components"]?["schemas"]?["Problem"]?["properties"]?["code"]?["enum"]?.array ?? []
    #expect(codes.compactMap(\.string) == Problem.Code.allCases.map(\.rawValue))
  }
}
