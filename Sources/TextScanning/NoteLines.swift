/// A note's lines as tokens count them: parted by LF, CR LF or a lone CR.
package struct NoteLines: Sendable {
  /// The bytes of each line without its end; the first has number 1 to readers.
  package private(set) var ranges: [Range<Int>] = []

  package init(_ note: NoteText) {
    let bytes = note.bytes
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A || byte == 0x0D {
        ranges.append(start..<index)
        if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        start = index + 1
      }
      index += 1
    }
    ranges.append(start..<bytes.count)
  }
}
