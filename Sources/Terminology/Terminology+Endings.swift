internal import ClinicalRecord
package import TextScanning

extension Terminology {
  /// What an unknown word's ending makes of it.
  package func kindByEnding(_ note: TokenizedText, _ token: Token) -> Ending.Kind? {
    // the last three letters decide in most cases: fold no word that cannot match
    let bytes = note.note.bytes
    guard let candidates = endingTails.candidates(bytes, token.range) else { return nil }
    let word = folded(bytes, token.range)
    let language = LanguageSet(note.language)
    for number in candidates {
      let ending = endings[Int(number)]
      let letters = text(of: ending.ending)
      guard !ending.languages.isDisjoint(with: language), word.count >= ending.least, word.count >= letters.count,
        letters.elementsEqual(word.suffix(letters.count))
      else { continue }
      let exceptions = endingTails.exceptions.part(Int(ending.firstException), Int(ending.exceptions))
      return exceptions.contains { self.text(of: $0).elementsEqual(word) } ? nil : ending.kind
    }
    return nil
  }

  func folded(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, width) = decodeScalar(bytes, at: index)
      let fold = FoldedScalar(scalar)
      if fold.kind == .letter { withUnsafeBytes(of: fold.bytes) { result.append(contentsOf: $0[..<fold.count]) } }
      index += width
    }
    return result
  }
}

/// The endings by their last three letters.
struct EndingTails: Sendable {
  fileprivate static let letters = 26
  /// By the number of three letters: the group of endings that have them; 0 for none.
  private let byTail: Frozen<UInt8>
  /// By group: its first member; the last stands before the next one's first.
  private let firstMember: Frozen<Int32>
  /// Indexes of endings, in their table's order.
  private let members: Frozen<Int32>
  /// Words that an ending makes nothing of.
  let exceptions: Frozen<Cell>

  init(_ image: inout ImageReader) {
    byTail = image.read()
    firstMember = image.read()
    members = image.read()
    exceptions = image.read()
  }

  /// The endings that a word of the note may have; nil where it can have none.
  func candidates(_ bytes: [UInt8], _ range: Range<Int>) -> Frozen<Int32>? {
    guard range.count >= 3, let tail = Self.number(bytes, endingAt: range.upperBound), byTail[tail] > 0 else { return nil }
    let group = Int(byTail[tail])
    return members.part(Int(firstMember[group]), Int(firstMember[group + 1] - firstMember[group]))
  }

  /// Of the three folded letters before a place; nil where there are not three.
  fileprivate static func number(_ bytes: [UInt8], endingAt end: Int) -> Int? {
    var number = 0
    var place = 1
    var letters = 0
    var index = end
    while letters < 3, index > 0 {
      index -= 1
      while index > 0, isContinuation(bytes[index]) { index -= 1 }
      var letter = bytes[index] | 0x20
      if bytes[index] >= 0x80 {
        let fold = FoldedScalar(decodeScalar(bytes, at: index).scalar)
        if fold.kind == .ignored { continue }
        guard fold.kind == .letter, fold.count == 1 else { return nil }
        letter = fold.bytes.0
      }
      guard letter &- 0x61 < 26 else { return nil }
      number += Int(letter &- 0x61) * place
      place *= Self.letters
      letters += 1
    }
    return letters == 3 ? number : nil
  }
}

/// The endings in the making.
struct EndingsBuilder: Sendable {
  private var rows: [(ending: [UInt8], languages: LanguageSet, kind: Ending.Kind, least: Int32, except: [[UInt8]])] = []

  mutating func add(_ ending: String, _ languages: LanguageSet, _ kind: Ending.Kind, least: Int32, except: [String]) {
    rows.append((Array(ending.utf8), languages, kind, least, except.map { Array($0.utf8) }))
  }

  /// Writes the endings and what `EndingTails` reads.
  func write(_ image: inout ImageWriter, _ pool: inout TextPool) {
    var exceptions: [Cell] = []
    image.append(
      rows.map { row in
        let first = Int32(exceptions.count)
        exceptions += row.except.map { pool.cell(of: $0[...]) }
        return Ending(
          ending: pool.cell(of: row.ending[...]), firstException: first, exceptions: Int32(row.except.count), least: row.least,
          languages: row.languages, kind: row.kind)
      })
    let letters = EndingTails.letters
    var byTail = [UInt8](repeating: 0, count: letters * letters * letters)
    var groups: [[Int32]] = [[]]
    for (index, row) in rows.enumerated() {
      guard let tail = EndingTails.number(row.ending, endingAt: row.ending.count) else { continue }
      if byTail[tail] == 0 {
        groups.append([])
        byTail[tail] = UInt8(groups.count - 1)
      }
      groups[Int(byTail[tail])].append(Int32(index))
    }
    var firsts: [Int32] = [0]
    for group in groups { firsts.append(firsts[firsts.count - 1] + Int32(group.count)) }
    image.append(byTail)
    image.append(firsts)
    image.append(groups.joined().map { $0 })
    image.append(exceptions)
  }
}
