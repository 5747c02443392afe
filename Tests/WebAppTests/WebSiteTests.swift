import Testing

@testable import WebApp

/// What is answered where, and what every answer bears.
struct WebSiteTests {
  @Test(arguments: [
    ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/assets/app.js", 200), ("GET", "/healthz", 200), ("GET", "/readyz", 200),
    ("GET", "/api/providers", 200), ("GET", "/api/schema", 200), ("GET", "/api/openapi.json", 200), ("GET", "/login", 303),
    ("GET", "/events", 404), ("POST", "/events", 404), ("GET", "/api/extract", 405), ("PUT", "/api/extract", 405), ("DELETE", "/", 405),
    ("GET", "/assets/", 404), ("GET", "/assets/nothing.js", 404), ("GET", "/assets/index.html", 404), ("GET", "/assets/a/b.js", 404),
    ("GET", "/assets/..%2f..%2fetc%2fpasswd", 404), ("GET", "//", 404), ("GET", "/index.html", 404), ("MADE-UP", "/", 405),
  ])
  func `Paths and methods`(method: String, path: String, status: Int) async {
    #expect(await site().respond(to: WebRequest(method, path)).status == status)
  }

  @Test func `What is wrong is told in a form that stays`() async throws {
    let answer = await site().respond(to: get("/nowhere"))
    #expect(answer.type == "application/problem+json")
    #expect(answer.json?.keys == ["type", "title", "status", "code", "detail"])
    #expect(answer.json?["status"] == .number(404))
    #expect(answer.code == "not_found")
    #expect(await site().respond(to: get("/api/extract")).header("Allow") == "POST")
  }

  @Test(arguments: ["/", "/assets/app.js", "/login", "/api/providers", "/nowhere", "/healthz"])
  func `Every answer keeps browsers on a short lead`(path: String) async {
    let answer = await site(guarded()).respond(to: get(path))
    let policy = answer.header("Content-Security-Policy") ?? ""
    #expect(policy.hasPrefix("default-src 'none'"))
    #expect(policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
    #expect(answer.header("X-Content-Type-Options") == "nosniff")
    #expect(answer.header("Referrer-Policy") == "same-origin")
    #expect(answer.header("Access-Control-Allow-Origin") == nil)
    #expect(answer.header("Cache-Control") == (path.hasPrefix("/assets") ? "no-cache" : path == "/" ? "no-store" : "no-store"))
  }

  @Test func `A file that the browser has is not sent again`() async throws {
    let first = await site().respond(to: get("/assets/app.js"))
    let tag = try #require(first.header("ETag"))
    let again = await site().respond(to: get("/assets/app.js", headers: ["if-none-match": tag]))
    #expect(again.status == 304)
    #expect(again.bytes.isEmpty)
  }

  @Test func `No file of the page has a script or a style within, or a name outside`() {
    for asset in Asset.all where asset.type.hasPrefix("text/html") {
      let html = String(decoding: asset.bytes, as: UTF8.self)
      #expect(!html.contains("<style"), "\(asset.name)")
      #expect(!html.contains(" style="), "\(asset.name)")
      #expect(!html.contains(" onclick="), "\(asset.name)")
      for script in html.split(separator: "<script").dropFirst() {
        #expect(script.prefix { $0 != ">" }.contains("src=\"/assets/"), "\(asset.name)")
      }
    }
  }

  @Test func `Readiness is that of the standard engine`() async throws {
    let broken = ExtractionService.Provider(name: "mistral", isLocal: false) {
      "there is no key"
    } engine: { _ in
      throw Problem(.internal, "")
    }
    let service = ExtractionService(providers: [broken], standard: "mistral")
    let answer = await site(extraction: service).respond(to: get("/readyz"))
    #expect(answer.status == 503)
    #expect(answer.json?["ready"] == .bool(false))
    let list = await site(extraction: service).respond(to: get("/api/providers")).json
    #expect(list?["default"]?.string == "mistral")
    #expect(list?["providers"]?.array?.last?["reason"]?.string == "there is no key")
    #expect(list?["providers"]?.array?.first?["available"] == .bool(true))
  }
}

struct OriginTests {
  static let host = ["host": "pie.example:8080"]

  @Test(arguments: [
    ["origin": "https://evil.example"], ["origin": "null"], ["origin": ""], ["origin": "http://pie.example"],
    ["origin": "http://pie.example:8080.evil"],
    ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"],
    ["sec-fetch-site": "cross-site", "origin": "http://pie.example:8080"],
    ["origin": "http://pie.example:8080, http://evil.example"],
  ])
  func `Another site's request is refused, before its body is read`(headers: [String: String]) async {
    let request = WebRequest("POST", "/api/extract", headers: headers.merging(Self.host) { $1 }) { _ throws(Problem) in
      Issue.record("the body was read")
      return []
    }
    let answer = await site().respond(to: request)
    #expect(answer.status == 403)
    #expect(answer.code == "cross_origin")
  }

  @Test(arguments: [
    [:], ["origin": "http://pie.example:8080"], ["origin": "https://PIE.example:8080", "sec-fetch-site": "same-origin"],
    ["sec-fetch-site": "none"],
  ])
  func `Its own pages and programs may`(headers: [String: String]) async {
    let answer = await site().respond(to: post("/api/extract", note, type: "text/plain", headers: headers.merging(Self.host) { $1 }))
    #expect(answer.status == 200)
  }

  @Test func `The usual port need not be said`() async {
    let headers = ["host": "pie.example", "origin": "https://pie.example:443"]
    #expect(await site().respond(to: post("/api/extract", note, type: "text/plain", headers: headers)).status == 200)
  }

  @Test(arguments: ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:8080", "", "[::2]:80", "127.0.0.256"])
  func `Without a token a foreign name leads nowhere`(host: String) async {
    let answer = await site(isLocalOnly: true).respond(to: get("/api/providers", headers: ["host": host]))
    #expect(answer.status == 421)
    #expect(answer.code == "bad_host")
  }

  @Test(arguments: ["localhost", "localhost:8080", "127.0.0.1:80", "[::1]:8080", "LOCALHOST:1", "127.1.2.3"])
  func `The machine's own names do`(host: String) async {
    #expect(await site(isLocalOnly: true).respond(to: get("/api/providers", headers: ["host": host])).status == 200)
  }
}
