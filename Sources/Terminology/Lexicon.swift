package import ClinicalRecord
public import TextScanning

package struct LanguageSet: OptionSet, Sendable, BitwiseCopyable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let french = LanguageSet(rawValue: 1)
  package static let english = LanguageSet(rawValue: 2)
  package static let all: LanguageSet = [.french, .english]

  package init(_ language: Language) { self = language == .french ? .french : .english }
}

/// Terms that point to entries: a table in the form that the scanner asks. An object, so that to ask it copies nothing.
@usableFromInline package final class Lexicon<Entry: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline package typealias Match = PhraseTable.Match

  @usableFromInline let phrases: PhraseTable
  @usableFromInline package let entries: Frozen<Entry>
  /// The mark of the tokens that may begin a term.
  @usableFromInline package let mark: LexiconMark

  /// `entries`: where they are not in the image as they are asked.
  init(_ image: inout ImageReader, _ mark: LexiconMark, entries: Frozen<Entry>? = nil) {
    self.entries = entries ?? image.read()
    phrases = PhraseTable(&image)
    self.mark = mark
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

  /// Whether a match's phrase has more than one row.
  package func isAmbiguous(_ match: Match) -> Bool { phrases.trie.next(match.row) >= 0 }

  /// All entries of a match's phrase in a language: "ruled out" stands before and after what it denies.
  package func alternatives(_ match: Match, _ language: Language) -> [Entry] {
    var found: [Entry] = []
    phrases.forEachEntry(match, language) { found.append(entries[Int($0)]) }
    return found
  }
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

  struct Term: BitwiseCopyable, Sendable {
    var entry: Int32
    /// What is written, in the tables' text: of an exact term.
    var start: Int32
    var count: UInt16
    var languages: LanguageSet
    /// Matches only as written.
    var exact: Bool

    var written: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  private let terms: Frozen<Term>
  @usableFromInline let trie: TermTrie

  init(_ image: inout ImageReader) {
    terms = image.read()
    trie = TermTrie(&image)
  }

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
            } else if isWritten(text, Int(tokens[start].start)..<Int(tokens[end - 1].end), tables, term.written) {
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

  private func isWritten(_ text: TokenizedText, _ range: Range<Int>, _ tables: Terminology, _ written: Range<Int>) -> Bool {
    range.count == written.count && text.note.bytes[range].elementsEqual(tables.text[written])
  }

  /// The entry of a term of just these words.
  func entry(of words: [Int32], _ language: Language) -> Int32? {
    var row = trie.row(of: words)
    while row >= 0 {
      let term = terms[Int(row)]
      if !term.exact, !term.languages.isDisjoint(with: LanguageSet(language)) { return term.entry }
      row = trie.next(row)
    }
    return nil
  }

  func forEachEntry(_ match: Match, _ language: Language, _ body: (Int32) -> Void) {
    var row = match.row
    while row >= 0 {
      let term = terms[Int(row)]
      if !term.languages.isDisjoint(with: LanguageSet(language)), !term.exact { body(term.entry) }
      row = trie.next(row)
    }
  }
}
