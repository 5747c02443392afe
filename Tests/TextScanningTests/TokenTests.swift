internal import Testing
internal import TextScanning

@Suite struct TokenTests {
  @Test(arguments: [
    ("Douleur thoracique", "Douleur thoracique"),
    ("d'œdème", "d œdème"), ("l’état", "l état"), ("aujourd'hui", "aujourd hui"),
    ("per-trochantérienne", "per trochantérienne"), ("COVID-19", "COVID 19"), ("β-bloquant", "β bloquant"),
    ("1-0-1", "1 - 0 - 1"), ("3-4", "3 - 4"), ("J3-J7", "J 3 J 7"), ("12-h", "12 h"),
    ("a - b", "a - b"), ("-5", "- 5"), ("- item", "- item"), ("5-", "5 -"),
    ("500mg", "500 mg"), ("x3/j", "x 3 / j"), ("10⁹/L", "10 ⁹ / L"), ("m²", "m ²"),
    ("12,5", "12 , 5"), ("1/2", "1 / 2"), ("½", "½"), ("1½", "1 ½"), ("38°C", "38 ° C"), ("≥3", "≥ 3"),
    ("TA:14/8", "TA : 14 / 8"), ("oui...", "oui . . ."), ("(a)", "( a )"),
    ("e\u{301}tat", "e\u{301}tat"), ("dou\u{AD}leur", "dou\u{AD}leur"),
    ("\u{FEFF}Motif", "Motif"), ("a\u{200B}b", "a\u{200B}b"),
    ("fin🙂 de", "fin🙂 de"), ("中文", "中文"),
    ("", ""), (" \r\n\t\u{A0}", ""), ("''", ""), ("a''b", "a b"),
  ])
  func slices(text: String, expected: String) {
    let found = seen(text).map(\.text)
    #expect(found.map { Array($0.unicodeScalars) } == expected.split(separator: " ").map { Array($0.unicodeScalars) }, "\(found)")
  }

  @Test func kinds() {
    #expect(
      seen("Hb 9,8²") == [
        .init(text: "Hb", kind: .word), .init(text: "9", kind: .number), .init(text: ",", kind: .punctuation),
        .init(text: "8", kind: .number),
        .init(text: "²", kind: .number),
      ])
  }

  @Test func flags() {
    let tokens = scan("HTA d'Effort\n - mL ⁹")
    #expect(
      tokens.map(\.flags) == [
        [.spaceBefore, .lineStart, .allCaps, .capitalized],
        [.spaceBefore],
        [.joined, .capitalized],
        [.spaceBefore, .lineStart],
        [.spaceBefore],
        [.spaceBefore, .superscript],
      ])
  }

  @Test(arguments: ["ÉTAT", "À", "Œ", "ŠŽ"]) func capitalsWithAccents(word: String) {
    #expect(scan(word).first?.flags.isSuperset(of: [.allCaps, .capitalized]) == true)
  }

  @Test(arguments: [
    ("a\nb\nc", [0, 1, 2]), ("a\r\nb\r\nc", [0, 1, 2]), ("a\rb", [0, 1]), ("a\n\n\r\nb", [0, 3]), ("a b", [0, 0]), ("\na", [1]),
  ])
  func lines(text: String, expected: [Int]) {
    let tokens = scan(text)
    #expect(tokens.map(\.line) == expected)
    for (index, token) in tokens.enumerated() {
      #expect(token.flags.contains(.lineStart) == (index == 0 || tokens[index - 1].line != token.line))
    }
  }

  @Test(arguments: [
    ("COMPRIMÉS", "comprime", true), ("genoux", "genou", true), ("douleurs", "douleur", true), ("pus", "pu", false), ("HTA", "ht", false),
    ("abces", "abce", true),
  ])
  func stems(word: String, stem: String, has: Bool) {
    let hash = scan(stem).first?.hash
    #expect((scan(word).first?.stemHash == hash) == has)
    if !has { #expect(scan(word).first?.stemHash == 0) }
  }

  @Test(arguments: [("œdème", "OEDEME"), ("Fièvre", "FIEVRE"), ("e\u{301}tat", "état"), ("µg", "μg"), ("dou\u{AD}leur", "douleur")])
  func sameWordSameHash(a: String, b: String) {
    #expect(scan(a).map(\.hash) == scan(b).map(\.hash))
  }

  @Test func hyphenIsOneOfMany() {
    for hyphen in ["-", "‐", "‑", "–", "−"] {
      #expect(scan("anti\(hyphen)inflammatoire").map(\.flags.rawValue).last == Token.Flags.joined.rawValue)
    }
  }

  /// Tokens are in order, never empty, never overlap, begin and end on scalars, and skip no letter and no digit.
  @Test func tokensCoverAllThatCounts() {
    let pieces = Array("aéœÀzZ09½²'’--–. ,\n\r\t\u{A0}\u{301}\u{200B}🙂中µ|".unicodeScalars)
    for seed in 0..<60 {
      var random = SplitMix(seed: UInt64(seed))
      var text = ""
      for _ in 0..<200 { text.unicodeScalars.append(pieces.randomElement(using: &random) ?? " ") }
      let bytes = Array(text.utf8)
      var end = 0
      for token in scan(text) {
        #expect(token.start >= end && token.end > token.start)
        #expect(!isContinuation(bytes[token.start]) && (token.end == bytes.count || !isContinuation(bytes[token.end])))
        let gap = String(decoding: bytes[end..<token.start], as: UTF8.self)
        for scalar in gap.unicodeScalars {
          let kind = FoldedScalar(scalar.value).kind
          #expect(kind != .letter && kind != .digit && kind != .superscript)
        }
        end = token.end
      }
    }
  }
}
