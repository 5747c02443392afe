internal import Testing
internal import TextScanning

@Suite struct TermTrieTests {
  private struct Terms {
    let vocabulary: Vocabulary
    let trie: TermTrie
    private let made: TermTrieBuilder

    init(_ phrases: [String]) {
      var vocabulary = VocabularyBuilder()
      var trie = TermTrieBuilder()
      for (row, phrase) in phrases.enumerated() { trie.insert(scan(phrase).map { vocabulary.insert($0.hash) }, row: Int32(row)) }
      self.vocabulary = vocabulary.finished()
      self.trie = trie.finished()
      made = trie
    }

    /// The first row of a phrase, as the trie and as its builder have it.
    func rows(of phrase: String) -> [Int32] {
      let words = scan(phrase).map { vocabulary.word($0.hash) }
      return [trie.row(of: words), words.contains(-1) ? -1 : made.row(of: words)]
    }

    /// The words that the longest phrase at `start` takes, and its row.
    func longest(_ text: String, at start: Int = 0, end: Int? = nil, blockAt block: Int? = nil, accept: (Int32) -> Bool = { _ in true })
      -> (String, Int)?
    {
      let note = NoteText(text)
      var tokens = note.tokens(vocabulary)
      if let block { tokens[block].flags.insert(.blockStart) }
      guard
        let match = tokens.withUnsafeBufferPointer({
          trie.longest(in: $0, at: start, end: end ?? tokens.count, accept: { row, _ in accept(row) ? row : nil })
        })
      else {
        return nil
      }
      return (note.string(Int(tokens[start].start)..<Int(tokens[match.end - 1].end)), Int(match.row))
    }
  }

  @Test func longestWins() throws {
    let terms = Terms(["douleur", "douleur thoracique", "douleur thoracique aiguë intense"])
    #expect(try #require(terms.longest("douleur thoracique aiguë")) == ("douleur thoracique", 1))
    #expect(try #require(terms.longest("Douleur")) == ("Douleur", 0))
    #expect(try #require(terms.longest("DOULEUR THORACIQUE AIGUE INTENSE, hier")).1 == 2)
    #expect(terms.longest("thoracique") == nil)
    #expect(terms.longest("inconnu") == nil)
  }

  @Test func pluralFindsTheSingularAndItself() throws {
    let terms = Terms(["douleur thoracique", "selles", "selle liquide", "abces", "genou"])
    #expect(try #require(terms.longest("douleurs thoraciques")).1 == 0)
    #expect(try #require(terms.longest("selles")).1 == 1)
    #expect(try #require(terms.longest("selles liquides")) == ("selles liquides", 2))
    #expect(try #require(terms.longest("abcès")).1 == 3)
    #expect(try #require(terms.longest("genoux")).1 == 4)
    #expect(terms.longest("selle") == nil)
  }

  @Test func hyphensAndApostrophesPartWords() throws {
    let terms = Terms(["anti inflammatoire", "crise d'asthme"])
    #expect(try #require(terms.longest("anti-inflammatoires")) == ("anti-inflammatoires", 0))
    #expect(try #require(terms.longest("crise d’asthme")).1 == 1)
  }

  @Test func noPhraseCrossesABlockOrTheEnd() throws {
    let terms = Terms(["insuffisance", "insuffisance rénale"])
    #expect(try #require(terms.longest("insuffisance rénale", blockAt: 1)).1 == 0)
    #expect(try #require(terms.longest("insuffisance rénale", end: 1)).1 == 0)
    #expect(try #require(terms.longest("insuffisance rénale", blockAt: 0)).1 == 1)
  }

  @Test func acceptanceDecides() throws {
    let terms = Terms(["insuffisance", "insuffisance rénale", "insuffisance"])
    #expect(try #require(terms.longest("insuffisance rénale", accept: { $0 != 1 })).0 == "insuffisance")
    // the last row inserted of a phrase comes first, the others after it
    #expect(try #require(terms.longest("insuffisance")).1 == 2)
    #expect(terms.trie.next(2) == 0)
    #expect(terms.trie.next(0) == -1)
    #expect(terms.longest("insuffisance rénale", accept: { _ in false }) == nil)
  }

  @Test func nothingIsFoundWhereNothingIs() {
    let terms = Terms([])
    #expect(terms.longest("a") == nil)
    #expect(terms.trie.row(of: [0, 1]) == -1)
    #expect(terms.vocabulary.word(0) == -1)
  }

  @Test func emptyPhraseIsNone() {
    let terms = Terms(["", "a"])
    #expect(terms.longest("a")?.1 == 1)
  }

  @Test func growsBeyondItsCapacity() throws {
    let phrases = (0..<3000).map { "m\(letters($0)) n\(letters($0 * 7)) o\(letters($0 % 50))" }
    let terms = Terms(phrases)
    for (row, phrase) in phrases.enumerated() {
      #expect(try #require(terms.longest(phrase)) == (phrase, row))
      #expect(terms.rows(of: phrase) == [Int32(row), Int32(row)])
    }
    #expect(terms.rows(of: "m\(letters(0))") == [-1, -1])
  }

  @Test func manyWordsMayFollowOne() throws {
    let phrases = (0..<900).map { "insuffisance \(letters($0 * 3))" }
    let terms = Terms(phrases)
    for (row, phrase) in phrases.enumerated() { #expect(try #require(terms.longest(phrase)) == (phrase, row)) }
    #expect(terms.longest("insuffisance \(letters(1))") == nil)
  }

  @Test func wordsMayBeRenumbered() throws {
    var vocabulary = VocabularyBuilder()
    var trie = TermTrieBuilder()
    for (row, phrase) in ["a b", "b c d", "c", "b"].enumerated() {
      trie.insert(scan(phrase).map { vocabulary.insert($0.hash) }, row: Int32(row))
    }
    vocabulary.mark(0, 5)
    var image = ImageWriter()
    let numbers: [Int32] = [3, 1, 0, 2]
    vocabulary.write(&image, numbers: numbers)
    trie.write(&image, numbers: numbers)
    var reader = ImageReader(keeping: image)
    let words = Vocabulary(&reader)
    let phrases = TermTrie(&reader)
    #expect(reader.isFinished)
    #expect(["a", "b", "c", "d"].map { words.word(scan($0)[0].hash) } == numbers)
    #expect(words.marks(of: scan("a")[0].hash) == 5)
    #expect([[3, 1], [1, 0, 2], [0], [1], [2]].map { phrases.row(of: $0) } == [0, 1, 2, 3, -1])
  }

  @Test func vocabularyGrowsAndKeepsItsNumbers() {
    var builder = VocabularyBuilder(capacity: 1)
    let hashes = (0..<5000).map { scan("w" + letters($0))[0].hash }
    for (index, hash) in hashes.enumerated() { #expect(builder.insert(hash) == Int32(index)) }
    #expect(builder.count == 5000)
    let vocabulary = builder.finished()
    for (index, hash) in hashes.enumerated() {
      #expect(vocabulary.word(hash) == Int32(index))
      #expect(builder.word(hash) == Int32(index))
      #expect(builder.insert(hash) == Int32(index))
    }
    #expect(vocabulary.word(scan("unknown")[0].hash) == -1)
    #expect(vocabulary.word("wa") == 0)
  }

  private func letters(_ number: Int) -> String {
    var number = number
    var result = ""
    repeat {
      result.unicodeScalars.append(Unicode.Scalar(UInt8(97 + number % 26)))
      number /= 26
    } while number > 0
    return result
  }
}
