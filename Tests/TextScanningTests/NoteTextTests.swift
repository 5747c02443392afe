internal import Testing
internal import TextScanning

@Suite struct NoteTextTests {
  @Test func scalarOffsetsAreThoseOfUnicodeScalars() {
    let pieces = Array("abc é œ 🙂 中 \u{301} \u{FEFF} \n ½".unicodeScalars)
    for seed in 0..<40 {
      var random = SplitMix(seed: UInt64(seed))
      var text = ""
      for _ in 0..<Int.random(in: 0..<400, using: &random) {
        // long runs of ASCII between: a checkpoint must hold there too
        text.unicodeScalars.append(seed % 3 == 0 || Bool.random(using: &random) ? pieces.randomElement(using: &random) ?? " " : "x")
      }
      let note = NoteText(text)
      #expect(note.scalarCount == text.unicodeScalars.count)
      var scalars = 0
      for index in text.unicodeScalars.indices {
        #expect(note.scalarOffset(ofByte: text.utf8.distance(from: text.utf8.startIndex, to: index)) == scalars)
        scalars += 1
      }
      #expect(note.scalarOffset(ofByte: note.bytes.count) == scalars)
    }
  }

  @Test func asciiNeedsNoCheckpoints() {
    let note = NoteText(String(repeating: "x", count: 1000))
    #expect(note.scalarCount == 1000)
    #expect(note.scalarOffset(ofByte: 777) == 777)
  }

  @Test func empty() {
    let note = NoteText("")
    #expect(note.scalarCount == 0)
    #expect(note.scalarOffset(ofByte: 0) == 0)
    #expect(note.trimmed(0..<0).isEmpty)
  }

  @Test(arguments: [("  a b ", "a b"), ("\u{A0}é\u{202F}", "é"), ("\r\n x\t", "x"), ("   ", ""), ("éa", "éa")])
  func trims(text: String, expected: String) {
    let note = NoteText(text)
    #expect(note.string(note.trimmed(0..<note.bytes.count)) == expected)
  }

  @Test func decodesEveryWidth() {
    for (text, scalar, width) in [("a", 0x61, 1), ("é", 0xE9, 2), ("€", 0x20AC, 3), ("🙂", 0x1F642, 4)] {
      let found = decodeScalar(Array(text.utf8), at: 0)
      #expect(found.scalar == UInt32(scalar))
      #expect(found.width == width)
    }
  }
}
