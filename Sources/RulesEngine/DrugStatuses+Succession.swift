internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// One drug that takes over from another.
extension DrugStatuses {
  /// "switched from A to B", "relais de l'A par B": B begins.
  func successor(_ cue: Cue, _ segment: Range<Int>, _ drugs: ArraySlice<DrugMention>) -> Cue? {
    if cue.direction == .after, cue.cue.status == .stopped, note.isWord(cue.cue.tokens.upperBound - 1, .byWhich),
      cue.cue.tokens.contains(where: { note.isWord($0, .replaced) }),
      let next = drugs.first(where: { $0.name.lowerBound >= cue.cue.tokens.upperBound }),
      next.name.lowerBound - cue.cue.tokens.upperBound <= 3
    {
      // "citalopram was switched to mirtazapine"
      return Cue(
        cue: StatusCue(status: .started, tokens: cue.cue.tokens.upperBound - 1..<cue.cue.tokens.upperBound), direction: .before)
    }
    guard cue.direction == .before, cue.cue.status == .stopped || cue.cue.status == .changed,
      cue.cue.tokens.contains(where: { note.isWord($0, .replaced) || note.isWord($0, .then) }),
      let first = drugs.first(where: { $0.name.lowerBound >= cue.cue.tokens.upperBound }),
      let second = drugs.first(where: { $0.name.lowerBound > first.name.lowerBound })
    else { return nil }
    let gap = first.name.upperBound..<max(first.name.upperBound, second.name.lowerBound)
    guard gap.upperBound <= segment.upperBound, let link = gap.last(where: { note.isWord($0, .byWhich) }),
      second.name.lowerBound - link <= 4
    else { return nil }
    return Cue(cue: StatusCue(status: .started, tokens: link..<link + 1), direction: .before)
  }

  /// "amlodipine was changed to lercanidipine", "change her simvastatin to atorvastatin": the one ends, the other begins.
  func succession(_ cue: Cue, _ segment: Range<Int>, _ drugs: ArraySlice<DrugMention>) -> [Cue]? {
    let words = cue.cue.tokens
    // "torsemide 20 mg daily instead of furosemide"
    if cue.cue.status == .changed, cue.direction == .after, words.contains(where: { note.isWord($0, .insteadWord) }),
      let next = drugs.first(where: { $0.name.lowerBound >= words.upperBound }), next.name.lowerBound - words.upperBound <= 2,
      let before = drugs.last(where: { $0.name.upperBound <= words.lowerBound }), before.ingredients != next.ingredients
    {
      return [
        Cue(cue: StatusCue(status: .stopped, tokens: words), direction: .before),
        Cue(cue: StatusCue(status: .started, tokens: words), direction: .after),
      ]
    }
    guard cue.cue.status == .changed || cue.cue.status == .started, words.contains(where: { note.isWord($0, .succeeds) }),
      let next = drugs.first(where: { $0.name.lowerBound >= words.upperBound })
    else { return nil }
    func pair(_ first: DrugMention, _ second: DrugMention, _ start: Range<Int>, before: Bool) -> [Cue]? {
      guard first.ingredients != second.ingredients else { return nil }
      return [
        Cue(cue: StatusCue(status: .stopped, tokens: words), direction: before ? .before : .after),
        Cue(cue: StatusCue(status: .started, tokens: start), direction: .before),
      ]
    }
    let isLinked = (words.upperBound - 1...words.upperBound).contains { note.isWord($0, .successorLink) }
    if isLinked, next.tokens.lowerBound - words.upperBound <= 3,
      let before = drugs.last(where: { $0.name.upperBound <= words.lowerBound }), words.lowerBound - before.tokens.upperBound <= 5
    {
      return pair(before, next, words, before: false)
    }
    guard next.tokens.lowerBound - words.upperBound <= 3, let second = drugs.first(where: { $0.name.lowerBound > next.name.lowerBound })
    else {
      return nil
    }
    let gap = next.name.upperBound..<max(next.name.upperBound, second.name.lowerBound)
    guard gap.upperBound <= segment.upperBound, let link = gap.last(where: { note.isWord($0, .successorLink) }),
      second.name.lowerBound - link <= 4
    else { return nil }
    return pair(next, second, link..<link + 1, before: true)
  }

  /// "remplacé le KARDEGIC par du clopidogrel", "KARDEGIC remplacé par PLAVIX": the one ends, the other begins.
  func replacement(_ index: Int, _ segment: Range<Int>, _ drugs: ArraySlice<DrugMention>) -> [Cue] {
    let word = index..<index + 1
    let stop = StatusCue(status: .stopped, tokens: word)
    let start = StatusCue(status: .started, tokens: word)
    let next = drugs.first { $0.name.lowerBound > index }
    guard let next else { return [Cue(cue: stop, direction: .after)] }
    let by = (index + 1..<next.name.lowerBound).contains { note.isWord($0, .byWhich) }
    if by { return [Cue(cue: stop, direction: .after), Cue(cue: start, direction: .before)] }
    guard drugs.contains(where: { $0.name.lowerBound > next.name.lowerBound && $0.name.lowerBound < segment.upperBound }) else {
      return [Cue(cue: stop, direction: .before)]
    }
    let link = (next.name.upperBound..<segment.upperBound).first { note.isWord($0, .byWhich) }
    guard let link else { return [Cue(cue: stop, direction: .before)] }
    return [Cue(cue: stop, direction: .before), Cue(cue: StatusCue(status: .started, tokens: link..<link + 1), direction: .before)]
  }
}
