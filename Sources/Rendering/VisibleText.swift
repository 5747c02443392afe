/// Glues two words: a line never breaks there. It is written as a plain space, so that output can be searched.
let noBreak: Character = "\u{A0}"

/// Text of a note, harmless to a terminal: no control character is left in it, so it can neither move the cursor nor set colours.
///
/// A run of white space and line breaks becomes one space, C0 controls and DEL their pictures (`␛`), C1 controls and the marks that turn the
/// direction of writing around `�`. What shows nothing (soft hyphens, byte order marks) is dropped.
func visible(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x20, 0x09...0x0D, 0x85, 0x2028, 0x2029:
      if result.last != " " { result.append(" ") }
    case 0xA0, 0x2007, 0x202F: result.append("\u{A0}")
    case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x7F: result.append("\u{2421}")
    case 0x80...0x9F, 0x200E, 0x200F, 0x61C, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: result.append("\u{FFFD}")
    case 0xAD, 0x200B, 0x2060...0x2064, 0xFEFF: continue
    default: result.append(scalar)
    }
  }
  return String(result)
}
