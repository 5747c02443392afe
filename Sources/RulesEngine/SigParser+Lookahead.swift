internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// What stands behind a number.
extension SigParser {
  /// "si", "if", and the s of "s'il", which "s/p" and "S6" are not.
  func isIf(_ index: Int) -> Bool {
    guard note.isWord(index, .si) else { return false }
    let tokens = note.text.tokens
    return tokens[index].count > 1 || index + 1 < tokens.count && tokens[index + 1].flags.contains(.joined)
  }

  /// A unit and an x in one word, a number right behind it.
  func isGluedTimes(_ index: Int) -> Bool {
    let (word, next) = (note.text.tokens[index], note.text.tokens[index + 1])
    let last = note.text.note.bytes[Int(word.end) - 1]
    return word.kind == .word && (last == UInt8(ascii: "x") || last == UInt8(ascii: "X")) && next.kind == .number
      && !next.flags.contains(.spaceBefore)
  }

  func isFraction(_ start: Int, _ end: Int) -> Bool { (start..<end).contains { note.text.tokens[$0].is("/") } }

  /// "1 cp" behind a number: that is a count, the number before it is none.
  func isCount(_ index: Int, _ limit: Int) -> Bool {
    number(at: index, limit).map { !$0.isWord && sigWord(at: $0.end, limit, .form) != nil } ?? false
  }

  func isTime(_ index: Int, _ limit: Int) -> Bool { sigWord(at: index, limit, .unit) != nil }

  /// "matin", "le matin", "à midi" behind a number: the index past the number's own words.
  func momentAhead(_ index: Int, _ limit: Int) -> Int? {
    var index = index
    if sigWord(at: index, limit, .moment) != nil { return index }
    for _ in 0..<2 where index < limit && (note.isWord(index, .at) || note.isWord(index, .articles) || note.isWord(index, .with)) {
      index += 1
    }
    return sigWord(at: index, limit, .moment) != nil ? index : sigWord(at: index - 1, limit, .moment).map { _ in index - 1 }
  }

  /// Whether a form, a unit or a moment follows: what makes a pair of numbers a range.
  func isCounted(_ index: Int, _ limit: Int) -> Bool {
    if sigWord(at: index, limit, .times) != nil || sigWord(at: index, limit, .interval) != nil || sigWord(at: index, limit, .prn) != nil {
      return true
    }
    return sigWord(at: index, limit, .form) != nil || momentAhead(index, limit) != nil || unit(after: index, limit) != nil
      || note.isWord(index, .x) || sigTimes(index, limit) != nil || sigWord(at: index, limit, .unit) != nil
  }

  /// "400 mg/80 mg" has been cut before its slash; "150/12,5" and "92/55/22" bear no unit: the end of such a run.
  func combination(_ number: Number, _ limit: Int) -> Int? {
    var end = number.end
    var parts = 0
    while end < limit, note.text.tokens[end].is("/"), let next = self.number(at: end + 1, limit), !next.isWord {
      end = next.end
      parts += 1
    }
    return parts > 0 ? end : nil
  }
}
