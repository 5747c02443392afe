internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// An allergy or an intolerance, or the word that there is none.
struct AllergyMention {
  var substance: Range<Int>
  var reaction: Range<Int>?
  var assertion: Assertion
  /// The drug's entry; nil for food, latex and the like.
  var drug: Int32?
  /// The whole statement.
  var tokens: Range<Int>
}

/// Finds allergies under their heading and in prose ("allergie à …", "allergic to …", "NKDA").
struct AllergyFinder {
  let note: NoteAnalysis

  struct Substance {
    var tokens: Range<Int>
    var drug: Int32?
  }

  func mentions() -> [AllergyMention] {
    var found: [AllergyMention] = []
    for (index, sentence) in note.sentences.all.enumerated() {
      let start = sentence.lowerBound
      if note.section(of: start) == .familyHistory { continue }
      if note.section(of: start) == .allergies {
        if note.sections.isHeading(start), note.sections.isHeading(sentence.upperBound - 1) { continue }
        section(contents(sentence), index, &found)
      } else {
        if note.sentence(index, has: .allergy) { prose(sentence, index, &found) }
        if note.sentence(index, has: .tolerate) { untolerated(sentence, &found) }
        told(sentence, index, &found)
      }
    }
    return found
  }

  /// A sentence without bullets, headings and closing marks.
  private func contents(_ sentence: Range<Int>) -> Range<Int> {
    var start = sentence.lowerBound
    let line = note.layout.lines[Int(note.layout.lineOf[start])]
    start = max(start, line.content < sentence.upperBound ? min(line.content, sentence.upperBound) : start)
    if start < sentence.lowerBound { start = sentence.lowerBound }
    while start < sentence.upperBound, note.sections.isHeading(start) { start += 1 }
    var end = sentence.upperBound
    while end > start, note.text.tokens[end - 1].is(".") || note.text.tokens[end - 1].is(";") { end -= 1 }
    return start..<end
  }

  private func section(_ range: Range<Int>, _ sentence: Int, _ found: inout [AllergyMention]) {
    guard !range.isEmpty else { return }
    let substances = substances(in: range)
    if substances.isEmpty {
      let isNone =
        range.contains { note.isWord($0, .nothing) } || note.cues[sentence].contains { $0.effect == .absent }
        || range.count <= 2 && range.contains { note.isWord($0, .no) || isZero($0) }
      if isNone {
        found.append(none(range))
      } else if range.count <= 5, note.text.tokens[range.lowerBound].kind == .word, !range.contains(where: { note.isWord($0, .verbs) }) {
        // a substance that no table knows
        var end = range.lowerBound
        while end < range.upperBound, note.text.tokens[end].kind == .word, !note.isWord(end, .and) { end += 1 }
        found.append(
          AllergyMention(
            substance: range.lowerBound..<end, reaction: reaction(after: end, range.upperBound), assertion: Assertion(), tokens: range))
      }
      return
    }
    // "Arachide et œuf bien tolérés": named under the heading because they do no harm
    let isTolerated = range.contains { note.isWord($0, .tolerate) } && !range.contains { note.isWord($0, .verbNegation) }
    append(substances, range, sentence, &found, isDenied: isTolerated)
    for piece in unknown(range, beside: found) {
      found.append(AllergyMention(substance: piece, assertion: Assertion(), tokens: piece))
    }
  }

  private func isZero(_ index: Int) -> Bool {
    let token = note.text.tokens[index]
    return token.kind == .number && token.count == 1 && token.symbol == UInt8(ascii: "0")
  }

  /// "iodinated contrast (anaphylactoid), elastoplast": a word or two between commas that no table knows, in a list that names others.
  private func unknown(_ range: Range<Int>, beside found: [AllergyMention]) -> [Range<Int>] {
    let tokens = note.text.tokens
    return range.split { tokens[$0].is(",") || note.isWord($0, .and) || tokens[$0].is("/") }.compactMap { piece in
      guard let first = piece.first, let last = piece.last, piece.count <= 2 else { return nil }
      let range = first..<last + 1
      guard range.allSatisfy({ tokens[$0].kind == .word && tokens[$0].count > 3 && !note.terms.words.isKnown(tokens[$0]) }),
        !found.contains(where: { $0.tokens.overlaps(range) || $0.reaction?.overlaps(range) ?? false }),
        note.mentions(overlapping: range).allSatisfy({ $0.kind == .drug })
      else { return nil }
      return range
    }
  }

  private func prose(_ sentence: Range<Int>, _ index: Int, _ found: inout [AllergyMention]) {
    var at = sentence.lowerBound
    while at < sentence.upperBound {
      guard note.isWord(at, .allergy), !note.sections.isHeading(at) else {
        at += 1
        continue
      }
      var end = at + 1
      while end < sentence.upperBound, !note.isWord(end, .allergy), !note.text.tokens[end].is(";"), end - at < 14 {
        if note.text.tokens[end].is(","), end + 1 < sentence.upperBound, !substanceBegins(end + 1) { break }
        end += 1
      }
      if at > sentence.lowerBound, isZero(at - 1) {
        found.append(none(at - 1..<at + 1))
        at = end
        continue
      }
      let substances = substances(in: at + 1..<end).filter { $0.tokens.lowerBound - at <= 8 }
      if !substances.isEmpty {
        append(substances, at..<end, index, &found, isDenied: isDenied(at, sentence))
      } else if let before = self.substances(in: beforeAllergy(at, sentence)).last,
        before.tokens.upperBound == at || note.text.tokens[at - 1].is(":")
      {
        append([before], before.tokens.lowerBound..<at + 1, index, &found, isDenied: isDenied(before.tokens.lowerBound, sentence))
      } else if let cue = note.cues[index].last(where: {
        $0.effect == .absent && ($0.scope.contains(at) || $0.tokens.contains(at)) && $0.tokens.lowerBound <= at
      }) {
        var last = at + 1
        while last < sentence.upperBound, note.isWord(last, .known) { last += 1 }
        found.append(none(min(cue.tokens.lowerBound, at)..<last))
      } else if note.isWord(at, .nothing) {
        found.append(none(at..<at + 1))
      }
      at = max(end, at + 1)
    }
  }

  /// "cannot tolerate codeine", "ne supporte pas la codéine": the negation makes the statement, and does not deny it.
  private func untolerated(_ sentence: Range<Int>, _ found: inout [AllergyMention]) {
    for verb in sentence where note.isWord(verb, .tolerate) {
      let around = max(sentence.lowerBound, verb - 2)..<min(verb + 2, sentence.upperBound)
      guard let no = around.first(where: { $0 != verb && note.isWord($0, .verbNegation) }) else { continue }
      let start = max(no, verb) + 1
      guard let substance = substances(in: start..<min(start + 3, sentence.upperBound)).first else { continue }
      let end = substance.tokens.upperBound
      let reaction = reaction(after: end, sentence.upperBound)
      found.append(
        AllergyMention(
          substance: substance.tokens, reaction: reaction, assertion: Assertion(), drug: substance.drug,
          tokens: min(no, verb)..<max(end, reaction?.upperBound ?? 0)))
    }
  }

  /// "latex allergy"; "Pollens de graminées : allergie saisonnière".
  private func beforeAllergy(_ at: Int, _ sentence: Range<Int>) -> Range<Int> {
    if at > sentence.lowerBound, note.text.tokens[at - 1].is(":") { return max(sentence.lowerBound, at - 6)..<at - 1 }
    return max(sentence.lowerBound, at - 2)..<at
  }

  private func substanceBegins(_ index: Int) -> Bool { !substances(in: index..<min(index + 4, note.text.tokens.count)).isEmpty }

  private func none(_ range: Range<Int>) -> AllergyMention {
    var assertion = Assertion()
    assertion.polarity = .absent
    return AllergyMention(substance: range, assertion: assertion, tokens: range)
  }

  /// "not allergic to latex"
  private func isDenied(_ index: Int, _ sentence: Range<Int>) -> Bool {
    (max(sentence.lowerBound, index - 2)..<index).contains { note.isWord($0, .no) }
  }

  private func append(
    _ substances: [Substance], _ range: Range<Int>, _ sentence: Int, _ found: inout [AllergyMention], isDenied: Bool = false
  ) {
    for (position, substance) in substances.enumerated() {
      let limit = position + 1 < substances.count ? substances[position + 1].tokens.lowerBound : range.upperBound
      var assertion = Assertion()
      if isDenied { assertion.polarity = .absent }
      for cue in note.cues[sentence] where cue.scope.contains(substance.tokens.lowerBound) {
        switch cue.effect {
        case .absent: assertion.polarity = .absent
        case .possible: assertion.certainty = .possible
        case .family where cue.tokens.upperBound <= substance.tokens.lowerBound: assertion.subject = .family
        default: break
        }
      }
      let reaction = assertion.polarity == .present ? reaction(after: substance.tokens.upperBound, limit) : nil
      let end = max(substance.tokens.upperBound, reaction?.upperBound ?? 0)
      found.append(
        AllergyMention(
          substance: substance.tokens, reaction: reaction, assertion: assertion, drug: substance.drug,
          tokens: min(range.lowerBound, substance.tokens.lowerBound)..<end))
    }
  }

  func substances(in range: Range<Int>) -> [Substance] {
    var found: [Substance] = []
    var index = range.lowerBound
    var depth = 0
    while index < range.upperBound {
      if note.text.tokens[index].is("(") { depth += 1 }
      if note.text.tokens[index].is(")") { depth -= 1 }
      if depth > 0 {
        index += 1
        continue
      }
      let drug = note.terms.drugs.longest(in: note.text, at: index, end: range.upperBound, terms: note.terms)
      let substance = note.terms.substances.longest(in: note.text, at: index, end: range.upperBound, terms: note.terms)
      if let drug, drug.end >= (substance?.end ?? 0) {
        found.append(Substance(tokens: index..<drug.end, drug: drug.entry))
        index = drug.end
      } else if let substance {
        found.append(Substance(tokens: index..<substance.end))
        index = substance.end
      } else {
        index += 1
      }
    }
    return found
  }

  /// What stands in brackets, or behind a colon or a dash.
  func reaction(after index: Int, _ limit: Int) -> Range<Int>? {
    guard index < limit else { return nil }
    let tokens = note.text.tokens
    var index = index
    // "sulfa -> rash", "aspirine : urticaire"
    if index + 1 < limit, tokens[index].is("-") || tokens[index].is("="), tokens[index + 1].is(">") { index += 1 }
    // "allergie à l'aspirine avec œdème du visage"
    if note.isWord(index, .with) || note.isWord(index, .provokes) {
      return reactionProblem(index + 1, limit)
    }
    if tokens[index].is("(") {
      var end = index + 1
      while end < limit, !tokens[end].is(")"), !tokens[end].is(",") { end += 1 }
      return end > index + 1 ? index + 1..<end : nil
    }
    guard
      tokens[index].is(":") || tokens[index].is("-") || tokens[index].is("=") || tokens[index].is(">")
        || tokens[index].symbol == 0xAF
    else { return nil }
    var end = index + 1
    while end < limit, !tokens[end].is("."), !tokens[end].is(","), !tokens[end].is(";") { end += 1 }
    return end > index + 1 ? index + 1..<end : nil
  }
}
