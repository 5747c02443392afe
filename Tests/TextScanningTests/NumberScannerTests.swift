internal import Testing
internal import TextScanning

@Suite struct NumberScannerTests {
  /// The first number of `text`, and the text that it takes.
  private func number(_ text: String, french: Bool) -> (value: Double, words: String, isFraction: Bool)? {
    let (note, tokens, _) = tokens(text)
    guard let found = NumberScanner(commaIsDecimal: french).number(in: note, tokens, at: 0) else { return nil }
    return (found.value, note.string(Int(tokens[0].start)..<Int(tokens[found.end - 1].end)), found.isFraction)
  }

  @Test(
    arguments: [
      ("12", 12, "12"), ("12,5 mg", 12.5, "12,5"), ("12.5 mg", 12.5, "12.5"), ("0,25", 0.25, "0,25"), ("007", 7, "007"),
      ("1 000 mg", 1000, "1 000"), ("1\u{A0}000", 1000, "1\u{A0}000"), ("1\u{202F}000", 1000, "1\u{202F}000"),
      ("1\u{2009}000\u{2009}000", 1_000_000, "1\u{2009}000\u{2009}000"),
      ("100 000 UI", 100_000, "100 000"), ("95 000,5", 95_000.5, "95 000,5"), ("1,000", 1, "1,000"),
      ("500 mg", 500, "500"), ("12 34", 12, "12"), ("1000 000", 1000, "1000"), ("0 500", 0, "0"), ("1  000", 1, "1"), ("1\n000", 1, "1"),
      ("1, 5", 1, "1"), ("1 ,5", 1, "1"), ("14/8", 14, "14"), ("10⁹", 10, "10"),
    ] as [(String, Double, String)])
  func french(text: String, value: Double, words: String) throws {
    let found = try #require(number(text, french: true))
    #expect(abs(found.value - value) < 1e-9)
    #expect(found.words == words)
    #expect(!found.isFraction)
  }

  @Test(
    arguments: [
      ("1,000", 1000, "1,000"), ("12,500 units", 12_500, "12,500"), ("1,250,000", 1_250_000, "1,250,000"), ("1,000.5", 1000.5, "1,000.5"),
      ("2.5", 2.5, "2.5"),
      ("12,5", 12.5, "12,5"), ("1 000", 1, "1"), ("1\u{202F}000", 1000, "1\u{202F}000"), ("5, 200", 5, "5"),
    ] as [(String, Double, String)])
  func english(text: String, value: Double, words: String) throws {
    let found = try #require(number(text, french: false))
    #expect(abs(found.value - value) < 1e-9)
    #expect(found.words == words)
  }

  @Test(
    arguments: [
      ("1/2 cp", 0.5, "1/2"), ("3/4", 0.75, "3/4"), ("1/3", 1.0 / 3, "1/3"), ("½", 0.5, "½"), ("¼", 0.25, "¼"), ("¾", 0.75, "¾"),
      ("1½ cp", 1.5, "1½"),
      ("2¼", 2.25, "2¼"),
    ] as [(String, Double, String)])
  func fractions(text: String, value: Double, words: String) throws {
    let found = try #require(number(text, french: true))
    #expect(abs(found.value - value) < 1e-9)
    #expect(found.words == words)
    #expect(found.isFraction)
  }

  @Test(arguments: [("12/03/2024", 12), ("1/2/2024", 1), ("1/10", 1), ("3/3", 3), ("130/80", 130), ("1 / 2", 1)] as [(String, Double)])
  func noFractions(text: String, value: Double) throws {
    let found = try #require(number(text, french: true))
    #expect(found.value == value)
    #expect(!found.isFraction)
  }

  @Test(arguments: ["mg", "-5", "⁹", ",5", "1234567890123", "°"]) func noNumber(text: String) { #expect(number(text, french: true) == nil) }

  @Test func pastTheEnd() {
    let (note, tokens, _) = tokens("5")
    #expect(NumberScanner(commaIsDecimal: true).number(in: note, tokens, at: 1) == nil)
  }
}
