/// Who signs a request to AWS.
package struct AWSCredentials: Sendable, Equatable {
  package var accessKey: String
  package var secretKey: String
  package var sessionToken: String?

  package init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
  }

  /// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, as a role on Lambda has them; nil where one of the first two is missing.
  package init?(environment: [String: String]) {
    guard let accessKey = environment["AWS_ACCESS_KEY_ID"], let secretKey = environment["AWS_SECRET_ACCESS_KEY"], !accessKey.isEmpty,
      !secretKey.isEmpty
    else { return nil }
    self.init(accessKey: accessKey, secretKey: secretKey, sessionToken: environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 })
  }
}

extension HTTPRequest {
  /// The request with its Signature Version 4: `X-Amz-Date`, `Authorization` and, where there is a session, `X-Amz-Security-Token`.
  /// All its headers are signed. The path is encoded once more for the signature, as all services but S3 want it.
  ///
  /// Source: AWS, "Create a signed AWS API request".
  package func signed(by credentials: AWSCredentials, region: String, service: String, at time: CivilTime) -> HTTPRequest {
    var request = self
    request.headers["X-Amz-Date"] = time.basic
    if let token = credentials.sessionToken { request.headers["X-Amz-Security-Token"] = token }
    let day = String(time.basic.prefix(8))
    let scope = "\(day)/\(region)/\(service)/aws4_request"
    let (canonical, names) = request.canonical()
    let text = "AWS4-HMAC-SHA256\n\(time.basic)\n\(scope)\n\(SHA256.hex(SHA256.hash(Array(canonical.utf8))))"
    var key = Array("AWS4\(credentials.secretKey)".utf8)
    for part in [day, region, service, "aws4_request"] { key = SHA256.hmac(Array(part.utf8), key: key) }
    let signature = SHA256.hex(SHA256.hmac(Array(text.utf8), key: key))
    request.headers["Authorization"] =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
    return request
  }

  /// The canonical request and the names of its headers.
  private func canonical() -> (text: String, names: String) {
    let address = HTTPAddress(url)
    var fields: [String: [String]] = ["host": [address?.hostField ?? ""]]
    for field in headers.fields { fields[field.name.lowercased(), default: []].append(field.value.collapsingBlanks) }
    let names = fields.keys.sorted()
    let lines = names.map { "\($0):\(fields[$0, default: []].joined(separator: ","))\n" }.joined()
    let path = address?.path ?? ""
    let query = (address?.query ?? "").split(separator: "&").map { $0.contains("=") ? String($0) : $0 + "=" }.sorted().joined(
      separator: "&")
    let list = names.joined(separator: ";")
    let uri = path.isEmpty ? "/" : path.percentEncoded(keeping: "/")
    return ("\(method)\n\(uri)\n\(query)\n\(lines)\n\(list)\n\(SHA256.hex(SHA256.hash(body ?? [])))", list)
  }
}

extension HTTPAddress {
  /// The Host field as curl sends it: without the port that goes without saying.
  fileprivate var hostField: String {
    let usual = isSecure ? ":443" : ":80"
    return host.hasSuffix(usual) ? String(host.dropLast(usual.count)) : host
  }
}

extension String {
  /// Every byte but letters, digits, `-._~` and those kept as `%XX` (RFC 3986).
  package func percentEncoded(keeping kept: String = "") -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    let plain = Set("-._~".utf8).union(kept.utf8)
    var text = String.UnicodeScalarView()
    for byte in utf8 {
      if (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || plain.contains(byte) {
        text.append(Unicode.Scalar(byte))
      } else {
        text += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(text)
  }

  fileprivate var collapsingBlanks: String { split(separator: " ").joined(separator: " ") }
}
