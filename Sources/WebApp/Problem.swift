internal import ClinicalRecord

/// Why a request gets no result, in the form of RFC 9457 with a code that stays. Its words never come from a note.
package struct Problem: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    case badRequest = "bad_request"
    case badJSON = "bad_json"
    case emptyNote = "empty_note"
    case notText = "not_text"
    case unknownProvider = "unknown_provider"
    case unknownFormat = "unknown_format"
    case staleForm = "stale_form"
    case unauthorized
    case crossOrigin = "cross_origin"
    case badHost = "bad_host"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case notAcceptable = "not_acceptable"
    case slowRequest = "slow_request"
    case tooLarge = "too_large"
    case unsupportedMediaType = "unsupported_media_type"
    case tooManyAttempts = "too_many_attempts"
    case `internal` = "internal"
    case providerFailed = "provider_failed"
    case providerUnavailable = "provider_unavailable"
    case accessUnavailable = "access_unavailable"
    case busy

    package var status: Int {
      switch self {
      case .badRequest, .badJSON, .unknownProvider, .unknownFormat, .staleForm: 400
      case .unauthorized: 401
      case .crossOrigin: 403
      case .notFound: 404
      case .methodNotAllowed: 405
      case .notAcceptable: 406
      case .slowRequest: 408
      case .tooLarge: 413
      case .unsupportedMediaType: 415
      case .badHost: 421
      case .emptyNote, .notText: 422
      case .tooManyAttempts: 429
      case .internal: 500
      case .providerFailed: 502
      case .busy, .providerUnavailable, .accessUnavailable: 503
      }
    }

    var title: String {
      switch self {
      case .badRequest: "The request is malformed"
      case .badJSON: "The body is not the JSON that is expected"
      case .emptyNote: "There is no text in the note"
      case .notText: "The note is no text"
      case .unknownProvider: "There is no such provider here"
      case .unknownFormat: "There is no such format"
      case .staleForm: "The login form is too old or was used before"
      case .unauthorized: "An access token is needed"
      case .crossOrigin: "The request comes from another site"
      case .badHost: "The server does not go by this name"
      case .notFound: "There is nothing here"
      case .methodNotAllowed: "This method has no meaning here"
      case .notAcceptable: "No form that is asked for can be given"
      case .slowRequest: "The request did not arrive in time"
      case .tooLarge: "The request is too large"
      case .unsupportedMediaType: "The body has a type that is not read here"
      case .tooManyAttempts: "Too many wrong tokens"
      case .internal: "Something went wrong in pie"
      case .providerFailed: "The provider refused"
      case .providerUnavailable: "The provider cannot be used now"
      case .accessUnavailable: "The access token cannot be read"
      case .busy: "Too many requests at once"
      }
    }
  }

  package var code: Code
  /// What to do, or more exactly what is wrong.
  package var detail: String
  /// Seconds after which another try may do better.
  package var retryAfter: Int?

  package init(_ code: Code, _ detail: String, retryAfter: Int? = nil) {
    self.code = code
    self.detail = detail
    self.retryAfter = retryAfter
  }

  var json: [UInt8] {
    var writer = JSONWriter(capacity: 512)
    writer.object {
      $0.key("type", "about:blank")
      $0.key("title", code.title)
      $0.key("status", code.status)
      $0.key("code", code.rawValue)
      $0.key("detail", detail)
    }
    return writer.bytes
  }

  var response: WebResponse {
    var response = WebResponse(code.status, type: "application/problem+json", .bytes(json))
    if let retryAfter { response.headers.append(("Retry-After", String(retryAfter))) }
    if code == .unauthorized { response.headers.append(("WWW-Authenticate", "Bearer")) }
    return response
  }
}
