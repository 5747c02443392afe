import Testing

@testable import WebApp

struct AccessTests {
  /// Logs in as the page does; the answer and the cookie, if it gave one.
  static func logIn(_ site: WebSite, with secret: String = token, form: String? = nil, peer: String = "192.0.2.1") async -> (
    WebResponse, cookie: String?
  ) {
    let mark = if let form { form } else { await Self.form(of: site) }
    let body = "token=\(secret.replacing(" ", with: "+"))&form=\(mark)"
    let answer = await site.respond(to: post("/login", body, type: "application/x-www-form-urlencoded", peer: peer))
    return (answer, answer.header("Set-Cookie")?.split(separator: ";").first.map(String.init))
  }

  static func form(of site: WebSite) async -> String {
    let html = await site.respond(to: get("/login")).text
    let rest = html.split(separator: "name=\"form\"").last ?? ""
    return String(rest.split(separator: "value=\"").dropFirst().first?.prefix { $0 != "\"" } ?? "")
  }

  static func status(_ site: WebSite, _ headers: [String: String]) async -> Int {
    await site.respond(to: get("/api/providers", headers: headers)).status
  }

  @Test func `Without the token there is the login page, and no more`() async {
    let site = site(guarded())
    #expect(await site.respond(to: get("/")).header("Location") == "/login")
    for path in ["/api/providers", "/api/schema", "/api/openapi.json"] {
      let answer = await site.respond(to: get(path))
      #expect(answer.status == 401)
      #expect(answer.code == "unauthorized")
      #expect(answer.header("WWW-Authenticate") == "Bearer")
    }
    #expect(await site.respond(to: post("/api/extract", note, type: "text/plain")).status == 401)
    for path in ["/login", "/healthz", "/readyz", "/assets/app.js"] { #expect(await site.respond(to: get(path)).status == 200) }
  }

  @Test(arguments: ["Bearer \(token)", "bearer \(token)", "BEARER  \(token) "])
  func `Programs bear the token`(header: String) async { #expect(await Self.status(site(guarded()), ["authorization": header]) == 200) }

  @Test(arguments: [
    "", "Bearer", "Bearer ", "Bearer x", token, "Basic \(token)", "Bearer \(token)x", "Bearer \(token.dropLast())",
    "Bearer \(token), Bearer \(token)",
  ])
  func `Nothing else does`(header: String) async { #expect(await Self.status(site(guarded()), ["authorization": header]) == 401) }

  @Test func `A login gives a session`() async throws {
    let site = site(guarded())
    let (answer, cookie) = await Self.logIn(site)
    #expect(answer.status == 303)
    #expect(answer.header("Location") == "/")
    let header = try #require(answer.header("Set-Cookie"))
    #expect(header.contains("; HttpOnly; SameSite=Strict"))
    #expect(header.contains("; Path=/; Max-Age=43200"))
    #expect(!header.contains("Secure"))
    #expect(!header.contains(token))
    #expect(await Self.status(site, ["cookie": "other=1; \(try #require(cookie)); more=2"]) == 200)
    #expect(await site.respond(to: get("/", headers: ["cookie": try #require(cookie)])).status == 200)
  }

  @Test func `Behind TLS the cookie is bound to it`() async throws {
    let header = try #require(await Self.logIn(site(guarded(isSecure: true))).0.header("Set-Cookie"))
    #expect(header.hasPrefix("__Host-pie="))
    #expect(header.hasSuffix("; Secure"))
  }

  @Test func `A session that was changed, has ended, or was made with another token opens nothing`() async throws {
    let clock = Clock()
    let stranger = site(guarded(clock, token: "another token of length"))
    let site = site(guarded(clock))
    let cookie = try #require(await Self.logIn(site).cookie)
    for wrong in [
      cookie + "0", String(cookie.dropLast()), cookie.replacing("1.session.1", with: "1.session.9"), "pie=", "pie=1.session.9.x.y",
    ] {
      #expect(await Self.status(site, ["cookie": wrong]) == 401, "\(wrong)")
    }
    let form = await Self.form(of: site)
    #expect(await Self.status(site, ["cookie": "pie=\(form)"]) == 401)
    #expect(await Self.status(stranger, ["cookie": cookie]) == 401)
    clock.pass(12 * 3600 - 1)
    #expect(await Self.status(site, ["cookie": cookie]) == 200)
    clock.pass(1)
    #expect(await Self.status(site, ["cookie": cookie]) == 401)
  }

  @Test func `A cookie that somebody kept opens nothing after the logout`() async throws {
    let site = site(guarded())
    let cookie = try #require(await Self.logIn(site).cookie)
    let other = try #require(await Self.logIn(site).cookie)
    let answer = await site.respond(to: post("/logout", "", type: nil, headers: ["cookie": cookie]))
    #expect(answer.status == 303)
    #expect(answer.header("Set-Cookie")?.contains("Max-Age=0") == true)
    #expect(await Self.status(site, ["cookie": cookie]) == 401)
    #expect(await Self.status(site, ["cookie": other]) == 200)
  }

  @Test func `A login that is sent again is refused, and so is an old form`() async {
    let clock = Clock()
    let site = site(guarded(clock))
    let form = await Self.form(of: site)
    #expect(await Self.logIn(site, form: form).0.status == 303)
    let again = await Self.logIn(site, form: form)
    #expect(again.0.status == 400)
    #expect(again.cookie == nil)
    #expect(again.0.text.contains("stale"))
    let old = await Self.form(of: site)
    clock.pass(900)
    #expect(await Self.logIn(site, form: old).0.status == 400)
    #expect(await Self.logIn(site, form: "").0.status == 400)
  }

  @Test func `Ten wrong tokens in a minute are enough, wherever they are tried`() async {
    let clock = Clock()
    let site = site(guarded(clock))
    for attempt in 0..<10 {
      if attempt % 2 == 0 {
        let answer = await Self.logIn(site, with: "wrong").0
        #expect(answer.status == 401)
        #expect(answer.text.contains("wrong"))
      } else {
        #expect(await Self.status(site, ["authorization": "Bearer wrong"]) == 401)
      }
    }
    let limited = await Self.logIn(site).0
    #expect(limited.status == 429)
    #expect(limited.header("Retry-After") == "60")
    #expect(await Self.status(site, ["authorization": "Bearer \(token)"]) == 429)
    #expect(await Self.logIn(site, peer: "192.0.2.2").0.status == 303)
    clock.pass(60)
    #expect(await Self.logIn(site).0.status == 303)
  }

  @Test func `Who has a session does not wait for others' attempts`() async throws {
    let site = site(guarded())
    let cookie = try #require(await Self.logIn(site).cookie)
    for _ in 0..<10 { _ = await Self.logIn(site, with: "wrong") }
    #expect(await Self.status(site, ["cookie": cookie]) == 200)
  }

  @Test func `Behind a gateway the caller is the one that the gateway names`() async {
    let site = site(guarded(trustsForwarding: true))
    func status(_ forwarded: String, _ secret: String) async -> Int {
      await Self.status(site, ["authorization": "Bearer \(secret)", "x-forwarded-for": forwarded])
    }
    // the caller may write what it likes in front; the last is the gateway's
    for attempt in 0..<10 { #expect(await status("10.0.0.\(attempt), 198.51.100.1", "wrong") == 401) }
    #expect(await status("10.0.0.99, 198.51.100.1", token) == 429)
    #expect(await status("198.51.100.2", token) == 200)
  }

  @Test func `A token that cannot be read, or is too short, lets nobody in`() async {
    struct Unreadable: Error {}
    let failing = AccessControl(mode: .token) { throw Unreadable() }
    for access in [failing, guarded(token: ""), guarded(token: "short")] {
      let site = site(access)
      #expect(await Self.status(site, ["authorization": "Bearer "]) == 503)
      #expect(await Self.status(site, ["authorization": "Bearer short"]) == 503)
      #expect(await site.respond(to: get("/login")).code == "access_unavailable")
      #expect(await site.respond(to: get("/healthz")).status == 200)
    }
  }

  @Test func `Without a token to know there is nothing to log in to`() async {
    #expect(await site().respond(to: get("/login")).header("Location") == "/")
    #expect(await site().respond(to: post("/login", "token=x", type: "application/x-www-form-urlencoded")).header("Location") == "/")
  }

  @Test(arguments: [nil, "application/json", "text/plain"])
  func `A login is a form`(type: String?) async {
    #expect(await site(guarded()).respond(to: post("/login", "token=x", type: type)).status == 415)
  }

  @Test func `Forms are read as browsers write them`() {
    #expect(FormFields("a=1&b=x+y%26z&a=2&c&%zz=1&d=%ff&e=%C3%A9").values == ["a": "1", "b": "x y&z", "c": "", "e": "é"])
  }
}
