internal import Terminology
internal import TextScanning

/// Places in lines, for tables.
extension NoteAnalysis {
  /// The first byte of a line, before its blanks.
  func lineStart(_ line: Range<Int>) -> Int {
    let bytes = text.note.bytes
    var start = Int(text.tokens[line.lowerBound].start)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), bytes[start - 1] != UInt8(ascii: "\r") { start -= 1 }
    return start
  }

  /// Scalars from the line's first to the token.
  func column(_ token: Int, _ line: Range<Int>) -> Int {
    text.note.scalarOffset(ofByte: Int(text.tokens[token].start)) - text.note.scalarOffset(ofByte: lineStart(line))
  }

  /// What the bars of a row part.
  func cells(ofRow line: Range<Int>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = text.tokens[line.lowerBound].is("|") ? line.lowerBound + 1 : line.lowerBound
    for index in start..<line.upperBound where text.tokens[index].is("|") {
      cells.append(start..<index)
      start = index + 1
    }
    if start < line.upperBound { cells.append(start..<line.upperBound) }
    return cells
  }
}
