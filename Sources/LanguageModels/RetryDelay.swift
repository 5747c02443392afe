internal import CurlHTTP

/// What a server's headers say about trying again.
struct RetryHints: Sendable, Equatable {
  /// nil where it does not say.
  var shouldRetry: Bool?
  var seconds: Double?

  /// - Parameter now: seconds since 1970; the answer's own `Date` outranks it, as the two clocks may differ.
  init(_ headers: HTTPHeaders, status: Int, now: Int) {
    shouldRetry = headers["x-should-retry"].flatMap { ["true": true, "false": false][$0.lowercased()] }
    let now = headers["date"].flatMap { CivilTime(httpDate: $0)?.secondsSince1970 } ?? now
    if let milliseconds = headers["retry-after-ms"].flatMap(Self.number) {
      seconds = milliseconds / 1000
    } else if let after = headers["retry-after"] {
      seconds = Self.number(after) ?? CivilTime(httpDate: after).map { Double(max(0, $0.secondsSince1970 - now)) }
    } else if status == 429 {
      seconds = Self.reset(headers, now: now)
    }
  }

  /// When a limit that is used up is whole again. OpenAI writes durations ("6m0s"), Azure seconds, Anthropic a time of RFC 3339.
  private static func reset(_ headers: HTTPHeaders, now: Int) -> Double? {
    var longest: Double?
    for field in headers.fields {
      let name = field.name.lowercased()
      guard name.hasPrefix("x-ratelimit-reset-") || name.hasPrefix("anthropic-ratelimit-") && name.hasSuffix("-reset") else { continue }
      let remaining = name.hasPrefix("x-") ? name.replacing("reset", "remaining") : String(name.dropLast(5)) + "remaining"
      guard headers[remaining] == "0" else { continue }
      let wait =
        duration(field.value) ?? number(field.value) ?? CivilTime(rfc3339: field.value).map { Double(max(0, $0.secondsSince1970 - now)) }
      longest = [longest, wait].compactMap(\.self).max()
    }
    return longest
  }

  private static func number(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } }

  /// "12ms", "1.5s", "6m0s", "1h2m3s"; nil for anything else.
  static func duration(_ text: String) -> Double? {
    let units = ["h": 3600.0, "m": 60, "s": 1, "ms": 0.001]
    var (total, rest) = (0.0, text[...])
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let value = Double(number), let seconds = units[String(unit)] else { return nil }
      total += value * seconds
    }
    return text.isEmpty ? nil : total
  }
}

extension String {
  fileprivate func replacing(_ word: String, _ other: String) -> String {
    split(separator: "-").map { $0 == word ? other : String($0) }.joined(separator: "-")
  }
}
