internal import CurlHTTP

/// Where a provider's server is.
struct BaseURL: Sendable, Equatable {
  /// Without a slash at its end.
  let text: String

  /// nil for what is no URL of http or https. Without a scheme it is http: `OLLAMA_HOST` has none.
  init?(_ text: String) {
    var text = text.contains("://") ? text : "http://" + text
    while text.hasSuffix("/") { text.removeLast() }
    guard let address = HTTPAddress(text), address.query == nil else { return nil }
    self.text = text
  }

  /// The URL of a call. The version stands before the path unless the base has one itself (`/v1`, `/v1beta/openai`): both are usual.
  func url(version: String? = nil, _ path: String) -> String {
    if text.hasSuffix("/" + path) { return text }
    guard let version, !hasVersion else { return "\(text)/\(path)" }
    return "\(text)/\(version)/\(path)"
  }

  /// What stands before `/v1`, where a server has more than one such form.
  var withoutVersion: String { text.hasSuffix("/v1") ? String(text.dropLast(3)) : text }

  private var hasVersion: Bool {
    (HTTPAddress(text)?.path ?? "").split(separator: "/").contains { segment in
      segment.first == "v" && segment.dropFirst().first?.isNumber == true
    }
  }
}
