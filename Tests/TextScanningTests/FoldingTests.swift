internal import Testing
internal import TextScanning

@Suite struct FoldingTests {
  @Test(arguments: [
    ("ÉÈÊË éèêë", "eeee eeee"),
    ("ÀÂÄàâä Çç ÎÏîï Ôö Ùûü Ÿÿ Ññ", "aaaaaa cc iiii oo uuu yy nn"),
    ("Šš Žž Łł Őő Ąą", "ss zz ll oo aa"),
    ("œdème Œil cæcum ÆTHER Straße", "oedeme oeil caecum aether strasse"),
    ("ﬁèvre ﬂutter", "fievre flutter"),
    ("e\u{301}tat de\u{301}ja\u{300}", "etat deja"),
    ("5 µg 5 μg", "5 ug 5 ug"),
    ("m² 10⁹ H³ x¹ ⁴⁵⁶⁷⁸⁰", "m2 109 h3 x1 456780"),
    ("a‐b‑c‒d–e—f−g-h", "a b c d e f g h"),
    ("1\u{A0}000\u{202F}000\u{2009}g", "1 000 000 g"),
    ("l’état l'état l‘état l`état", "l etat l etat l etat l etat"),
    ("«oui» “non” \"si\"", "oui non si"),
    ("zéro\u{200B}largeur dou\u{AD}leur \u{FEFF}x", "zerolargeur douleur x"),
    ("2×3", "2x3"),
    ("  ", ""), ("", ""), ("--", ""), (" a ", "a"),
    ("Привет 中文", "Привет 中文"),
  ])
  func folds(text: String, expected: String) {
    #expect(folded(text) == expected)
  }

  @Test func foldingTwiceIsFoldingOnce() {
    for value in (0x20 as UInt32)..<0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let once = folded(String(Character(scalar)))
      #expect(folded(once) == once, "U+\(String(value, radix: 16))")
    }
  }

  /// `folded` of an upper case letter is that of its lower case, for every Latin letter of French and its neighbours.
  @Test func caseNeverMatters() {
    for value in (0x41 as UInt32)..<0x180 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic, value != 0xB5, value != 0x130, value != 0x131,
        value != 0x17F
      else { continue }
      let character = String(Character(scalar))
      #expect(folded(character.uppercased()) == folded(character.lowercased()), "\(character)")
    }
  }

  @Test(arguments: [
    ("-", "–"), ("-", "—"), ("-", "−"), ("'", "’"), ("\"", "«"), ("*", "•"), ("<", "≤"), (">", "≥"), (".", "…"), ("/", "÷"),
  ])
  func lookAlikesAreOne(plain: String, other: String) throws {
    let a = FoldedScalar(try #require(plain.unicodeScalars.first).value)
    let b = FoldedScalar(try #require(other.unicodeScalars.first).value)
    #expect(a.kind == b.kind)
    #expect(a.bytes.0 == b.bytes.0)
  }

  @Test(arguments: [
    ("a", FoldedScalar.Kind.letter), ("é", .letter), ("7", .digit), ("²", .superscript), (",", .punctuation), ("\t", .space),
    ("\u{A0}", .space), ("\u{2028}", .space), ("'", .joiner), ("\u{301}", .ignored), ("\u{FEFF}", .ignored), ("½", .punctuation),
    ("°", .punctuation),
    ("→", .punctuation), ("中", .letter),
  ])
  func kinds(text: String, kind: FoldedScalar.Kind) throws {
    #expect(FoldedScalar(try #require(text.unicodeScalars.first).value).kind == kind)
  }
}
