/// Every word that some table knows, by its hash (`VocabularyBuilder` numbers them), with its number and its marks.
@usableFromInline package struct Vocabulary: Sendable {
  /// All that is asked of a word, in one read.
  @usableFromInline struct Word: BitwiseCopyable, Sendable {
    @usableFromInline var hash: UInt64
    /// The word's number plus 1; 0 where there is no word.
    @usableFromInline var next: UInt32
    /// Bits whose meaning is the owner's. A token bears those of its word, so that most questions about it need no look-up.
    @usableFromInline package var marks: UInt32

    init(hash: UInt64, next: UInt32, marks: UInt32) {
      self.hash = hash
      self.next = next
      self.marks = marks
    }

    static var none: Word { Word(hash: 0, next: 0, marks: 0) }

    /// -1 where there is none.
    @inlinable @inline(__always) var number: Int32 { Int32(bitPattern: next &- 1) }
  }

  /// Open addressing; some are always free.
  @usableFromInline let words: Frozen<Word>

  package init(_ image: inout ImageReader) { words = image.read() }

  /// The marks that hold for a word whose stem has them.
  @inlinable package static var stemMarks: UInt32 { 0xFFFF }

  /// The word, or one that is none: its number is -1 and it has no marks.
  @inlinable @inline(__always) func find(_ hash: UInt64) -> Word {
    var place = Self.place(of: hash, among: words.count)
    while true {
      let word = words[place]
      if word.hash == hash || word.next == 0 { return word }
      place += 1
      if place == words.count { place = 0 }
    }
  }

  /// Where a word would best be.
  @inlinable @inline(__always) static func place(of hash: UInt64, among count: Int) -> Int {
    // the last letters of a word change the hash's lower bits alone
    Int(truncatingIfNeeded: ((hash &* 0x9e37_79b9_7f4a_7c15) >> 32 &* UInt64(truncatingIfNeeded: count)) >> 32)
  }

  /// The marks of a word by its hash; 0 where it is unknown.
  @inlinable @inline(__always) package func marks(of hash: UInt64) -> UInt32 { find(hash).marks }

  /// -1 where the word is unknown.
  @inlinable @inline(__always) package func word(_ hash: UInt64) -> Int32 { find(hash).number }

  /// The number of a word written out, which must be one token.
  package func word(_ text: StaticString) -> Int32 {
    text.withUTF8Buffer { bytes in
      var found: Int32 = -1
      scanTokens(bytes) { found = word($0.hash) }
      return found
    }
  }
}

extension NoteText {
  /// The note's tokens, each with its number in `vocabulary`.
  package func tokens(_ vocabulary: Vocabulary) -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 3)
    bytes.withUnsafeBufferPointer { bytes in
      scanTokens(bytes) { raw in
        let word = vocabulary.find(raw.hash)
        let stem = raw.stemHash == 0 ? .none : vocabulary.find(raw.stemHash)
        tokens.append(
          Token(
            start: Int32(raw.start), end: Int32(raw.end), line: Int32(raw.line), word: word.number, stem: stem.number,
            marks: word.marks | stem.marks & Vocabulary.stemMarks, kind: raw.kind, flags: raw.flags,
            symbol: raw.symbol))
      }
    }
    return tokens
  }
}
