internal import ClinicalRecord
internal import Extraction
internal import Testing
internal import TextScanning

@Suite struct GroundingTests {
  private enum Found: Equatable { case exact(String, at: Int), normalized(String, at: Int), none }

  /// What grounding makes of a quote; the evidence's text is checked against its own offsets.
  private func ground(_ text: String, _ place: Quote.Place) -> Found {
    var grounding = Grounding(NoteText(text))
    let scalars = Array(text.unicodeScalars)
    func checked(_ evidence: Evidence) -> Int {
      #expect(scalars[evidence.start..<evidence.end].elementsEqual(evidence.text.unicodeScalars))
      #expect(evidence.section == .examination)
      return evidence.start
    }
    guard let found = grounding.ground(Quote(place, section: .examination)) else { return .none }
    #expect(Array(text.utf8)[found.bytes].elementsEqual(found.evidence.text.utf8))
    let start = checked(found.evidence)
    return found.isExact ? .exact(found.evidence.text, at: start) : .normalized(found.evidence.text, at: start)
  }

  private func words(_ text: String, _ words: String, _ lines: ClosedRange<Int>? = nil) -> Found {
    ground(text, .words(words, lines: lines))
  }

  @Test func bytes() {
    #expect(ground("Fièvre à 39", .bytes(0..<7)) == .exact("Fièvre", at: 0))
    #expect(ground("Fièvre à 39", .bytes(11..<13)) == .exact("39", at: 9))
    #expect(ground("🙂é x", .bytes(7..<8)) == .exact("x", at: 3))
  }

  @Test(arguments: [0..<0, 3..<3, 0..<99, -1..<2, 0..<3, 3..<7, 20..<30]) func noSuchBytes(range: Range<Int>) {
    #expect(ground("Fièvre", .bytes(range)) == .none)
  }

  @Test func wordsAsTheyStand() {
    #expect(words("Pas de fièvre.", "fièvre") == .exact("fièvre", at: 7))
    #expect(words("ZESTRYL 5 mg 1 le matin", "ZESTRYL 5 mg") == .exact("ZESTRYL 5 mg", at: 0))
    #expect(words("Pas de fièvre.", "toux") == .none)
    #expect(words("Pas de fièvre.", "") == .none)
    #expect(words("Pas de fièvre.", "  ") == .none)
    #expect(words("a", "abc") == .none)
  }

  @Test(arguments: [
    ("Insuffisance  rénale\nchronique", "Insuffisance rénale chronique"),
    ("Insuffisance\u{A0}rénale", "insuffisance renale"),
    ("INSUFFISANCE RENALE", "insuffisance rénale"),
    ("Œdème des membres", "oedeme des membres"),
    ("oedème", "œdème"),
    ("l’œdème «aigu»", "l'œdème \"aigu\""),
    ("e\u{301}tat febrile", "état fébrile"),
    ("10–20 mg", "10-20 mg"),
    ("5\u{202F}mg", "5 mg"),
    ("dou\u{AD}leur", "douleur"),
    ("a ≥ b", "a > b"),
  ])
  func normalizedWords(text: String, quote: String) {
    #expect(words(text, quote) == .normalized(text, at: 0))
    #expect(words("Avant, \(text) ; après", "  \(quote) ") == .normalized(text, at: 7))
  }

  @Test(arguments: [
    ("75 mg", "5 mg"), ("5 mgx", "5 mg"), ("antihypertension", "hypertension"), ("hypertensions", "hypertension"),
    ("HYPERTENSIONS", "hypertension"), ("75  MG", "5 mg"), ("39,5", "9,5"), ("éa", "a"), ("aé", "a"), ("250", "25"),
  ])
  func aCutWordIsNotFound(text: String, quote: String) {
    #expect(words(text, quote) == .none)
  }

  /// "5 mg" is not in "2,5 mg" either.
  @Test(arguments: [("2,5 mg", "5 mg"), ("0.5 mg", "5 mg"), ("Hb 9,8", "Hb 9"), ("0,5 MG", "5 mg"), ("1 000 mg", "000 mg")])
  func aCutDecimalIsNotFound(text: String, quote: String) {
    #expect(words(text, quote) == .none)
  }

  @Test func aWholePlaceAfterACutOne() {
    #expect(words("75 mg puis 5 mg", "5 mg") == .exact("5 mg", at: 11))
    #expect(words("75 MG puis 5 MG", "5 mg") == .normalized("5 MG", at: 11))
  }

  @Test func linesChooseAmongPlaces() {
    let text = "Fièvre hier\nToux\nFièvre ce jour"
    #expect(words(text, "Fièvre") == .exact("Fièvre", at: 0))
    #expect(words(text, "Fièvre", 1...1) == .exact("Fièvre", at: 0))
    #expect(words(text, "Fièvre", 3...3) == .exact("Fièvre", at: 17))
    #expect(words(text, "Fièvre", 2...3) == .exact("Fièvre", at: 17))
    #expect(words(text, "fievre", 3...3) == .normalized("Fièvre", at: 17))
  }

  @Test(arguments: [2...2, 9...12, 0...0, 3...99, 2...2]) func wrongLinesFallBack(lines: ClosedRange<Int>) {
    #expect(words("Toux\nRAS\nRAS", "Toux", lines) == .exact("Toux", at: 0))
    #expect(words("TOUX\nRAS\nRAS", "toux", lines) == .normalized("TOUX", at: 0))
  }

  @Test func aQuoteOverLines() {
    #expect(words("douleur\r\nthoracique", "douleur thoracique", 1...2) == .normalized("douleur\r\nthoracique", at: 0))
  }
}
