internal import Synchronization

/// A line of `terraform apply -json` that says something to a person.
struct ApplyEvent: Hashable {
  var message: String
  var isTrouble: Bool

  /// nil for the rest: lines that are no JSON appear among them.
  init?(_ line: String) {
    guard line.hasPrefix("{"), let json = JSONValue(Array(line.utf8)), let kind = json["type"]?.text else { return nil }
    switch kind {
    case "apply_start", "apply_complete", "apply_errored", "apply_progress":
      guard let text = json["@message"]?.text else { return nil }
      message = text
      isTrouble = false
    case "diagnostic":
      guard let summary = json["diagnostic"]?["summary"]?.text else { return nil }
      let detail = json["diagnostic"]?["detail"]?.text ?? ""
      isTrouble = json["diagnostic"]?["severity"]?.text == "error"
      message = detail.isEmpty ? summary : "\(summary): \(detail)"
    default: return nil
    }
  }
}

/// What terraform complained of, gathered from the lines as they come.
final class Diagnostics: Sendable {
  private let gathered = Mutex<[String]>([])

  var messages: [String] { gathered.withLock { $0 } }

  func add(_ message: String) { gathered.withLock { $0.append(message) } }
}
