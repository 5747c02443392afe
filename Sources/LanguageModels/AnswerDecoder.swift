internal import CurlHTTP

/// Makes JSON values of an answer's bytes: one document, the events of an event stream, or JSON lines, as its content type says, or, where
/// that says nothing, as it begins.
struct AnswerDecoder {
  enum Part: Equatable {
    case whole(JSON)
    case event(JSON)
  }

  private enum Form {
    case unknown, document, events, lines
  }

  private var form: Form
  private var bytes: [UInt8] = []
  private var events = EventStreamDecoder()
  private var lines = JSONLinesDecoder()
  private let contentType: String

  init(contentType: String?) {
    self.contentType = contentType?.lowercased() ?? ""
    if self.contentType.contains("event-stream") {
      form = .events
    } else if self.contentType.contains("ndjson") || self.contentType.contains("jsonl") || self.contentType.contains("json-seq") {
      form = .lines
    } else if self.contentType.contains("json") {
      form = .document
    } else {
      form = .unknown
    }
  }

  mutating func feed(_ chunk: [UInt8]) throws(Failure) -> [Part] {
    if form == .unknown {
      bytes += chunk
      let start = bytes.drop { $0 <= 0x20 }
      guard start.count >= 6 else { return [] }
      if start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") {
        form = .document
        return []
      }
      guard ["data:", "event:", ":"].contains(where: { start.starts(with: $0.utf8) }) else { throw notJSON }
      form = .events
      return try values(of: events.feed(bytes))
    }
    switch form {
    case .events: return try values(of: events.feed(chunk))
    case .lines: return try values(of: lines.feed(chunk))
    case .document, .unknown:
      bytes += chunk
      return []
    }
  }

  mutating func finish() throws(Failure) -> [Part] {
    switch form {
    case .events: return try values(of: events.finish())
    case .lines: return try values(of: lines.finish())
    case .document, .unknown:
      if let json = JSON(bytes) { return [.whole(json)] }
      // lines under a document's name
      let lines = lines.feed(bytes) + lines.finish()
      let values = lines.compactMap { JSON($0) }
      guard lines.count > 1, values.count == lines.count else { throw notJSON }
      return values.map(Part.event)
    }
  }

  private func values(of events: [ServerEvent]) throws(Failure) -> [Part] {
    var parts: [Part] = []
    for event in events where event.data != "[DONE]" && !event.data.isEmpty {
      guard let json = JSON(event.data.utf8) else { throw .cutOff }
      parts.append(.event(json))
    }
    return parts
  }

  private func values(of lines: [[UInt8]]) throws(Failure) -> [Part] {
    var parts: [Part] = []
    for line in lines {
      guard let json = JSON(line) else { throw .cutOff }
      parts.append(.event(json))
    }
    return parts
  }

  private var notJSON: Failure {
    let type = contentType.prefix { $0 != ";" }
    let isName = !type.isEmpty && type.utf8.count <= 40 && type.allSatisfy { $0.isLetter || $0.isNumber || "/+-.".contains($0) }
    return .badAnswer(
      isName && !type.contains("json")
        ? "the answer is \(type), not JSON: is the base URL right?" : "the answer is not JSON, or not all of it: is the base URL right?")
  }
}
