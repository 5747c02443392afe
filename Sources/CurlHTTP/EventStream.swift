/// A server-sent event: its name, `message` where it has none, and its data lines joined by line feeds.
package struct ServerEvent: Sendable, Equatable {
  package var name: String
  package var data: String

  package init(name: String = "message", data: String) {
    self.name = name
    self.data = data
  }
}

/// Divides the bytes of a `text/event-stream` into events, however they are cut into chunks. (HTML Standard, 9.2.6.)
package struct EventStreamDecoder: Sendable {
  private var lines = LineDecoder(carriageReturnEndsLine: true)
  private var name = ""
  private var data: String?
  private var isFirstLine = true

  package init() {}

  package mutating func feed(_ bytes: [UInt8]) -> [ServerEvent] { lines.feed(bytes).compactMap { take($0) } }

  /// What an end without an empty line leaves; servers that close at once after the last event are common.
  package mutating func finish() -> [ServerEvent] {
    let last = lines.finish().compactMap { take($0) }
    return last + [take([])].compactMap(\.self)
  }

  private mutating func take(_ bytes: [UInt8]) -> ServerEvent? {
    var bytes = bytes[...]
    if isFirstLine, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    isFirstLine = false
    if bytes.isEmpty {
      defer { (name, data) = ("", nil) }
      return data.map { ServerEvent(name: name.isEmpty ? "message" : name, data: $0) }
    }
    let field = bytes.prefix { $0 != UInt8(ascii: ":") }
    var value = bytes[field.endIndex...].dropFirst()
    if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
    // a line that begins with a colon is a comment
    switch String(decoding: field, as: UTF8.self) {
    case "event": name = String(decoding: value, as: UTF8.self)
    case "data": data = (data.map { $0 + "\n" } ?? "") + String(decoding: value, as: UTF8.self)
    default: break
    }
    return nil
  }
}

/// Divides the bytes of JSON lines; empty lines are left out.
package struct JSONLinesDecoder: Sendable {
  private var lines = LineDecoder(carriageReturnEndsLine: false)

  package init() {}

  package mutating func feed(_ bytes: [UInt8]) -> [[UInt8]] { lines.feed(bytes).filter { !$0.isBlank } }

  package mutating func finish() -> [[UInt8]] { lines.finish().filter { !$0.isBlank } }
}

/// Lines of bytes, so that a character that two chunks share stays whole.
struct LineDecoder: Sendable {
  private var rest: [UInt8] = []
  private let carriageReturnEndsLine: Bool
  /// A line feed next belongs to the carriage return before it.
  private var skipsLineFeed = false

  init(carriageReturnEndsLine: Bool) { self.carriageReturnEndsLine = carriageReturnEndsLine }

  mutating func feed(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = 0
    for (index, byte) in bytes.enumerated() {
      if skipsLineFeed {
        skipsLineFeed = false
        if byte == UInt8(ascii: "\n") {
          start = index + 1
          continue
        }
      }
      let isReturn = carriageReturnEndsLine && byte == UInt8(ascii: "\r")
      guard isReturn || byte == UInt8(ascii: "\n") else { continue }
      lines.append(rest + bytes[start..<index])
      rest = []
      start = index + 1
      skipsLineFeed = isReturn
    }
    rest += bytes[start...]
    return lines
  }

  mutating func finish() -> [[UInt8]] {
    defer { rest = [] }
    return rest.isEmpty ? [] : [rest]
  }
}

extension [UInt8] {
  fileprivate var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}
