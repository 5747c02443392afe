internal import ClinicalRecord
internal import Terminology
package import TextScanning

/// A stretch of the note that may be parted from the one before it, and how good a place that is.
package struct NoteStretch: Sendable, Equatable {
  package enum Border: Int, Sendable, Comparable {
    /// Within a sentence: only where nothing else is left.
    case word, sentence, line, block, section

    package static func < (a: Border, b: Border) -> Bool { a.rawValue < b.rawValue }
  }

  /// From 1.
  package var line: Int
  package var bytes: Range<Int>
  /// Before it.
  package var border: Border
  /// The heading that it stands under: its line and bytes; nil where it is the heading or stands under none.
  package var heading: Heading?

  package struct Heading: Sendable, Equatable {
    package var line: Int
    package var bytes: Range<Int>
  }
}

extension NoteStretch {
  /// The lines of a note that the rules need not have read: all but blank ones.
  package static func lines(of note: NoteText) -> [NoteStretch] {
    var result: [NoteStretch] = []
    var border = Border.section
    for (index, range) in NoteLines(note).ranges.enumerated() {
      let words = note.trimmed(range)
      if words.isEmpty {
        if border == .line { border = .block }
        continue
      }
      result.append(NoteStretch(line: index + 1, bytes: range, border: border, heading: nil))
      border = .line
    }
    return result
  }
}

extension PointedReader {
  /// The note in stretches of a line each, long lines in sentences, none longer than `limit` bytes. Blank lines are left out.
  package func stretches(limit: Int) -> [NoteStretch] {
    let lines = NoteLines(note.text.note)
    var result: [NoteStretch] = []
    for line in note.layout.lines {
      let first = line.tokens.lowerBound
      let number = Int(note.text.tokens[first].line)
      let section = note.sections.all[note.sections.index(at: first)]
      let opensSection = section.tokens.lowerBound == first || section.heading.lowerBound == first && !section.heading.isEmpty
      let border: NoteStretch.Border = opensSection ? .section : line.blankBefore ? .block : line.continues ? .word : .line
      var stretch = NoteStretch(line: number + 1, bytes: lines.ranges[number], border: border, heading: nil)
      if !section.heading.isEmpty, section.heading.lowerBound < first {
        let heading = Int(note.text.tokens[section.heading.lowerBound].line)
        stretch.heading = .init(line: heading + 1, bytes: note.text.bytes(section.heading))
      }
      result.append(contentsOf: stretch.bytes.count <= limit ? [stretch] : cut(stretch, line.tokens, limit))
    }
    return result
  }

  /// A long line in pieces: whole sentences where they fit.
  private func cut(_ stretch: NoteStretch, _ tokens: Range<Int>, _ limit: Int) -> [NoteStretch] {
    var pieces: [NoteStretch] = []
    var start = stretch.bytes.lowerBound
    var border = stretch.border
    var end = start
    var endBorder = NoteStretch.Border.word
    func close(at byte: Int, _ next: NoteStretch.Border) {
      pieces.append(NoteStretch(line: stretch.line, bytes: start..<byte, border: border, heading: stretch.heading))
      start = byte
      border = next
    }
    for index in tokens {
      let token = note.text.tokens[index]
      // a sentence that is too long is cut between words
      if Int(token.end) - start > limit, end > start {
        close(at: end, endBorder)
        endBorder = .word
      }
      let isSentenceEnd = note.sentence(of: index).upperBound == index + 1
      if isSentenceEnd || endBorder == .word {
        end = Int(token.end)
        endBorder = isSentenceEnd ? .sentence : .word
      }
    }
    if start < stretch.bytes.upperBound { close(at: stretch.bytes.upperBound, .line) }
    return pieces
  }
}
