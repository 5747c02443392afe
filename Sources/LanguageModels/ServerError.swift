internal import CurlHTTP

/// An error as a server tells it, whichever of the usual shapes it has:
/// `{error:{message,type,param,code,status,details}}`, the same in a list, `{error:"…"}`, `{detail:"…"}`, `{detail:[{type,loc,msg}]}`,
/// `{object:"error",message,type,code}`, `{message}` beside `x-amzn-errortype`.
struct ServerError: Sendable, Equatable {
  /// nil for an error within an answer that began well.
  var status: Int?
  var type: String?
  var code: String?
  var param: String?
  /// Google's name for the status (`RESOURCE_EXHAUSTED`) and the reason in its details (`API_KEY_INVALID`).
  var statusName: String?
  var reason: String?
  /// Seconds.
  var retryDelay: Double?
  /// For people; it may quote the request or the key, so it goes nowhere. It only tells apart what has no code of its own.
  var message: String?
  /// The error's JSON; nil where there was none.
  var json: JSON?

  init(status: Int?, headers: HTTPHeaders, body: [UInt8]) {
    self.init(status: status, json: JSON(body))
    // `Type:http://…`, or only the type
    if let name = headers["x-amzn-errortype"] { type = name.split { $0 == ":" || $0 == "#" }.first.map(String.init) }
  }

  init(status: Int?, json: JSON?) {
    self.status = status
    let json = json?[0] ?? json
    self.json = json
    let error = json?["error"] ?? json
    if let text = error?.string {
      message = text
      return
    }
    message = error?["message"]?.string ?? error?["Message"]?.string
    type = (error?["type"] ?? json?["__type"])?.string
    code = error?["code"].flatMap { $0.string ?? $0.int.map(String.init) }
    param = error?["param"]?.string
    statusName = error?["status"]?.string
    if let detail = json?["detail"] {
      message = message ?? detail.string
      type = type ?? detail[0]?["type"]?.string
      param = param ?? detail[0]?["loc"]?.array.map { $0.compactMap { $0.string ?? $0.int.map(String.init) }.joined(separator: ".") }
    }
    for item in error?["details"]?.array ?? [] {
      reason = reason ?? item["reason"]?.string
      if let delay = item["retryDelay"]?.string { retryDelay = Self.seconds(delay) }
    }
  }

  /// Whether the type, the code or another name of the error is one of these.
  func isNamed(_ names: String...) -> Bool {
    [type, code, statusName, reason].contains { name in name.map { names.contains($0) } ?? false }
  }

  func says(_ phrases: String...) -> Bool {
    guard let message = message?.lowercased() else { return false }
    return phrases.contains { message.contains($0) }
  }

  /// The error's names for a message: `400 invalid_request_error temperature`. Names only: letters, digits and `_.-[]`, and short.
  var names: String {
    var names = status.map { [String($0)] } ?? []
    for name in [type, statusName, code, reason, param].compactMap(\.self) where Self.isName(name) && !names.contains(name) {
      names.append(name)
    }
    return names.joined(separator: " ")
  }

  /// `invalid_api_key`, `messages[0].content`, `gpt-5.4`: words of letters, and numbers of a few digits. A key mixes the two.
  private static func isName(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    return (1...60).contains(text.utf8.count)
      && text.utf8.split(whereSeparator: { "_.-[]".utf8.contains($0) }).allSatisfy { word in
        word.count <= 40 && word.allSatisfy(isLetter) || word.count <= 4 && word.allSatisfy { (0x30...0x39).contains($0) }
      }
  }

  /// `"48s"`, `"1.5s"`
  static func seconds(_ text: String) -> Double? {
    text.hasSuffix("s") ? Double(text.dropLast()).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil } : nil
  }
}
