internal import Terminology
internal import TextScanning

/// A drug, problem, procedure, measurement label or trigger phrase where it stands in the note.
struct Mention {
  enum Kind { case drug, problem, procedure, measurement }

  var kind: Kind
  var tokens: Range<Int>
  /// The entry in its lexicon; -1 for a problem or procedure known by its ending alone.
  var entry: Int32
  /// Of a problem known by its ending.
  var isSymptom = false
}

/// Finds what the lexicons name, the longest first where two overlap.
struct MentionFinder {
  private let note: NoteAnalysis

  init(_ note: NoteAnalysis) { self.note = note }

  func mentions() -> [Mention] {
    let text = note.text
    let terms = note.terms
    let (measurements, drugs, problems, procedures) = (terms.measurements, terms.drugs, terms.problems, terms.procedures)
    var found: [Mention] = []
    found.reserveCapacity(128)
    var coveredUntil = 0
    for index in text.tokens.indices {
      var best: Mention?
      let token = text.tokens[index]
      guard LexiconMark.mentions.isOn(token) else {
        if index >= coveredUntil,
          let mention = token.kind == .word ? byEnding(index) ?? misspelt(index, coveredUntil) : acrossLines(index, coveredUntil)
        {
          found.append(mention)
          coveredUntil = mention.tokens.upperBound
        }
        continue
      }
      func offer(_ kind: Mention.Kind, _ end: Int, _ entry: Int32) {
        if end > (best?.tokens.upperBound ?? coveredUntil) { best = Mention(kind: kind, tokens: index..<end, entry: entry) }
      }
      // measurement labels are kept even where a drug has the same name: the value behind them decides
      if let match = measurements.longest(in: text, at: index, terms: terms) {
        found.append(Mention(kind: .measurement, tokens: index..<match.end, entry: match.entry))
      }
      if let match = drugs.longest(in: text, at: index, terms: terms) { offer(.drug, match.end, match.entry) }
      if let match = problems.longest(in: text, at: index, terms: terms) { offer(.problem, match.end, match.entry) }
      if let match = procedures.longest(in: text, at: index, terms: terms) { offer(.procedure, match.end, match.entry) }
      if let best, index >= coveredUntil || best.tokens.upperBound > coveredUntil {
        found.append(best)
        coveredUntil = best.tokens.upperBound
      }
    }
    return found
  }

  /// "amoxi-" at a line's end and "cilline" at the next one's start. Looked for at the hyphen, so that it costs the other words nothing.
  private func acrossLines(_ hyphen: Int, _ coveredUntil: Int) -> Mention? {
    let tokens = note.text.tokens
    guard tokens[hyphen].is("-"), hyphen > coveredUntil, hyphen + 1 < tokens.count, !tokens[hyphen].flags.contains(.spaceBefore) else {
      return nil
    }
    let (first, second) = (tokens[hyphen - 1], tokens[hyphen + 1])
    guard second.flags.contains(.lineStart), first.kind == .word, second.kind == .word, second.line == first.line + 1,
      first.flags.contains(.allCaps) || !second.flags.contains(.capitalized)
    else { return nil }
    let range = hyphen - 1..<hyphen + 2
    if let drug = note.terms.joinedDrug(note.text, first, second) { return Mention(kind: .drug, tokens: range, entry: drug) }
    return note.terms.joinedProblem(note.text, first, second).map { Mention(kind: .problem, tokens: range, entry: $0) }
  }

  /// A word that no table has, one typo away from a drug's name, where a drug may stand: before a number, or in a list of drugs.
  private func misspelt(_ index: Int, _ coveredUntil: Int) -> Mention? {
    let tokens = note.text.tokens
    let token = tokens[index]
    guard token.word < 0, token.stem < 0, token.kind == .word, token.count >= 4 else { return nil }
    let inList = note.section(of: index)?.isMedicationList == true
    func mayEnd(_ end: Int) -> Bool { inList || end < tokens.count && tokens[end].kind == .number }
    if token.count >= 7, mayEnd(index + 1), let drug = note.terms.misspeltDrug(note.text, token) {
      return Mention(kind: .drug, tokens: index..<index + 1, entry: drug)
    }
    func isNext(_ second: Int) -> Bool {
      second < tokens.count && tokens[second].kind == .word && tokens[second].count >= 3 && !tokens[second].flags.contains(.blockStart)
    }
    // the other word is one of a drug's name: most unknown words are asked no further
    func mayBelong(_ other: Int) -> Bool { LexiconMark.mentions.isOn(tokens[other]) || note.isWord(other, .salts) }
    if isNext(index + 1), mayBelong(index + 1), mayEnd(index + 2), let drug = note.terms.misspeltDrug(note.text, token, tokens[index + 1]) {
      return Mention(kind: .drug, tokens: index..<index + 2, entry: drug)
    }
    if index > coveredUntil, tokens[index - 1].kind == .word, tokens[index - 1].count >= 3, isNext(index), mayBelong(index - 1),
      mayEnd(index + 1),
      let drug = note.terms.misspeltDrug(note.text, tokens[index - 1], token)
    {
      return Mention(kind: .drug, tokens: index - 1..<index + 1, entry: drug)
    }
    return nil
  }

  /// A word that begins no term and whose ending says what it is.
  private func byEnding(_ index: Int) -> Mention? {
    let token = note.text.tokens[index]
    guard token.kind == .word, token.count >= 6 else { return nil }
    guard let kind = note.terms.kindByEnding(note.text, token) else { return nil }
    switch kind {
    case .procedure: return Mention(kind: .procedure, tokens: index..<index + 1, entry: -1)
    case .disorder: return Mention(kind: .problem, tokens: index..<index + 1, entry: -1)
    case .symptom: return Mention(kind: .problem, tokens: index..<index + 1, entry: -1, isSymptom: true)
    }
  }
}
