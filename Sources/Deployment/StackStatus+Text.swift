internal import FoundationEssentials
internal import PieConfiguration

extension StackStatus {
  /// For people, a fact a line.
  package var text: String {
    guard let function else { return "\(stack.app) is not deployed in \(stack.region)\n" }
    var lines: [(String, String)] = []
    func add(_ name: String, _ value: String?) { if let value { lines.append((name, value)) } }
    add(stack.app, "\(stack.region), \(function.state)\(function.lastUpdate.map { ", last update \($0.lowercased())" } ?? "")")
    add("health", fault ?? (wasAsked ? "well" : "not asked"))
    add("url", url.map { $0 + (urlFault.map { fault in "\n" + fault } ?? ", well") })
    add("live", "version \(function.version)\(function.modified.map { ", of \($0)" } ?? "")")
    add("commit", function.revision)
    add("image", function.digest)
    add(
      "function",
      [function.memoryMB.map { "\($0) MB" }, function.timeoutSeconds.map { "\($0) s" }, function.architecture].compactMap { $0 }
        .joined(separator: ", "))
    add("reads with", [function.provider, function.model].compactMap { $0 }.joined(separator: ", "))
    let needed = function.provider.flatMap { Keys.needed.contains($0) ? $0 : nil }
    let missing = needed.flatMap { name in keys.contains { $0.name == Keys.name(stack, name) } ? nil : name }
    add("no key", missing.map { "\($0) has none, and is asked without: pie set-key \($0)" })
    add(
      "keys",
      keys.isEmpty
        ? "none" : keys.map { "\($0.name) version \($0.version)\($0.modified.map { " of \($0)" } ?? "")" }.joined(separator: "\n"))
    add("last hour", metrics.text)
    add("drift", drift.isEmpty ? nil : drift.joined(separator: "\n"))
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { name, value in
      let parts = value.split(separator: "\n")
      return parts.enumerated().map { index, part in
        let label = index == 0 ? name : ""
        return label + String(repeating: " ", count: width + 2 - label.count) + part + "\n"
      }.joined()
    }.joined()
  }

  /// For programs.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension StackStatus.Metrics {
  var text: String {
    guard let invocations else { return "CloudWatch does not say" }
    func whole(_ value: Double?) -> String { value.map { String(Int($0.rounded())) } ?? "?" }
    let durations = p50 == nil ? "" : ", p50 \(whole(p50)) ms, p95 \(whole(p95)) ms"
    let copies = concurrency == nil ? "" : ", at most \(whole(concurrency)) at once"
    return "\(whole(invocations)) calls, \(whole(errors)) errors, \(whole(throttles)) throttled\(durations)\(copies)"
  }
}
