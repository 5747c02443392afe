/// Phrases as a trie over vocabulary words: `insert` them once, then ask at each token for the longest that begins there.
///
/// Building costs one hash insertion a word and asking one array look-up where nothing begins, so that thousands of terms cost a
/// start-up of milliseconds, which an Aho–Corasick table over bytes would not.
package struct TermTrie: Sendable {
  package struct Match: Sendable {
    /// Index past the last token.
    package var end: Int
    /// The first row of the phrase; `next` has the others.
    package var row: Int32
  }

  /// The child of the root for each word; -1 for none.
  private var first: [Int32] = []
  private var keys: [UInt64]
  private var children: [Int32]
  private var edges = 0
  /// The first row of each node; -1 for none. Node 0 is the root.
  private var rows: [Int32] = [-1]
  /// The next row of the same phrase, by row.
  private var nextRow: [Int32] = []

  package init(capacity: Int = 256) {
    var size = 512
    while size < capacity * 2 { size *= 2 }
    keys = Array(repeating: 0, count: size)
    children = Array(repeating: -1, count: size)
  }

  package mutating func insert(_ words: [Int32], row: Int32) {
    var node: Int32 = 0
    for word in words { node = child(of: node, word) }
    guard node != 0 else { return }
    while nextRow.count <= Int(row) { nextRow.append(-1) }
    nextRow[Int(row)] = rows[Int(node)]
    rows[Int(node)] = row
  }

  /// The row after `row` of the same phrase, or -1.
  @inline(__always) package func next(_ row: Int32) -> Int32 { nextRow[Int(row)] }

  /// Whether any phrase begins with the token.
  @inline(__always) package func begins(_ token: Token) -> Bool {
    (token.word >= 0 && Int(token.word) < first.count && first[Int(token.word)] >= 0)
      || (token.stem >= 0 && Int(token.stem) < first.count && first[Int(token.stem)] >= 0)
  }

  /// The longest phrase at `start` for which `accept` finds a row, within one block of the note.
  @inline(__always)
  package func longest(
    in tokens: [Token], at start: Int, end limit: Int, accept: (_ row: Int32, _ end: Int) -> Int32?
  ) -> Match? {
    guard begins(tokens[start]) else { return nil }
    return search(tokens, start, limit, accept)
  }

  private func search(
    _ tokens: [Token], _ start: Int, _ limit: Int, _ accept: (_ row: Int32, _ end: Int) -> Int32?
  ) -> Match? {
    var best: Match?
    walk(0, start, tokens, start, limit, accept, &best)
    return best
  }

  /// Follows a word as it stands, and without its plural ending where that leads further.
  private func walk(
    _ node: Int32, _ index: Int, _ tokens: [Token], _ start: Int, _ limit: Int, _ accept: (_ row: Int32, _ end: Int) -> Int32?,
    _ best: inout Match?
  ) {
    guard index < limit, index == start || !tokens[index].flags.contains(.blockStart) else { return }
    let token = tokens[index]
    for word in (token.stem >= 0 ? [token.word, token.stem] : [token.word]) where word >= 0 {
      let child = find(node, word)
      guard child >= 0 else { continue }
      let row = rows[Int(child)]
      if row >= 0, index + 1 > (best?.end ?? 0), let accepted = accept(row, index + 1) { best = Match(end: index + 1, row: accepted) }
      walk(child, index + 1, tokens, start, limit, accept, &best)
    }
  }

  @inline(__always) private func find(_ node: Int32, _ word: Int32) -> Int32 {
    if word < 0 { return -1 }
    if node == 0 { return Int(word) < first.count ? first[Int(word)] : -1 }
    let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
    let slot = slot(of: key)
    return children[slot]
  }

  @inline(__always) private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 24) & mask
    while children[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func child(of node: Int32, _ word: Int32) -> Int32 {
    let existing = find(node, word)
    if existing >= 0 { return existing }
    let new = Int32(rows.count)
    rows.append(-1)
    if node == 0 {
      if first.count <= Int(word) { first.append(contentsOf: repeatElement(-1, count: Int(word) + 1 - first.count)) }
      first[Int(word)] = new
      return new
    }
    if edges * 2 > keys.count { grow() }
    let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
    let slot = slot(of: key)
    keys[slot] = key
    children[slot] = new
    edges += 1
    return new
  }

  private mutating func grow() {
    let old = (keys, children)
    keys = Array(repeating: 0, count: old.0.count * 2)
    children = Array(repeating: -1, count: old.0.count * 2)
    for index in old.0.indices where old.1[index] >= 0 {
      let slot = slot(of: old.0[index])
      keys[slot] = old.0[index]
      children[slot] = old.1[index]
    }
  }
}
