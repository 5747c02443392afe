/// What every answer bears.
enum SecurityHeaders {
  static let policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
  ].joined(separator: "; ")

  static func add(to response: inout WebResponse, isSecure: Bool) {
    response.headers += [
      ("Content-Security-Policy", policy),
      ("X-Content-Type-Options", "nosniff"),
      ("X-Frame-Options", "DENY"),
      // with no-referrer browsers send forms from "Origin: null", which is refused; other sites hear nothing either way
      ("Referrer-Policy", "same-origin"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
    // a result, a login form, an error: nothing that a cache or a disk may keep
    if response.header("Cache-Control") == nil { response.headers.append(("Cache-Control", "no-store")) }
    if isSecure { response.headers.append(("Strict-Transport-Security", "max-age=31536000")) }
  }
}
