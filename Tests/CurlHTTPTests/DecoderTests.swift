internal import CurlHTTP
internal import Testing

@Suite struct DecoderTests {
  static let streams: [(String, [ServerEvent])] = [
    ("data: a\n\ndata: b\n\n", [ServerEvent(data: "a"), ServerEvent(data: "b")]),
    ("data: a\r\n\r\ndata: b\r\n\r\n", [ServerEvent(data: "a"), ServerEvent(data: "b")]),
    ("data: a\r\rdata: b\r\r", [ServerEvent(data: "a"), ServerEvent(data: "b")]),
    ("event: message_start\ndata: {\"a\":1}      \n\n", [ServerEvent(name: "message_start", data: "{\"a\":1}      ")]),
    ("data: one\ndata: two\ndata\n\n", [ServerEvent(data: "one\ntwo\n")]),
    (": ping\n\n: OPENROUTER PROCESSING\n\ndata: a\n\n", [ServerEvent(data: "a")]),
    ("event: ping\ndata: {}\n\nevent: lonely\n\ndata: a\n\n", [ServerEvent(name: "ping", data: "{}"), ServerEvent(data: "a")]),
    ("data:no blank\n\ndata:  two blanks\n\n", [ServerEvent(data: "no blank"), ServerEvent(data: " two blanks")]),
    ("id: 1\nretry: 5\ndata: né à Évian 😀\n\n", [ServerEvent(data: "né à Évian 😀")]),
    ("\u{FEFF}data: a\n\n", [ServerEvent(data: "a")]),
    ("data: a\n\ndata: [DONE]", [ServerEvent(data: "a"), ServerEvent(data: "[DONE]")]),
    ("\n\n\ndata: a\n\n\n\n", [ServerEvent(data: "a")]),
    ("", []),
  ]

  /// However the bytes are cut, the events are the same.
  @Test(arguments: streams) func events(text: String, events: [ServerEvent]) {
    let bytes = Array(text.utf8)
    for size in 1...max(1, bytes.count) {
      var decoder = EventStreamDecoder()
      var found: [ServerEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        found += decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      found += decoder.finish()
      #expect(found == events, "in chunks of \(size)")
    }
  }

  @Test func lines() {
    let bytes = Array("{\"a\":\"é\"}\n\n  \r\n{\"b\":2}\r\n{\"c\":3}".utf8)
    for size in 1...bytes.count {
      var decoder = JSONLinesDecoder()
      var found: [[UInt8]] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        found += decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      found += decoder.finish()
      #expect(found.map { JSON($0)?.text } == ["{\"a\":\"é\"}", "{\"b\":2}", "{\"c\":3}"])
    }
  }
}
