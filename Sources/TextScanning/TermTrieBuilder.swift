/// A trie in the making: phrases are inserted word by word, at one hash insertion a word.
package struct TermTrieBuilder: Sendable {
  private struct Node {
    var parent: Int32
    var word: Int32
    /// The first row of the phrase that ends here; -1 for none.
    var row: Int32
  }

  package static var root: Int32 { TermTrie.root }

  /// Open addressing by node and word: the word over the child's number; 0 for none, since the root is no child.
  private var slots: [UInt64]
  private var shift: UInt64
  private var nodes = [Node(parent: -1, word: -1, row: -1)]
  /// The next row of the same phrase, by row.
  private var nextRow: [Int32] = []

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
    nodes.append(Node(parent: node, word: word, row: -1))
    slots[found] = UInt64(UInt32(bitPattern: word)) << 32 | UInt64(new)
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
      node = Int32(truncatingIfNeeded: slots[slot(node, word)])
      if node == Self.root { return -1 }
    }
    return nodes[Int(node)].row
  }

  /// The row after `row` of the same phrase, or -1.
  package func next(_ row: Int32) -> Int32 { nextRow[Int(row)] }

  /// Every word that begins a phrase.
  package func forEachStart(_ body: (Int32) -> Void) {
    for node in nodes where node.parent == Self.root { body(node.word) }
  }

  /// Every word, in the order in which the phrases brought them; some more than once.
  package func forEachWord(_ body: (Int32) -> Void) {
    for node in nodes.dropFirst() { body(node.word) }
  }

  private func slot(_ node: Int32, _ word: Int32) -> Int {
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

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    shift -= 1
    for entry in old where entry != 0 {
      slots[slot(nodes[Int(Int32(truncatingIfNeeded: entry))].parent, Int32(truncatingIfNeeded: entry >> 32))] = entry
    }
  }

  // Writing -------------------------------------------------------------------------------------------------------------------------

  /// Writes the trie in the form that is asked; `numbers` gives each word another number.
  package func write(_ image: inout ImageWriter, numbers: [Int32]? = nil) {
    var words = nodes.map(\.word)
    if let numbers { for node in words.indices.dropFirst() { words[node] = numbers[Int(words[node])] } }
    // the children of each node, by the numbers of their words
    let all = Array(nodes.indices.dropFirst())
    let byWord = sorted(all, by: { Int(words[$0]) }, Int(words.max() ?? 0) + 1)
    let children = sorted(byWord, by: { Int(nodes[$0].parent) }, nodes.count)
    var firstChild = [Int](repeating: 0, count: nodes.count + 1)
    for child in children { firstChild[Int(nodes[child].parent) + 1] += 1 }
    for node in nodes.indices { firstChild[node + 1] += firstChild[node] }

    // level by level, so that the children of a node are neighbours
    var order = [0]
    order.reserveCapacity(nodes.count)
    var written: [TermTrie.Node] = []
    written.reserveCapacity(nodes.count + 1)
    while written.count < order.count {
      let node = order[written.count]
      var new = TermTrie.Node(word: words[node], row: nodes[node].row, first: Int32(order.count))
      for child in children[firstChild[node]..<firstChild[node + 1]] {
        new.nexts |= 1 << UInt32(words[child] & 31)
        order.append(child)
      }
      written.append(new)
    }
    written.append(TermTrie.Node(word: -1, row: -1, first: Int32(order.count)))
    image.append(written)

    var starts: [TermTrie.Starts] = []
    for (before, child) in children[..<firstChild[1]].enumerated() {
      let word = Int(words[child])
      while starts.count <= word >> 6 { starts.append(TermTrie.Starts(before: UInt64(before))) }
      starts[word >> 6].bits |= 1 << UInt64(word & 63)
    }
    image.append(starts)
    image.append(nextRow)
  }

  /// Sorts nodes by a number below `count`; those with the same number keep their order.
  private func sorted(_ nodes: [Int], by number: (Int) -> Int, _ count: Int) -> [Int] {
    var next = [Int](repeating: 0, count: count + 1)
    for node in nodes { next[number(node) + 1] += 1 }
    for index in 1..<count + 1 { next[index] += next[index - 1] }
    var result = nodes
    for node in nodes {
      result[next[number(node)]] = node
      next[number(node)] += 1
    }
    return result
  }

  package func finished() -> TermTrie {
    var image = ImageWriter()
    write(&image)
    var reader = ImageReader(keeping: image)
    return TermTrie(&reader)
  }
}
