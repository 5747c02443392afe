internal import TextScanning

/// A lexicon in the making.
struct LexiconTerms<Entry: Sendable>: Sendable {
  private(set) var entries: [Entry] = []
  private(set) var phrases = PhraseTerms()

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
  func entry(of words: [Int32]) -> Int32? { phrases.entry(of: words) }

  /// Makes what was added findable.
  mutating func finish(_ numbers: WordNumbers) { phrases.finish(numbers) }
}

/// What lexicons of any entries have in common, in the making.
struct PhraseTerms: Sendable {
  private var terms: [PhraseTable.Term] = []
  /// Terms of other languages are passed over.
  fileprivate var languages = LanguageSet.all
  private(set) var trie = TermTrieBuilder(capacity: 0)
  /// The words of the terms that are not in the trie yet, and where each term's end among them: a few thousand, so that they stay in
  /// the processor's cache and need no new memory.
  private var newWords: [UInt64] = []
  private var newEnds: [Int32] = []

  /// Makes room for the terms of a table of so many bytes.
  mutating func open(_ bytes: Int) {
    trie = TermTrieBuilder(capacity: bytes / 16)
    terms.reserveCapacity(bytes / 20)
  }

  /// Whether so much was added that it should go into the trie.
  var isLoaded: Bool { newWords.count > 4_000 }

  /// The entry of a term of just these words.
  func entry(of words: [Int32]) -> Int32? {
    var row = trie.row(of: words)
    while row >= 0 {
      let term = terms[Int(row)]
      if !term.exact { return term.entry }
      row = trie.next(row)
    }
    return nil
  }

  /// Every term that counts however it is written, in the tables' text.
  var written: [(written: Range<Int>, entry: Int32)] { terms.filter { !$0.exact }.map { ($0.written, $0.entry) } }

  /// Writes what `PhraseTable` reads; what exact terms look like goes into the pool.
  func write(_ image: inout ImageWriter, _ pool: inout TextPool, numbers: [Int32]) {
    image.append(
      terms.map { term in
        var term = term
        let written = term.exact ? pool.cell(term.written) : .empty
        (term.start, term.count) = (written.start, UInt16(clamping: written.range.count))
        return term
      })
    trie.write(&image, numbers: numbers)
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
    let term = PhraseTable.Term(entry: entry, start: Int32(start), count: UInt16(clamping: end - start), languages: languages, exact: exact)
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
      var node = TermTrieBuilder.root
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
    return text.forEachLetter(of: range, skipsSpaces: false) { hash = hashByte($0, hash) } ? hash : nil
  }
}
