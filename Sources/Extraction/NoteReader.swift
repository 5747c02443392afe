package import ClinicalRecord
internal import RulesEngine
package import TextScanning

/// A note as read: its text, its language, and what the reader of its record must know of the reading.
package struct Note: Sendable {
  package var source: String
  package var text: NoteText
  package var language: Language
  package var warnings: [Warning]

  package init(source: String, text: NoteText, language: Language, warnings: [Warning] = []) {
    self.source = source
    self.text = text
    self.language = language
    self.warnings = warnings
  }
}

/// Why bytes are no note. The message never bears a word of them.
package struct NoteError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable { case empty, binary, tooLarge }

  package var code: Code
  package var description: String
}

/// Bytes → text, encoding, language. Offsets of a record count the scalars of the text made here; nothing is trimmed, and line ends and a
/// byte order mark in UTF-8 stay, so that they count as in the file.
package struct NoteReader: Sendable {
  /// Bytes.
  package var limit: Int
  /// nil: guess.
  package var language: Language?

  package init(limit: Int = 16_000_000, language: Language? = nil) {
    self.limit = limit
    self.language = language
  }

  package func note(_ bytes: [UInt8], source: String) throws(NoteError) -> Note {
    if bytes.count > limit {
      throw NoteError(
        code: .tooLarge,
        description:
          "\((Double(bytes.count) / 100_000).rounded(.up) / 10) MB is more than one note may have (\(limit / 1_000_000) MB); raise limits.note_megabytes or split the file"
      )
    }
    let (utf8, guessed) = try decoded(bytes)
    let text = NoteText(utf8: utf8)
    guard !isBlank(utf8) else {
      throw NoteError(code: .empty, description: "there is no text in it")
    }
    var warnings: [Warning] = []
    if let guessed {
      warnings.append(Warning(.encodingGuessed, "the file is not UTF-8; it was read as \(guessed), and offsets count its characters"))
    }
    let guess = LanguageGuess.guess(text)
    if language == nil, !guess.isSure {
      warnings.append(
        Warning(
          .languageUncertain, "the language is uncertain; read as \(guess.language == .french ? "French" : "English") (--language sets it)")
      )
    }
    return Note(source: source, text: text, language: language ?? guess.language, warnings: warnings)
  }

  /// Nothing but white space and marks that are not seen.
  private func isBlank(_ utf8: [UInt8]) -> Bool {
    var index = 0
    while index < utf8.count {
      let (scalar, width) = decodeScalar(utf8, at: index)
      let kind = FoldedScalar(scalar).kind
      if kind != .space, kind != .ignored { return false }
      index += width
    }
    return true
  }

  /// UTF-8 from whatever it is: UTF-8, UTF-16 with a mark, else Windows-1252; and the name of what had to be guessed.
  private func decoded(_ bytes: [UInt8]) throws(NoteError) -> ([UInt8], guessed: String?) {
    if bytes.count >= 2, bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF {
      let little = bytes[0] == 0xFF
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
        little ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
      }
      return (Array(String(decoding: units, as: UTF16.self).utf8), "UTF-16")
    }
    if bytes.contains(0) {
      throw NoteError(code: .binary, description: "this is no text (it has zero bytes); export the document as plain text first")
    }
    if isValidUTF8(bytes) { return (bytes, nil) }
    let controls = bytes.lazy.filter { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B }.count
    if controls * 50 > bytes.count {
      throw NoteError(code: .binary, description: "this is no text (it has control bytes); export the document as plain text first")
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        result.append(byte)
      } else {
        let scalar = byte < 0xA0 ? windows1252[Int(byte - 0x80)] : UInt32(byte)
        result.append(contentsOf: Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) } ?? [0x3F])
      }
    }
    return (result, "Windows-1252")
  }

  private func isValidUTF8(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil } }
}

/// What 0x80–0x9F mean in Windows-1252; the five holes stay control characters.
private let windows1252: [UInt32] = [
  0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
  0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
]
