package import ClinicalRecord
internal import TextScanning

package struct LanguageSet: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let french = LanguageSet(rawValue: 1)
  package static let english = LanguageSet(rawValue: 2)
  package static let all: LanguageSet = [.french, .english]

  package init(_ language: Language) { self = language == .french ? .french : .english }
}

/// Terms that point to entries: a table in the form that the scanner asks.
package struct Lexicon<Entry: Sendable>: Sendable {
  package struct Term: Sendable {
    var entry: Int32
    var languages: LanguageSet
    /// Matches only as written.
    var exact: Bool
    var written: Cell
  }

  package struct Match: Sendable {
    /// Index past the last token.
    package var end: Int
    package var entry: Int32
    /// The row of the phrase, for `alternatives`.
    var row: Int32
  }

  /// All entries of a match's phrase in a language: "ruled out" stands before and after what it denies.
  package func alternatives(_ match: Match, _ language: Language) -> [Entry] {
    var found: [Entry] = []
    var row = match.row
    while row >= 0 {
      if !terms[Int(row)].languages.isDisjoint(with: LanguageSet(language)) { found.append(entries[Int(terms[Int(row)].entry)]) }
      row = trie.next(row)
    }
    return found
  }

  package internal(set) var entries: [Entry] = []
  var terms: [Term] = []
  var trie: TermTrie

  init(capacity: Int) { trie = TermTrie(capacity: capacity) }

  package subscript(_ entry: Int32) -> Entry { entries[Int(entry)] }

  /// The longest term that begins at token `start`.
  @inline(__always)
  package func longest(in text: TokenizedText, at start: Int, end: Int? = nil, terms tables: Terminology) -> Match? {
    guard trie.begins(text.tokens[start]) else { return nil }
    return search(text, start, end ?? text.tokens.count, tables)
  }

  private func search(_ text: TokenizedText, _ start: Int, _ limit: Int, _ tables: Terminology) -> Match? {
    let languages = LanguageSet(text.language)
    let bytes = text.note.bytes
    let tokens = text.tokens
    return trie.longest(in: tokens, at: start, end: limit) { first, end in
      // what matches only as written outranks what matches anyhow
      var row = first
      var loose: Int32?
      while row >= 0 {
        let term = terms[Int(row)]
        if !term.languages.isDisjoint(with: languages) {
          if !term.exact {
            loose = row
          } else if bytes[Int(tokens[start].start)..<Int(tokens[end - 1].end)].elementsEqual(tables.text[term.written.range]) {
            return row
          }
        }
        row = trie.next(row)
      }
      return loose
    }.map { Match(end: $0.end, entry: terms[Int($0.row)].entry, row: $0.row) }
  }

  /// Adds the term at `range` of `text`, its words to `vocabulary`; a leading `=` makes it exact.
  /// With `joins`, also as one word where hyphens part it: Solu-Medrol, SOLUMEDROL.
  mutating func add(
    _ text: [UInt8], _ range: Range<Int>, entry: Int32, languages: LanguageSet, vocabulary: inout Vocabulary, joins: Bool = false
  ) {
    var range = range
    while let first = range.first, text[first] == 0x20 { range.removeFirst() }
    guard !range.isEmpty else { return }
    let exact = text[range.lowerBound] == UInt8(ascii: "=")
    if exact { range.removeFirst() }
    var words: [Int32] = []
    text.withUnsafeBufferPointer { bytes in
      scanTokens(UnsafeBufferPointer(rebasing: bytes[range])) { words.append(vocabulary.insert($0.hash)) }
    }
    guard !words.isEmpty else { return }
    terms.append(
      Term(
        entry: entry, languages: languages, exact: exact,
        written: Cell(start: Int32(range.lowerBound), end: Int32(range.upperBound))))
    trie.insert(words, row: Int32(terms.count - 1))
    if joins, words.count > 1, !exact, let hash = joinedHash(text, range) {
      terms.append(terms[terms.count - 1])
      trie.insert([vocabulary.insert(hash)], row: Int32(terms.count - 1))
    }
  }

  /// The hash of a term's letters without its hyphens; nil where anything else parts them.
  private func joinedHash(_ text: [UInt8], _ range: Range<Int>) -> UInt64? {
    var hash = fnvOffset
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, width) = decodeScalar(text, at: index)
      index += width
      let fold = FoldedScalar(scalar)
      switch fold.kind {
      case .letter: withUnsafeBytes(of: fold.bytes) { for offset in 0..<fold.count { hash = hashByte($0[offset], hash) } }
      case .punctuation where fold.bytes.0 == UInt8(ascii: "-"): continue
      default: return nil
      }
    }
    return hash
  }

  /// Adds every `|`-parted term of a cell.
  mutating func addAll(
    _ text: [UInt8], _ cell: Cell, entry: Int32, languages: LanguageSet, vocabulary: inout Vocabulary, joins: Bool = false
  ) {
    guard !cell.isEmpty else { return }
    var start = Int(cell.start)
    for index in Int(cell.start)...Int(cell.end) where index == Int(cell.end) || text[index] == UInt8(ascii: "|") {
      add(text, start..<index, entry: entry, languages: languages, vocabulary: &vocabulary, joins: joins)
      start = index + 1
    }
  }
}

extension Range<Int> {
  fileprivate mutating func removeFirst() { self = (lowerBound + 1)..<upperBound }
}
