internal import RulesEngine

/// A part of a note that is asked about in one call.
struct NotePiece: Sendable, Equatable {
  var stretches: [NoteStretch]

  /// The heading in force where it begins, if that is not in it.
  var heading: NoteStretch.Heading? { stretches.first?.heading }
  var size: Int { stretches.reduce(0) { $0 + $1.bytes.count } }

  /// The note in pieces of at most `limit` bytes, cut where the borders are best: a piece is at least half full before a lesser border is
  /// passed over.
  static func pieces(_ stretches: [NoteStretch], limit: Int) -> [NotePiece] {
    var pieces: [NotePiece] = []
    var start = 0
    while start < stretches.count {
      var end = start
      var size = 0
      while end < stretches.count, size + stretches[end].bytes.count <= limit || end == start {
        size += stretches[end].bytes.count
        end += 1
      }
      if end < stretches.count { end = bestCut(stretches, start, end, limit) }
      pieces.append(NotePiece(stretches: Array(stretches[start..<end])))
      start = end
    }
    return pieces
  }

  private static func bestCut(_ stretches: [NoteStretch], _ start: Int, _ end: Int, _ limit: Int) -> Int {
    var best = end
    var size = 0
    for index in start + 1..<max(end + 1, start + 1) {
      size += stretches[index - 1].bytes.count
      if size * 2 >= limit, stretches[index].border >= stretches[best].border { best = index }
    }
    return best
  }

  /// Two halves, cut at the best border near the middle; nil where there is but one stretch.
  func halves() -> (NotePiece, NotePiece)? {
    guard stretches.count > 1 else { return nil }
    var size = 0
    let half = self.size / 2
    var best = 1
    var bestScore = Int.min
    for index in 1..<stretches.count {
      size += stretches[index - 1].bytes.count
      let score = stretches[index].border.rawValue * half / 4 - abs(size - half)
      if score > bestScore { (best, bestScore) = (index, score) }
    }
    return (NotePiece(stretches: Array(stretches[..<best])), NotePiece(stretches: Array(stretches[best...])))
  }
}
