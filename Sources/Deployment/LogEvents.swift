internal import FoundationEssentials

/// One line of a log.
package struct LogEvent: Hashable, Sendable {
  package enum Source: String, Sendable, CaseIterable {
    case lambda, api

    /// The group that it comes from.
    package func group(_ app: String) -> String {
      switch self {
      case .lambda: "/aws/lambda/\(app)"
      case .api: "/aws/apigateway/\(app)"
      }
    }
  }

  package var source: Source
  package var id: String
  /// Milliseconds since 1970.
  package var time: Int
  package var stream: String
  package var message: String

  /// The events of a `filter-log-events` answer.
  static func events(_ json: JSONValue?, from source: Source) -> [LogEvent] {
    (json?["events"]?.array ?? []).compactMap { event in
      guard let id = event["eventId"]?.text, case .number(let time) = event["timestamp"], let message = event["message"]?.text else {
        return nil
      }
      return LogEvent(
        source: source, id: id, time: Int(time), stream: event["logStreamName"]?.text ?? "", message: message.trimmedEnd)
    }
  }

  /// `2026-11-30T20:30:41.123Z`.
  package var timestamp: String {
    let seconds = Date(timeIntervalSince1970: Double(time / 1000)).formatted(.iso8601).dropLast()
    let thousandths = String(time % 1000)
    return "\(seconds).\(String(repeating: "0", count: 3 - thousandths.count))\(thousandths)Z"
  }
}

extension String {
  /// Without blanks and line breaks at the end.
  fileprivate var trimmedEnd: String { String(self[..<(lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex)]) }
}

/// The events that have been shown. Asking for a time a second time gives the same events again, and late ones with them.
struct SeenEvents {
  private var times: [String: Int] = [:]

  /// The events not seen yet, in the order of their time.
  mutating func new(_ events: [LogEvent]) -> [LogEvent] {
    let fresh = events.filter { times[$0.id] == nil }.sorted { ($0.time, $0.source.rawValue, $0.id) < ($1.time, $1.source.rawValue, $1.id) }
    var kept: [LogEvent] = []
    for event in fresh where times.updateValue(event.time, forKey: event.id) == nil { kept.append(event) }
    return kept
  }

  /// Forgets what is asked for no more.
  mutating func forget(before time: Int) { times = times.filter { $0.value >= time } }
}
