package import ClinicalRecord
public import TextScanning

package struct LanguageSet: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let french = LanguageSet(rawValue: 1)
  package static let english = LanguageSet(rawValue: 2)
  package static let all: LanguageSet = [.french, .english]

  package init(_ language: Language) { self = language == .french ? .french : .english }
}

/// Terms that point to entries: a table in the form that the scanner asks. An object, so that to ask it copies nothing.
@usableFromInline package final class Lexicon<Entry: Sendable>: Sendable {
  @usableFromInline package typealias Match = PhraseTable.Match

  @usableFromInline let phrases: PhraseTable
  @usableFromInline package let entries: [Entry]
  /// The mark of the tokens that may begin a term.
  @usableFromInline package let mark: LexiconMark

  /// Marks the first words of its terms.
  init(_ terms: LexiconTerms<Entry>, _ mark: LexiconMark, _ vocabulary: inout Vocabulary) {
    phrases = terms.phrases
    entries = terms.entries
    self.mark = mark
    phrases.trie.forEachStart { vocabulary.mark($0, mark.rawValue) }
  }

  @inlinable package subscript(_ entry: Int32) -> Entry { entries[Int(entry)] }

  /// The longest term that begins at token `start`.
  @inlinable @inline(__always)
  package func longest(in text: TokenizedText, at start: Int, end: Int? = nil, terms tables: Terminology) -> Match? {
    guard mark.isOn(text.tokens[start]) else { return nil }
    return phrases.search(text, start, end ?? text.tokens.count, tables)
  }

  /// The entry whose term is one word; nil where there is none, or where it counts only as written.
  func single(_ word: Int32, _ language: Language) -> Int32? { phrases.entry(of: [word], language) }

  /// Every term that counts however it is written, in the tables' text.
  var written: [(written: Range<Int>, entry: Int32)] { phrases.written }

  /// Whether a match's phrase has more than one row.
  package func isAmbiguous(_ match: Match) -> Bool { phrases.trie.next(match.row) >= 0 }

  /// All entries of a match's phrase in a language: "ruled out" stands before and after what it denies.
  package func alternatives(_ match: Match, _ language: Language) -> [Entry] {
    var found: [Entry] = []
    phrases.forEachEntry(match, language) { found.append(entries[Int($0)]) }
    return found
  }
}

/// A lexicon in the making.
struct LexiconTerms<Entry: Sendable>: Sendable {
  private(set) var entries: [Entry] = []
  fileprivate var phrases = PhraseTable()

  /// Adds an entry, whose terms follow.
  mutating func add(_ entry: Entry, _ numbers: WordNumbers) {
    entries.append(entry)
    if phrases.isLoaded { phrases.finish(numbers) }
  }

  /// Adds every `|`-parted term of a cell for the last entry; a leading `=` makes a term exact.
  /// With `joins`, also as one word where hyphens part it: Solu-Medrol, SOLUMEDROL.
  mutating func add(_ text: TableText, _ cell: Cell, _ languages: LanguageSet, joins: Bool = false) {
    phrases.add(text, cell, entry: Int32(entries.count - 1), languages, joins: joins)
  }

  /// Makes room for the terms of a table.
  mutating func open(_ table: Range<Int>, _ numbers: WordNumbers) {
    phrases.open(numbers.languages == .all ? table.count : table.count / 2)
    phrases.languages = numbers.languages
  }

  /// The entry of a term of just these words, among what is findable.
  func entry(of words: [Int32]) -> Int32? { phrases.entry(of: words, nil) }

  /// Makes what was added findable.
  mutating func finish(_ numbers: WordNumbers) { phrases.finish(numbers) }
}

/// What lexicons of any entries have in common: the terms, and the trie that finds them.
@usableFromInline package struct PhraseTable: Sendable {
  @usableFromInline package struct Match: Sendable {
    /// Index past the last token.
    @usableFromInline package var end: Int
    @usableFromInline package var entry: Int32
    /// The row of the phrase, for `alternatives`.
    var row: Int32
  }

  private struct Term {
    var entry: Int32
    var start: Int32
    var count: UInt16
    var languages: LanguageSet
    /// Matches only as written: the tables' bytes from `start`.
    var exact: Bool

    var written: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  private var terms: [Term] = []
  /// Terms of other languages are passed over.
  fileprivate var languages = LanguageSet.all
  @usableFromInline private(set) var trie = TermTrie(capacity: 0)
  /// The words of the terms that are not in the trie yet, and where each term's end among them: a few thousand, so that they stay in
  /// the processor's cache and need no new memory.
  private var newWords: [UInt64] = []
  private var newEnds: [Int32] = []

  init() {}

  /// Makes room for the terms of a table of so many bytes.
  mutating func open(_ bytes: Int) {
    trie = TermTrie(capacity: bytes / 16)
    terms.reserveCapacity(bytes / 20)
  }

  /// Whether so much was added that it should go into the trie.
  var isLoaded: Bool { newWords.count > 4_000 }

  @usableFromInline func search(_ text: TokenizedText, _ start: Int, _ limit: Int, _ tables: Terminology) -> Match? {
    let languages = LanguageSet(text.language)
    // the first row of the longest phrase, from which all its rows can be reached
    var head: Int32 = -1
    var headEnd = 0
    let found = text.tokens.withUnsafeBufferPointer { tokens in
      trie.longest(in: tokens, at: start, end: limit) { first, end in
        // what matches only as written outranks what matches anyhow
        var row = first
        var loose: Int32 = -1
        while row >= 0 {
          let term = terms[Int(row)]
          if !term.languages.isDisjoint(with: languages) {
            if !term.exact {
              loose = row
            } else if isWritten(text, Int(tokens[start].start)..<Int(tokens[end - 1].end), tables.text, term.written) {
              loose = row
              break
            }
          }
          row = trie.next(row)
        }
        guard loose >= 0 else { return nil }
        if end > headEnd { (head, headEnd) = (first, end) }
        return loose
      }
    }
    return found.map { Match(end: $0.end, entry: terms[Int($0.row)].entry, row: head) }
  }

  private func isWritten(_ text: TokenizedText, _ range: Range<Int>, _ tables: [UInt8], _ written: Range<Int>) -> Bool {
    range.count == written.count && text.note.bytes[range].elementsEqual(tables[written])
  }

  /// The entry of a term of just these words.
  func entry(of words: [Int32], _ language: Language?) -> Int32? {
    var row = trie.row(of: words)
    while row >= 0 {
      let term = terms[Int(row)]
      if !term.exact, language.map({ !term.languages.isDisjoint(with: LanguageSet($0)) }) ?? true { return term.entry }
      row = trie.next(row)
    }
    return nil
  }

  var written: [(written: Range<Int>, entry: Int32)] { terms.filter { !$0.exact }.map { ($0.written, $0.entry) } }

  func forEachEntry(_ match: Match, _ language: Language, _ body: (Int32) -> Void) {
    var row = match.row
    while row >= 0 {
      let term = terms[Int(row)]
      if !term.languages.isDisjoint(with: LanguageSet(language)), !term.exact { body(term.entry) }
      row = trie.next(row)
    }
  }

  mutating func add(_ text: TableText, _ cell: Cell, entry: Int32, _ languages: LanguageSet, joins: Bool) {
    guard !languages.isDisjoint(with: self.languages) else { return }
    var start = Int(cell.start)
    let end = Int(cell.end)
    while start < end {
      var next = start
      while next < end, text[next] != UInt8(ascii: "|") { next += 1 }
      add(text, start, next, entry, languages, joins)
      start = next + 1
    }
  }

  private mutating func add(_ text: TableText, _ lower: Int, _ end: Int, _ entry: Int32, _ languages: LanguageSet, _ joins: Bool) {
    var start = lower
    while start < end, text[start] == UInt8(ascii: " ") { start += 1 }
    guard start < end else { return }
    let exact = text[start] == UInt8(ascii: "=")
    if exact { start += 1 }
    let first = newWords.count
    scanTokens(UnsafeBufferPointer(rebasing: text[start..<end])) { newWords.append($0.hash) }
    let count = newWords.count - first
    guard count > 0 else { return }
    let term = Term(entry: entry, start: Int32(start), count: UInt16(clamping: end - start), languages: languages, exact: exact)
    terms.append(term)
    newEnds.append(Int32(newWords.count))
    if joins, count > 1, !exact, let hash = joinedHash(text, start..<end) {
      newWords.append(hash)
      terms.append(term)
      newEnds.append(Int32(newWords.count))
    }
  }

  /// Puts the new terms into the trie: many in one go, which is quicker by far than word by word between reading.
  mutating func finish(_ numbers: WordNumbers) {
    let words = numbers.numbers(newWords)
    var row = Int32(terms.count - newEnds.count)
    var index = 0
    for end in newEnds {
      var node = TermTrie.root
      while index < end {
        node = trie.child(of: node, words[index])
        index += 1
      }
      trie.finish(node, row: row)
      row += 1
    }
    newWords.removeAll(keepingCapacity: true)
    newEnds.removeAll(keepingCapacity: true)
  }

  /// The hash of a term's letters without its hyphens; nil where anything else parts them.
  private func joinedHash(_ text: TableText, _ range: Range<Int>) -> UInt64? {
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
}
