internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// A disorder or a symptom, with the words that narrow it.
struct ProblemMention {
  var tokens: Range<Int>
  var entry: Int32
  var kind: Problem.Kind
  var assertion: Assertion
}

struct ProblemFinder {
  let note: NoteAnalysis
  /// Results and allergies: their words are no problems.
  let taken: [Range<Int>]

  func mentions() -> [ProblemMention] {
    var found: [ProblemMention] = []
    for mention in note.mentions where mention.kind == .problem {
      guard isProblem(mention) else { continue }
      let tokens = widened(mention.tokens)
      var assertion = note.assertion(mention.tokens)
      var kind = mention.isSymptom ? Problem.Kind.symptom : .disorder
      if mention.entry >= 0 {
        let concept = note.terms.problems[mention.entry]
        if concept.isDecoy { continue }
        kind = concept.kind
        if concept.isNegative { assertion.polarity = .absent }
        // "non fumeur" is no finding
        if concept.isState, assertion.polarity == .absent { continue }
      }
      if note.section(of: mention.tokens.lowerBound)?.isMedicationList == true, isIndication(mention.tokens) {
        assertion.certainty = .hypothetical
      }
      if assertion.time == .planned { assertion.time = .current }
      found.append(ProblemMention(tokens: tokens, entry: mention.entry, kind: kind, assertion: assertion))
    }
    return found
  }

  private func isProblem(_ mention: Mention) -> Bool {
    let start = mention.tokens.lowerBound
    if note.sections.isHeading(start) || taken.contains(where: { $0.overlaps(mention.tokens) }) { return false }
    switch note.section(of: start) {
    case .allergies, .immunizations, .closing: return false
    default: break
    }
    // "96 % RA": on room air
    if mention.tokens.count == 1, note.text.tokens[start].count <= 3, note.text.tokens[start].flags.contains(.allCaps),
      (max(0, start - 2)..<start).contains(where: { note.text.tokens[$0].is("%") })
    {
      return false
    }
    // "1 goutte"
    if start > 0, note.text.tokens[start - 1].kind == .number,
      note.sigWord(at: start)?.word.kind == .form
    {
      return false
    }
    // "Service d'oncologie", "Centre de lutte contre le cancer", "consultation d'épilepsie"
    let line = note.layout.lines[Int(note.layout.lineOf[start])].tokens
    for index in max(line.lowerBound, start - 3)..<start where note.isWord(index, .placeWord) {
      if note.text.tokens[index].flags.contains(.capitalized) || note.isWord(index + 1, .ofOnly) { return false }
    }
    return true
  }

  /// "si douleurs", "prn headache" in a list of drugs: why it may be taken.
  private func isIndication(_ range: Range<Int>) -> Bool {
    let sentence = note.sentence(of: range.lowerBound)
    for index in max(sentence.lowerBound, range.lowerBound - 4)..<range.lowerBound {
      if note.isWord(index, .si) { return true }
      if note.sigWord(at: index, end: range.lowerBound)?.word.kind == .prn { return true }
    }
    return false
  }

  /// With its modifiers, and in French what "de …" names: "fracture du fémur gauche".
  private func widened(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    let sentence = note.sentence(of: start)
    if note.text.language == .english {
      while start > sentence.lowerBound, isModifier(endingAt: start, from: sentence.lowerBound) { start -= 1 }
    }
    end = modifiers(from: end, sentence.upperBound)
    if note.text.language == .french, range.count == 1 { end = complement(from: end, sentence.upperBound) }
    return start..<end
  }

  private func isModifier(endingAt end: Int, from: Int) -> Bool {
    guard let match = note.terms.modifiers.longest(in: note.text, at: end - 1, end: end, terms: note.terms), match.end == end else {
      return false
    }
    return note.terms.modifiers[match.entry].stands == .before && !isCue(end - 1)
  }

  private func isCue(_ index: Int) -> Bool {
    note.cues[Int(note.sentences.indexOf[index])].contains { $0.tokens.contains(index) && $0.direction != .pseudo && $0.direction != .end }
  }

  private func modifiers(from start: Int, _ limit: Int) -> Int {
    var end = start
    while end < limit, let match = note.terms.modifiers.longest(in: note.text, at: end, end: limit, terms: note.terms),
      note.terms.modifiers[match.entry].stands == .after, !isCue(end)
    {
      end = match.end
    }
    // "stade 3b", "stage 3a", "grade 2", "type 2"
    if end + 1 < limit, note.isWord(end, .stage),
      note.text.tokens[end + 1].kind == .number || note.text.tokens[end + 1].flags.contains(.allCaps)
    {
      end += 2
      if end < limit, note.text.tokens[end].kind == .word, note.text.tokens[end].count == 1,
        !note.text.tokens[end].flags.contains(.spaceBefore)
      {
        end += 1
      }
    }
    return end
  }

  /// "du fémur gauche", "de la hanche": one noun with its adjectives, no new clause and no other mention.
  private func complement(from start: Int, _ limit: Int) -> Int {
    guard start < limit, note.isWord(start, .ofOnly) else { return start }
    var index = start + 1
    while index < limit, note.isWord(index, .articles) { index += 1 }
    guard index < limit, isPlainNoun(index) else { return start }
    index += 1
    return modifiers(from: index, limit)
  }

  private func isPlainNoun(_ index: Int) -> Bool {
    let token = note.text.tokens[index]
    guard token.kind == .word, token.count > 2, !note.isWord(index, .nameStop), !isCue(index), !note.terms.words.isKnown(token) else {
      return false
    }
    return note.mentions(overlapping: index..<index + 1).isEmpty
  }
}
