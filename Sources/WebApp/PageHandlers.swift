/// The page and what belongs to it.
enum PageHandlers {
  static func page(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse { try file("index.html", request) }

  static func asset(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    let name = request.path.dropFirst("/assets/".count)
    guard !name.hasSuffix(".html") else { throw Problem(.notFound, "Pages are at / and /login.") }
    return try file(name, request)
  }

  private static func file(_ name: some StringProtocol, _ request: WebRequest) throws(Problem) -> WebResponse {
    guard let asset = Asset.named(name) else { throw Problem(.notFound, "No file of the page has this name.") }
    // kept by the browser, asked for anew each time: a new version shows at once
    let caching = [("Cache-Control", "no-cache"), ("ETag", asset.tag)]
    if request.headers["if-none-match"] == asset.tag { return WebResponse(304, headers: caching) }
    return WebResponse(200, type: asset.type, headers: caching, .bytes(asset.bytes))
  }
}

/// The login page and the session.
enum LoginHandlers {
  static func page(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    guard site.access.mode == .token else { return .redirect(to: "/") }
    return try await form(200, "", site)
  }

  static func logIn(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    guard site.access.mode == .token else { return .redirect(to: "/") }
    guard request.contentType?.type == "application/x-www-form-urlencoded" else {
      throw Problem(.unsupportedMediaType, "Send the form of the login page.")
    }
    guard let text = String(validating: try await request.body(WebSite.bodyLimit), as: UTF8.self) else {
      throw Problem(.badRequest, "The form is not UTF-8.")
    }
    let fields = FormFields(text).values
    do {
      switch try await site.access.logIn(token: fields["token"] ?? "", form: fields["form"] ?? "", request) {
      case .session(let session): return .redirect(to: "/", headers: [("Set-Cookie", site.access.cookie(session))])
      case .wrongToken: return try await form(401, "wrong", site)
      case .staleForm: return try await form(400, "stale", site)
      }
    } catch  where error.code == .tooManyAttempts {
      var response = try await form(429, "limited", site)
      if let wait = error.retryAfter { response.headers.append(("Retry-After", String(wait))) }
      return response
    }
  }

  static func logOut(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    if let session = request.cookie(site.access.cookieName) { try await site.access.end(session) }
    return .redirect(to: "/login", headers: [("Set-Cookie", site.access.cookie("", seconds: 0))])
  }

  /// The login page with a word for what went wrong, which the page puts into the reader's language.
  private static func form(_ status: Int, _ message: String, _ site: WebSite) async throws(Problem) -> WebResponse {
    guard let asset = Asset.named("login.html") else { throw Problem(.internal, "The login page is missing.") }
    let mark = try await site.access.formMark()
    let html = String(decoding: asset.bytes, as: UTF8.self).replacing("{{message}}", with: message).replacing("{{form}}", with: mark)
    return WebResponse(status, type: asset.type, .bytes(Array(html.utf8)))
  }
}
