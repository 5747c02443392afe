internal import ClinicalRecord
internal import Extraction
internal import Testing
internal import TextScanning

@Suite struct NoteReaderTests {
  private let french = "Le patient est hospitalisé pour une fièvre dans les suites d'une opération, avec des frissons.\r\nŒdème."

  private func read(_ bytes: [UInt8], limit: Int = 1_000_000) throws -> Note { try NoteReader(limit: limit).note(bytes, source: "a.txt") }
  private func string(_ note: Note) -> String { String(decoding: note.text.bytes, as: UTF8.self) }

  private func code(_ bytes: [UInt8], limit: Int = 1_000_000) -> NoteError.Code? {
    do throws(NoteError) {
      _ = try NoteReader(limit: limit).note(bytes, source: "a.txt")
      return nil
    } catch {
      return error.code
    }
  }

  @Test func utf8StaysAsItIs() throws {
    let note = try read(Array(french.utf8))
    #expect(note.text.bytes == Array(french.utf8))
    #expect(note.source == "a.txt")
    #expect(note.language == .french)
    #expect(note.warnings.isEmpty)
  }

  @Test func aByteOrderMarkCounts() throws {
    let note = try read([0xEF, 0xBB, 0xBF] + Array(french.utf8))
    #expect(note.text.scalarCount == french.unicodeScalars.count + 1)
    #expect(note.warnings.isEmpty)
  }

  @Test(arguments: [true, false]) func utf16(little: Bool) throws {
    let text = french + " 🙂"
    var bytes: [UInt8] = little ? [0xFF, 0xFE] : [0xFE, 0xFF]
    for unit in text.utf16 {
      let pair = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      bytes += little ? pair : pair.reversed()
    }
    let note = try read(bytes)
    #expect(string(note) == text)
    #expect(note.warnings.map(\.code) == [.encodingGuessed])
    // half a unit at the end is no reason to fail
    #expect(string(try read(bytes + [0x41])) == text)
  }

  @Test func windows1252() throws {
    let text = "Le patient de la chambre est fébrile, créatinine à 80 \u{20AC} l\u{2019}œdème \u{0178}\u{FF}"
    let bytes = text.unicodeScalars.map { scalar -> UInt8 in
      switch scalar.value {
      case 0x20AC: 0x80
      case 0x2019: 0x92
      case 0x153: 0x9C
      case 0x178: 0x9F
      default: UInt8(scalar.value)
      }
    }
    let note = try read(bytes)
    #expect(string(note) == text)
    #expect(note.warnings.map(\.code) == [.encodingGuessed])
    #expect(note.text.scalarCount == bytes.count)
  }

  @Test(arguments: [[], [0x20], Array(" \n\r\t ".utf8), [0xFF, 0xFE], [0xFE, 0xFF, 0x00, 0x20]] as [[UInt8]])
  func empty(bytes: [UInt8]) {
    #expect(code(bytes) == .empty)
  }

  @Test(arguments: ["\u{A0}\u{A0}", "\u{FEFF}", "\u{FEFF}\r\n", "\u{2003}\u{2028}"]) func blankIsEmptyToo(text: String) {
    #expect(code(Array(text.utf8)) == .empty)
  }

  @Test func binary() {
    #expect(code([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x00]) == .binary)
    #expect(code([0x50, 0x4B, 0x03, 0x04, 0x00, 0x14]) == .binary)
    // no zero, no UTF-8, many control bytes
    #expect(code(Array(repeating: [0x01, 0xFF, 0x41, 0x07], count: 20).flatMap { $0 }) == .binary)
  }

  @Test func tooLarge() {
    #expect(code(Array(repeating: 0x41, count: 11), limit: 10) == .tooLarge)
    #expect(code(Array(repeating: 0x41, count: 10), limit: 10) == nil)
  }

  @Test(arguments: [[0x41, 0x00, 0x42], []] as [[UInt8]]) func errorsBearNoWordOfTheBytes(bytes: [UInt8]) {
    do throws(NoteError) {
      _ = try NoteReader().note(bytes, source: "Dupont.txt")
      Issue.record("it was read")
    } catch {
      #expect(!"\(error)".contains("Dupont"))
      #expect(!"\(error)".isEmpty)
    }
  }

  @Test(arguments: [
    ("The patient was admitted with fever and has no history of asthma; she is on no medication at home.", Language.english),
    ("La patiente est admise pour une fièvre, sans antécédent d'asthme ; elle n'a pas de traitement chez elle.", .french),
    ("PATIENT OF 45 WITH PAIN IN THE CHEST AND NO FEVER WAS SEEN BY THE TEAM ON THE WARD", .english),
  ])
  func language(text: String, language: Language) throws {
    let note = try read(Array(text.utf8))
    #expect(note.language == language)
    #expect(note.warnings.isEmpty)
  }

  @Test func anUncertainLanguageIsSaid() throws {
    let note = try read(Array("Hb 9.8".utf8))
    #expect(note.warnings.map(\.code) == [.languageUncertain])
  }

  @Test(arguments: Language.allCases) func aGivenLanguageIsNotGuessed(language: Language) throws {
    let note = try NoteReader(language: language).note(Array("Hb 9.8".utf8), source: "-")
    #expect(note.language == language)
    #expect(note.warnings.isEmpty)
  }
}
