/// Phrases as a trie over vocabulary words: ask at each token for the longest that begins there. `TermTrieBuilder` makes it.
///
/// The nodes lie level by level, the children of each side by side in the order of their words, and the root's are found by counting bits:
/// no step reads more than one new cache line or two.
@usableFromInline package struct TermTrie: Sendable {
  @usableFromInline package struct Match: Sendable {
    /// Index past the last token.
    @usableFromInline package var end: Int
    /// The first row of the phrase; `next` has the others.
    @usableFromInline package var row: Int32

    @inlinable init(end: Int, row: Int32) {
      self.end = end
      self.row = row
    }
  }

  @usableFromInline struct Node: BitwiseCopyable, Sendable {
    /// The word that leads here.
    @usableFromInline var word: Int32
    /// The first row of the phrase that ends here; -1 for none.
    @usableFromInline var row: Int32
    /// The first child; the last stands before the next node's first.
    @usableFromInline var first: Int32
    /// A bit for each word that leads on, by `word & 31`: most notes' next words are told off here.
    @usableFromInline var nexts: UInt32 = 0
  }

  /// Which of 64 words begin a phrase, and how many of the words before them do.
  @usableFromInline struct Starts: BitwiseCopyable, Sendable {
    @usableFromInline var bits: UInt64 = 0
    @usableFromInline var before: UInt64
  }

  @inlinable package static var root: Int32 { 0 }

  /// One more than there are.
  @usableFromInline let nodes: Frozen<Node>
  @usableFromInline let starts: Frozen<Starts>
  /// The next row of the same phrase, by row.
  @usableFromInline let nextRow: Frozen<Int32>

  package init(_ image: inout ImageReader) {
    nodes = image.read()
    starts = image.read()
    nextRow = image.read()
  }

  /// The first row of the phrase of just these words, or -1.
  package func row(of words: [Int32]) -> Int32 {
    var node = Self.root
    for word in words {
      node = find(node, word)
      if node == Self.root { return -1 }
    }
    return nodes[Int(node)].row
  }

  /// The row after `row` of the same phrase, or -1.
  @inlinable @inline(__always) package func next(_ row: Int32) -> Int32 { nextRow[Int(row)] }

  /// The longest phrase at `start` for which `accept` finds a row, within one block of the note.
  @inlinable @inline(__always)
  package func longest(
    in tokens: UnsafeBufferPointer<Token>, at start: Int, end limit: Int, accept: (_ row: Int32, _ end: Int) -> Int32?
  ) -> Match? {
    var best = Match(end: 0, row: -1)
    var node = Self.root
    var index = start
    while index < limit, index == start || !tokens[index].flags.contains(.blockStart) {
      let (word, stem) = (tokens[index].word, tokens[index].stem)
      index += 1
      var child = find(node, word)
      if stem >= 0 {
        // as it stands, and without its plural ending where that leads further
        if child != Self.root {
          take(child, index, accept, &best)
          walk(child, index, tokens, limit, accept, &best)
        }
        child = find(node, stem)
      }
      guard child != Self.root else { break }
      take(child, index, accept, &best)
      node = child
    }
    return best.end > 0 ? best : nil
  }

  /// Goes on behind a plural: few phrases have one within.
  @usableFromInline func walk(
    _ origin: Int32, _ start: Int, _ tokens: UnsafeBufferPointer<Token>, _ limit: Int, _ accept: (_ row: Int32, _ end: Int) -> Int32?,
    _ best: inout Match
  ) {
    guard start < limit, nodes[Int(origin)].nexts != 0, !tokens[start].flags.contains(.blockStart) else { return }
    func step(_ word: Int32) {
      let child = find(origin, word)
      guard child != Self.root else { return }
      take(child, start + 1, accept, &best)
      walk(child, start + 1, tokens, limit, accept, &best)
    }
    step(tokens[start].word)
    if tokens[start].stem >= 0 { step(tokens[start].stem) }
  }

  @inlinable @inline(__always)
  func take(_ node: Int32, _ end: Int, _ accept: (_ row: Int32, _ end: Int) -> Int32?, _ best: inout Match) {
    let row = nodes[Int(node)].row
    if row >= 0, end > best.end, let accepted = accept(row, end) { best = Match(end: end, row: accepted) }
  }

  /// The root where there is none.
  @inlinable @inline(__always) func find(_ node: Int32, _ word: Int32) -> Int32 {
    guard word >= 0 else { return Self.root }
    if node == Self.root { return start(word) }
    let from = nodes[Int(node)]
    guard from.nexts >> UInt32(word & 31) & 1 != 0 else { return Self.root }
    return search(from.first, nodes[Int(node) + 1].first, word)
  }

  @inlinable @inline(__always) func start(_ word: Int32) -> Int32 {
    let index = Int(word) >> 6
    guard index < starts.count else { return Self.root }
    let start = starts[index]
    let bit: UInt64 = 1 << UInt64(word & 63)
    guard start.bits & bit != 0 else { return Self.root }
    return 1 + Int32(truncatingIfNeeded: start.before) + Int32(truncatingIfNeeded: (start.bits & (bit - 1)).nonzeroBitCount)
  }

  @usableFromInline func search(_ first: Int32, _ end: Int32, _ word: Int32) -> Int32 {
    var low = first
    var high = end
    while low < high {
      let middle = (low + high) >> 1
      if nodes[Int(middle)].word < word { low = middle + 1 } else { high = middle }
    }
    return low < end && nodes[Int(low)].word == word ? low : Self.root
  }
}
