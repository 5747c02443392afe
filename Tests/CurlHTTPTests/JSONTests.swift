internal import CurlHTTP
internal import Testing

@Suite struct JSONTests {
  @Test(arguments: [
    ("null", "null"), (" [ 1 , -2.5e+3 ,0 ] ", "[1,-2.5e+3,0]"), ("{\"b\":1,\"a\":{}}", "{\"b\":1,\"a\":{}}"),
    (#""\u00e9\ud83d\ude00\n\/""#, #""é😀\n/""#), (#""\ud83d x""#, "\"\u{FFFD} x\""), (#""\u0001""#, #""\u0001""#), ("true", "true"),
    ("[[],[{}]]", "[[],[{}]]"), ("\"e\u{301}\"", "\"e\u{301}\""),
  ])
  func `Reads and writes`(text: String, written: String) {
    #expect(JSON(parsing: text)?.text == written)
  }

  @Test(arguments: [
    "", "nul", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", "-", "\"a", "\"\n\"", "\"\\x\"", "[1] 2", "{\"a\":1,}", "+1", "\"\\u12\"", "<html>",
    String(repeating: "[", count: 100_000),
  ])
  func `Refuses what is no JSON`(text: String) { #expect(JSON(parsing: text) == nil) }

  @Test func `Refuses what is no UTF-8`() { #expect(JSON([0x22, 0xC3, 0x22]) == nil) }

  @Test func `Looks inside`() {
    let json = JSON(parsing: #"{"a":[{"b":1.0},{"b":null}],"c":true,"d":"x"}"#)
    #expect(json?["a"]?[0]?["b"]?.int == 1)
    #expect(json?["a"]?[1]?["b"] == nil)
    #expect(json?["a"]?[2] == nil)
    #expect(json?["c"]?.bool == true)
    #expect(json?["d"]?.string == "x")
    #expect(json?["d"]?["e"] == nil)
    #expect(JSON(parsing: "1e400")?.int == nil)
  }
}
