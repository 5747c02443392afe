/// What a scalar is, and what it is compared as: lower case, without accents, ligatures taken apart, look-alikes made one.
@usableFromInline package struct FoldedScalar {
  @usableFromInline package enum Kind: UInt8, Sendable {
    case letter, digit, superscript, punctuation, space, joiner, ignored
  }

  @usableFromInline package let kind: Kind
  /// The folded bytes, `count` of them; for a letter outside the table the scalar itself in UTF-8.
  @usableFromInline package let bytes: (UInt8, UInt8, UInt8, UInt8)
  @usableFromInline package let count: Int

  @inlinable package init(_ scalar: UInt32) {
    if scalar < 0x80 {
      self.init(ascii: UInt8(scalar))
    } else if scalar >= 0xC0, scalar < 0x180 {
      self.init(latin: scalar)
    } else {
      self.init(other: scalar)
    }
  }

  @inlinable init(_ kind: Kind, _ first: UInt8, _ second: UInt8 = 0) {
    self.kind = kind
    bytes = (first, second, 0, 0)
    count = second == 0 ? 1 : 2
  }

  @inlinable init(ascii byte: UInt8) {
    switch byte {
    case 0x61...0x7A: self.init(.letter, byte)
    case 0x41...0x5A: self.init(.letter, byte | 0x20)
    case 0x30...0x39: self.init(.digit, byte)
    case 0x27, 0x60: self.init(.joiner, 0x27)
    case 0x20, 0x09...0x0D: self.init(.space, 0x20)
    case 0..<0x20, 0x7F: self.init(.space, 0x20)
    default: self.init(.punctuation, byte)
    }
  }

  @usableFromInline init(latin scalar: UInt32) {
    switch scalar {
    case 0xD7: self.init(.letter, UInt8(ascii: "x"))  // ×
    case 0xF7: self.init(.punctuation, UInt8(ascii: "/"))  // ÷
    case 0xC6, 0xE6: self.init(.letter, UInt8(ascii: "a"), UInt8(ascii: "e"))
    case 0x152, 0x153: self.init(.letter, UInt8(ascii: "o"), UInt8(ascii: "e"))
    case 0xDF: self.init(.letter, UInt8(ascii: "s"), UInt8(ascii: "s"))
    default:
      let base = scalar < 0x100 ? latin1.utf8Start[Int(scalar - 0xC0)] : latinExtended.utf8Start[Int(scalar - 0x100)]
      if base == UInt8(ascii: "?") { self.init(raw: scalar) } else { self.init(.letter, base) }
    }
  }

  @usableFromInline init(other scalar: UInt32) {
    switch scalar {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x85: self.init(.space, 0x20)
    case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF, 0x300...0x36F: self.init(.ignored, 0)
    case 0x80...0x9F: self.init(.space, 0x20)
    case 0xB5, 0x3BC: self.init(.letter, UInt8(ascii: "u"))
    case 0xB2: self.init(.superscript, UInt8(ascii: "2"))
    case 0xB3: self.init(.superscript, UInt8(ascii: "3"))
    case 0xB9: self.init(.superscript, UInt8(ascii: "1"))
    case 0x2070, 0x2074...0x2079: self.init(.superscript, UInt8(ascii: "0") + UInt8(scalar - 0x2070))
    case 0x2018, 0x2019, 0x201B, 0x2BC, 0x2032, 0xB4: self.init(.joiner, 0x27)
    case 0x2010...0x2015, 0x2212, 0x2043: self.init(.punctuation, UInt8(ascii: "-"))
    case 0x201C...0x201F, 0xAB, 0xBB, 0x2039, 0x203A: self.init(.punctuation, 0x22)
    case 0xBD: self.init(.punctuation, 0xBD)  // ½ ¼ ¾: numbers, read by NumberScanner from the note's own bytes
    case 0xBC: self.init(.punctuation, 0xBC)
    case 0xBE: self.init(.punctuation, 0xBE)
    case 0xB0, 0xBA: self.init(.punctuation, 0xB0)  // °
    case 0x2022, 0x25CF, 0x25AA, 0x25E6, 0x25A0, 0x25CB, 0x2023, 0xB7, 0x2219, 0x25BA, 0xF0B7: self.init(.punctuation, UInt8(ascii: "*"))
    case 0x2264: self.init(.punctuation, UInt8(ascii: "<"))
    case 0x2265: self.init(.punctuation, UInt8(ascii: ">"))
    case 0x2190...0x21FF: self.init(.punctuation, 0xAF)  // arrows
    case 0x2026: self.init(.punctuation, UInt8(ascii: "."))
    case 0xFB00...0xFB06: self.init(.letter, UInt8(ascii: "f"), scalar == 0xFB02 ? UInt8(ascii: "l") : UInt8(ascii: "i"))
    case 0xA1...0xBF, 0x2016, 0x2017, 0x2020...0x203E, 0x2044...0x206F, 0x20A0...0x20CF, 0x2500...0x27BF, 0x3001...0x3003:
      self.init(.punctuation, 0xA4)
    default: self.init(raw: scalar)
    }
  }

  /// A letter of another script stands for itself.
  private init(raw scalar: UInt32) {
    kind = .letter
    if scalar < 0x800 {
      bytes = (UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F), 0, 0)
      count = 2
    } else if scalar < 0x10000 {
      bytes = (UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F), 0)
      count = 3
    } else {
      bytes = (
        UInt8(0xF0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3F), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F)
      )
      count = 4
    }
  }
}

/// Base letters of U+00C0–U+00FF; `?` where there is none.
private let latin1: StaticString = "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty"
/// Base letters of U+0100–U+017F.
private let latinExtended: StaticString =
  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

/// `text` folded: words lower case without accents, every run of anything else one space.
package func folded(_ text: String) -> String {
  var result: [UInt8] = []
  for scalar in text.unicodeScalars {
    let fold = FoldedScalar(scalar.value)
    switch fold.kind {
    case .ignored: continue
    case .letter, .digit, .superscript:
      withUnsafeBytes(of: fold.bytes) { result.append(contentsOf: $0[..<fold.count]) }
    case .punctuation, .space, .joiner:
      if result.last != 0x20, !result.isEmpty { result.append(0x20) }
    }
  }
  if result.last == 0x20 { result.removeLast() }
  return String(decoding: result, as: UTF8.self)
}
