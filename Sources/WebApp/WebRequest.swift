/// An HTTP request as handlers see it: nothing of the server is in it.
package struct WebRequest: Sendable {
  package var method: String
  package var path: String
  /// What stands behind the question mark, as sent.
  package var query: String
  /// By lower-case name; what comes several times is joined by commas, as RFC 9110 reads it.
  package var headers: [String: String]
  /// Where the connection comes from; empty where nobody knows.
  package var peer: String
  /// Reads the whole body, once; it may have so many bytes.
  package var body: @Sendable (_ limit: Int) async throws(Problem) -> [UInt8]
  /// When its head was read.
  package var arrival: ContinuousClock.Instant

  package init(
    _ method: String, _ path: String, query: String = "", headers: [String: String] = [:], peer: String = "",
    arrival: ContinuousClock.Instant = .now,
    body: @escaping @Sendable (_ limit: Int) async throws(Problem) -> [UInt8] = { _ throws(Problem) in [] }
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.peer = peer
    self.arrival = arrival
    self.body = body
  }

  /// Whether a browser may send it by itself without changing anything.
  var isSafe: Bool { method == "GET" || method == "HEAD" }

  /// The media type of the body in lower case, and the charset that it names.
  var contentType: (type: String, charset: String?)? {
    guard let header = headers["content-type"] else { return nil }
    let parts = header.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
    let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }.map { String($0.dropFirst(8).filter { $0 != "\"" }) }
    return (parts[0], charset)
  }

  /// A cookie's value; nil where there is none of this name.
  func cookie(_ name: String) -> String? {
    guard let header = headers["cookie"] else { return nil }
    for pair in header.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let pair = pair.trimmed
      if pair.hasPrefix(name + "=") { return String(pair.dropFirst(name.count + 1)) }
    }
    return nil
  }

  /// The parameters of the query; of a name that comes twice, the first.
  var parameters: [String: String] { FormFields(query).values }

  /// The first of `offered` that the Accept header likes best; nil where it takes none of them.
  func preferred(of offered: [String]) -> String? {
    guard let header = headers["accept"], !header.trimmed.isEmpty else { return offered.first }
    var best: (type: String, weight: Double)?
    let wanted = header.split(separator: ",").map(AcceptedType.init)
    for type in offered {
      // the most exact pattern that fits counts, whatever the others say
      guard let match = wanted.filter({ $0.fits(type) }).max(by: { $0.exactness < $1.exactness }), match.weight > 0 else { continue }
      if match.weight > best?.weight ?? 0 { best = (type, match.weight) }
    }
    return best?.type
  }
}

/// One entry of an Accept header.
private struct AcceptedType {
  let pattern: String
  let weight: Double

  init(_ entry: Substring) {
    let parts = entry.split(separator: ";").map { $0.trimmed.lowercased() }
    pattern = parts.first ?? ""
    let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
    weight = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
  }

  func fits(_ type: String) -> Bool {
    pattern == type || pattern == "*/*" || pattern.hasSuffix("/*") && type.hasPrefix(pattern.dropLast())
  }

  var exactness: Int { pattern == "*/*" ? 0 : pattern.hasSuffix("/*") ? 1 : 2 }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let start = drop(while: isBlank)
    return String(start.reversed().drop(while: isBlank).reversed())
  }
}
