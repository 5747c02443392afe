/// Finds the word that was meant.
enum Spelling {
  /// The word of `known` that is at most two edits from `typed` (and shares more than half of itself with it), or else
  /// one that begins `typed` or is begun by it. Capitals and the kind of dash do not count.
  static func nearest(to typed: String, among known: [String]) -> String? {
    let typed = normal(typed)
    guard typed.count >= 2, typed.count <= 64 else { return nil }
    let ranked = known.compactMap { word -> (word: String, rank: Int)? in
      let other = normal(word)
      let distance = distance(typed, other)
      if distance <= 2, distance * 2 < other.count { return (word, distance) }
      return other.starts(with: typed) || typed.starts(with: other) ? (word, 3) : nil
    }
    return ranked.min { ($0.rank, $0.word) < ($1.rank, $1.word) }?.word
  }

  private static func normal(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
  }

  /// The Damerau–Levenshtein distance in its optimal string alignment form: insertions, deletions, substitutions and
  /// swaps of neighbors, no part edited twice.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      (before, previous) = (previous, row)
    }
    return previous[b.count]
  }
}
