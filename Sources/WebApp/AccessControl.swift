internal import CurlHTTP
internal import Synchronization

/// Who may use the application: everybody who reaches it, or who knows the token.
package struct AccessControl: Sendable {
  package enum Mode: String, Sendable, CaseIterable { case none, token }

  /// The fewest bytes that a token may have.
  package static let shortestToken = 16

  package let mode: Mode
  /// Whether browsers come over TLS: cookies are bound to it then.
  package let isSecure: Bool
  /// Whether the last address of `X-Forwarded-For` is the caller's: behind Lambda's gateway, and nowhere else.
  let trustsForwarding: Bool
  private let token: @Sendable () async throws -> String
  private let now: @Sendable () -> Int
  let attempts = AttemptLimit()
  private let spent = SpentMarks()

  /// - Parameters:
  ///   - token: reads it, at each request; whoever gives it caches it.
  ///   - now: seconds since 1970.
  package init(
    mode: Mode, isSecure: Bool = false, trustsForwarding: Bool = false, now: @escaping @Sendable () -> Int = secondsSince1970,
    token: @escaping @Sendable () async throws -> String
  ) {
    self.mode = mode
    self.isSecure = isSecure
    self.trustsForwarding = trustsForwarding
    self.now = now
    self.token = token
  }

  package static let open = AccessControl(mode: .none) { "" }

  /// Lets pass who has a session or the token; throws the problem that anybody else gets.
  func check(_ request: WebRequest) async throws(Problem) {
    guard mode == .token else { return }
    let token = try await readToken()
    if let session = request.cookie(cookieName), isLive(session, token) { return }
    guard let header = request.headers["authorization"] else {
      throw Problem(.unauthorized, "Log in at /login, or send the token in an Authorization: Bearer header.")
    }
    try refuseTooMany(request)
    guard header.lowercased().hasPrefix("bearer "), isSame(header.dropFirst(7).trimmed, token) else {
      attempts.record(peer(of: request), at: now())
      throw Problem(.unauthorized, "This is not the access token.")
    }
  }

  enum Login: Equatable { case session(String), wrongToken, staleForm }

  /// A session for who knows the token and sends a form of this server for the first time; a wrong token counts as an attempt.
  func logIn(token candidate: String, form: String, _ request: WebRequest) async throws(Problem) -> Login {
    try refuseTooMany(request)
    let token = try await readToken()
    guard let mark = Mark(form, .form, signedWith: token), mark.expires > now(), !spent.isSpent(mark) else { return .staleForm }
    guard isSame(candidate, token) else {
      attempts.record(peer(of: request), at: now())
      return .wrongToken
    }
    // only who knows the token can spend marks, so nobody else can fill the memory with them
    guard spent.spend(mark, at: now()) else { return .staleForm }
    return .session(Mark(.session, expires: now() + Self.sessionSeconds).text(signedWith: token))
  }

  /// A mark for the login form, which is good once and for a quarter of an hour.
  func formMark() async throws(Problem) -> String {
    Mark(.form, expires: now() + 900).text(signedWith: try await readToken())
  }

  /// A session that was logged out of opens nothing any more, whoever kept its cookie.
  func end(_ session: String) async throws(Problem) {
    guard let mark = Mark(session, .session, signedWith: try await readToken()) else { return }
    _ = spent.spend(mark, at: now())
  }

  /// `__Host-` makes browsers refuse it without TLS, and from any other host or path.
  var cookieName: String { isSecure ? "__Host-pie" : "pie" }

  func cookie(_ value: String, seconds: Int = sessionSeconds) -> String {
    "\(cookieName)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
  }

  static let sessionSeconds = 12 * 3600

  private func isLive(_ session: String, _ token: String) -> Bool {
    guard let mark = Mark(session, .session, signedWith: token) else { return false }
    return mark.expires > now() && !spent.isSpent(mark)
  }

  private func readToken() async throws(Problem) -> String {
    do {
      let token = try await token()
      // an empty token would open the door to an empty password
      guard token.utf8.count >= Self.shortestToken else {
        throw Problem(
          .accessUnavailable,
          "The access token is shorter than \(Self.shortestToken) bytes: whoever runs this server must set a longer one.")
      }
      return token
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(
        .accessUnavailable, "The access token cannot be read now: whoever runs this server finds why in its log.", retryAfter: 30)
    }
  }

  private func refuseTooMany(_ request: WebRequest) throws(Problem) {
    if let wait = attempts.wait(peer(of: request), at: now()) {
      throw Problem(.tooManyAttempts, "Wait \(wait) seconds, then try again.", retryAfter: wait)
    }
  }

  private func peer(of request: WebRequest) -> String {
    guard trustsForwarding, let header = request.headers["x-forwarded-for"] else { return request.peer }
    return header.split(separator: ",").last.map { $0.trimmed } ?? request.peer
  }
}

/// Whether two secrets are the same, in a time that says nothing of where they differ.
func isSame(_ first: some StringProtocol, _ second: some StringProtocol) -> Bool {
  let difference = zip(SHA256.hash(Array(first.utf8)), SHA256.hash(Array(second.utf8))).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 }
  return difference == 0
}

/// Marks that must not be taken again, until they would have expired anyway.
private final class SpentMarks: Sendable {
  private let marks = Mutex<[String: Int]>([:])

  /// False where it was spent before.
  func spend(_ mark: Mark, at now: Int) -> Bool {
    marks.withLock { marks in
      if marks.count > 10_000 { marks = marks.filter { $0.value > now } }
      return marks.updateValue(mark.expires, forKey: mark.nonce) == nil
    }
  }

  func isSpent(_ mark: Mark) -> Bool { marks.withLock { $0[mark.nonce] != nil } }
}
