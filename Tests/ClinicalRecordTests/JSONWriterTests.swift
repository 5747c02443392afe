internal import ClinicalRecord
internal import FoundationEssentials
internal import Testing

@Suite struct JSONWriterTests {
  private func written(pretty: Bool = false, _ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(pretty: pretty, capacity: 0)
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("", "\"\""), ("abc", "\"abc\""), ("a\"b", "\"a\\\"b\""), ("a\\b", "\"a\\\\b\""), ("a\nb\rc\td", "\"a\\nb\\rc\\td\""),
    ("\u{0}\u{1}\u{1F}", "\"\\u0000\\u0001\\u001f\""), ("\u{8}\u{C}", "\"\\u0008\\u000c\""), ("é🙂½ /", "\"é🙂½ /\""),
    ("\u{2028}", "\"\u{2028}\""),
    ("\u{7F}\u{9B}2J", "\"\\u007f\\u009b2J\""),
  ])
  func strings(value: String, json: String) {
    #expect(written { $0.string(value) } == json)
  }

  @Test func noStringIsNull() { #expect(written { $0.string(nil) } == "null") }

  @Test(
    arguments: [
      (0, "0"), (5, "5"), (-3, "-3"), (0.5, "0.5"), (12.25, "12.25"), (1e14, "100000000000000"), (0.1 + 0.2, "0.30000000000000004"),
      (-0.0, "0"),
      (.infinity, "null"), (-.infinity, "null"), (.nan, "null"),
    ] as [(Double, String)])
  func numbers(value: Double, json: String) {
    #expect(written { $0.number(value) } == json)
  }

  @Test func everyNumberReadsBack() throws {
    for value: Double in [1e15, 1e16, 1e300, 1.5e-7, 123456789.123, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi] {
      let json = written { $0.array([value]) { $0.number($1) } }
      #expect(try JSONDecoder().decode([Double].self, from: Data(json.utf8)) == [value], "\(json)")
    }
  }

  @Test func compactForm() {
    let json = written {
      $0.object {
        $0.key("a", "x")
        $0.key("b", 1)
        $0.key("c", true)
        $0.key("d", nil as Double?)
        $0.key("e") { $0.array([1, 2]) { $0.raw(String($1)) } }
        $0.key("f") { $0.array([] as [Int]) { _, _ in } }
        $0.key("g") { $0.object { _ in } }
        $0.key(named: "h\"") { $0.array([[1], []]) { $0.array($1) { $0.raw(String($1)) } } }
      }
    }
    #expect(json == #"{"a":"x","b":1,"c":true,"d":null,"e":[1,2],"f":[],"g":{},"h\"":[[1],[]]}"#)
  }

  @Test func prettyForm() {
    let json = written(pretty: true) {
      $0.object {
        $0.key("a", "x")
        $0.key("b") { $0.array([1, 2]) { $0.raw(String($1)) } }
        $0.key("c") { $0.array([] as [Int]) { _, _ in } }
      }
    }
    #expect(json == "{\n  \"a\": \"x\",\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": []\n}")
  }

  private struct Everything: Codable, Equatable {
    var text: String
    var list: [Double]
    var nested: [[String]]
  }

  @Test(arguments: [false, true]) func everyScalarReadsBack(pretty: Bool) throws {
    var text = ""
    for value in (0 as UInt32)..<0x300 { text.unicodeScalars.append(Unicode.Scalar(value) ?? " ") }
    text += "\u{2028}\u{FEFF}\u{10FFFF}👩‍👩‍👧"
    let wanted = Everything(text: text, list: [0, -1.5, 3], nested: [[], ["\"", "\\"]])
    let json = written(pretty: pretty) {
      $0.object {
        $0.key("text", wanted.text)
        $0.key("list") { $0.array(wanted.list) { $0.number($1) } }
        $0.key("nested") { $0.array(wanted.nested) { $0.array($1) { $0.string($1) } } }
      }
    }
    let read = try JSONDecoder().decode(Everything.self, from: Data(json.utf8))
    #expect(read == wanted)
    #expect(read.text.unicodeScalars.elementsEqual(text.unicodeScalars))
  }
}
