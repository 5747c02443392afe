/// Phrases as a trie over vocabulary words: `insert` them once, then ask at each token for the longest that begins there.
///
/// Building costs one hash insertion a word and asking one bit where nothing begins, so that thousands of terms cost a
/// start-up of milliseconds, which an Aho–Corasick table over bytes would not.
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

  @usableFromInline struct Node: Sendable {
    @usableFromInline var parent: Int32
    /// The first row of the phrase that ends here; -1 for none.
    @usableFromInline var row: Int32
    /// A bit for each word that leads on, by `word & 31`: most notes' next words are told off here.
    @usableFromInline var nexts: UInt32 = 0
  }

  @inlinable package static var root: Int32 { 0 }

  /// A bit for each word that begins a phrase.
  @usableFromInline private(set) var starts: [UInt64] = []
  /// Open addressing by node and word: the word over the child's number; 0 for none, since the root is no child.
  @usableFromInline private(set) var slots: [UInt64]
  @usableFromInline private(set) var shift: UInt64
  @usableFromInline private(set) var nodes = [Node(parent: -1, row: -1)]
  /// The next row of the same phrase, by row.
  @usableFromInline private(set) var nextRow: [Int32] = []

  /// `capacity`: about how many words all phrases have together.
  package init(capacity: Int = 256) {
    var bits = 9
    while 2 << bits < capacity * 3 { bits += 1 }
    slots = Array(repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
    nodes.reserveCapacity(capacity)
  }

  package mutating func insert(_ words: [Int32], row: Int32) {
    var node = Self.root
    for word in words { node = child(of: node, word) }
    finish(node, row: row)
  }

  /// The node behind `word` at `node`, made where there is none: phrases can be inserted word by word from the root.
  package mutating func child(of node: Int32, _ word: Int32) -> Int32 {
    let found = slot(node, word)
    if slots[found] != 0 { return Int32(truncatingIfNeeded: slots[found]) }
    let new = Int32(nodes.count)
    nodes.append(Node(parent: node, row: -1))
    slots[found] = UInt64(UInt32(bitPattern: word)) << 32 | UInt64(new)
    nodes[Int(node)].nexts |= 1 << UInt32(word & 31)
    if node == Self.root { markStart(Int(word)) }
    if nodes.count * 3 > slots.count * 2 { grow() }
    return new
  }

  /// The phrase that ends at `node` is the row's.
  package mutating func finish(_ node: Int32, row: Int32) {
    guard node != Self.root else { return }
    while nextRow.count <= Int(row) { nextRow.append(-1) }
    nextRow[Int(row)] = nodes[Int(node)].row
    nodes[Int(node)].row = row
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

  /// Every word that begins a phrase, in the order of their numbers.
  package func forEachStart(_ body: (Int32) -> Void) {
    for (index, bits) in starts.enumerated() {
      var rest = bits
      while rest != 0 {
        body(Int32(index << 6 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
  }

  @inlinable @inline(__always) func starts(_ word: Int32) -> Bool {
    Int(word) >> 6 < starts.count && starts[Int(word) >> 6] >> UInt64(word & 63) & 1 != 0
  }

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
    guard word >= 0, node == Self.root ? starts(word) : nodes[Int(node)].nexts >> UInt32(word & 31) & 1 != 0 else { return Self.root }
    return Int32(truncatingIfNeeded: slots[slot(node, word)])
  }

  @inlinable @inline(__always) func slot(_ node: Int32, _ word: Int32) -> Int {
    let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> shift)
    while slots[slot] != 0,
      slots[slot] >> 32 != UInt64(UInt32(bitPattern: word)) || nodes[Int(Int32(truncatingIfNeeded: slots[slot]))].parent != node
    {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func markStart(_ word: Int) {
    while starts.count <= word >> 6 { starts.append(0) }
    starts[word >> 6] |= 1 << UInt64(word & 63)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    shift -= 1
    for entry in old where entry != 0 {
      slots[slot(nodes[Int(Int32(truncatingIfNeeded: entry))].parent, Int32(truncatingIfNeeded: entry >> 32))] = entry
    }
  }
}
