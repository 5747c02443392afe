internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// A phrase that says whether, how surely, when or for whom something holds, and how far it reaches.
struct ContextCue {
  var tokens: Range<Int>
  var effect: Trigger.Effect
  var direction: Trigger.Direction
  /// The tokens that it governs.
  var scope: Range<Int>
  /// "mais", "however": ends even what a relative governs.
  var isAdversative = false
}

enum ContextCues {
  /// The cues of each sentence, their scopes worked out.
  static func find(_ note: NoteAnalysis) -> [[ContextCue]] {
    note.sentences.all.enumerated().map { number, sentence in
      var cues = cues(note, sentence, note.sentence(number, has: .contactVerb))
      guard !cues.isEmpty else { return cues }
      for index in cues.indices { cues[index].scope = scope(note, sentence, cues, index) }
      return cues
    }
  }

  private static func cues(_ note: NoteAnalysis, _ sentence: Range<Int>, _ hasContactVerb: Bool) -> [ContextCue] {
    var cues: [ContextCue] = []
    let terms = note.terms
    let triggers = terms.triggers
    var index = sentence.lowerBound
    while index < sentence.upperBound {
      let token = note.text.tokens[index]
      // a word that no table has is no cue
      if token.kind == .word, token.marks == 0 {
        index += 1
        continue
      }
      if token.is("?") {
        cues.append(
          ContextCue(
            tokens: index..<index + 1, effect: .possible, direction: asksBefore(note, index, sentence) ? .before : .after, scope: 0..<0))
        index += 1
        continue
      }
      if token.kind != .word || note.isWord(index, .no), let cue = sign(note, index, sentence) {
        cues.append(cue)
        index = cue.tokens.upperBound
        continue
      }
      if hasContactVerb, let end = advice(note, index, sentence) {
        cues.append(ContextCue(tokens: index..<end, effect: .hypothetical, direction: .before, scope: 0..<0))
        index = end
        continue
      }
      guard let match = triggers.longest(in: note.text, at: index, end: sentence.upperBound, terms: terms) else {
        if note.isWord(index, .pas), let end = frenchNegation(note, index, sentence) {
          cues.append(ContextCue(tokens: index..<end, effect: .absent, direction: .before, scope: 0..<0))
          index = end
        } else {
          index += 1
        }
        continue
      }
      let trigger = chosen(note, triggers, match, index, sentence)
      // "Scanner : aucune fracture" denies the fracture, "Fièvre : aucune" the fever
      if token.is(":"), trigger.direction == .after, hasProblem(note, match.end..<min(match.end + 4, sentence.upperBound)) {
        index += 1
        continue
      }
      // a longer name wins over a cue inside of it: "non insulino-dépendant", "absence épileptique"
      if trigger.effect == .history && trigger.direction != .pseudo || !isInsideMention(note, index..<match.end) {
        let isVoid = isVoid(note, trigger, index..<match.end)
        cues.append(
          ContextCue(
            tokens: index..<match.end, effect: isVoid ? .none : trigger.effect, direction: isVoid ? .pseudo : trigger.direction,
            scope: 0..<0,
            isAdversative: note.isWord(index, .adversative)))
        // "sarcoidosis vs lymphoma": both are in doubt
        if note.isWord(index, .eitherOr), let last = cues.last {
          cues.append(
            ContextCue(tokens: last.tokens, effect: .possible, direction: last.direction == .after ? .before : .after, scope: 0..<0))
        }
      }
      index = match.end
    }
    return cues
  }

  /// "Call the ward for …", "Return: …", "appeler en urgence devant …": what may come. The end of the cue.
  private static func advice(_ note: NoteAnalysis, _ index: Int, _ sentence: Range<Int>) -> Int? {
    let token = note.text.tokens[index]
    guard token.is(":") || note.isWord(index, .adviceFor) else { return nil }
    let verb = (sentence.lowerBound..<index).first {
      note.isWord($0, .contactVerb) && ($0 - sentence.lowerBound < 3 || note.isWord($0 - 1, .should))
    }
    guard let verb, !token.is(":") || index == verb + 1 else { return nil }
    return index + 1
  }

  /// Whether a phrase that looks like a cue is none where it stands.
  private static func isVoid(_ note: NoteAnalysis, _ trigger: Trigger, _ range: Range<Int>) -> Bool {
    guard trigger.direction == .before else { return false }
    // "aucune amélioration de l'aphasie": the change is denied, not the aphasia
    if trigger.effect == .absent { return note.isWord(range.upperBound, .changeNoun) }
    // "soit une pancréatite, soit un ulcère" is a doubt, one "soit" alone is "that is"
    if trigger.effect == .possible, note.isWord(range.lowerBound, .thatIs) {
      return note.sentence(of: range.lowerBound).count { note.isWord($0, .thatIs) } < 2
    }
    // "a six week history of jaundice": the jaundice is there
    guard trigger.effect == .history, note.text.language == .english, range.lowerBound > 0 else { return false }
    var before = range.lowerBound - 1
    while before > 0, note.text.tokens[before].is("-") || note.isWord(before, .old) { before -= 1 }
    return note.isWord(before, .hours) || note.isWord(before, .days) || note.isWord(before, .weeks) || note.isWord(before, .months)
      || note.isWord(before, .years) && note.text.tokens[before].count > 2
  }

  /// Of a phrase that stands before and after: after, where a problem stands right before it.
  private static func chosen(
    _ note: NoteAnalysis, _ triggers: Lexicon<Trigger>, _ match: Lexicon<Trigger>.Match, _ index: Int, _ sentence: Range<Int>
  ) -> Trigger {
    let first = triggers[match.entry]
    guard triggers.isAmbiguous(match) else { return first }
    let all = triggers.alternatives(match, note.text.language)
    guard all.count > 1, let after = all.first(where: { $0.direction == .after }), let before = all.first(where: { $0.direction != .after })
    else {
      return first
    }
    // nothing stands behind it
    if index > sentence.lowerBound, (match.end..<sentence.upperBound).allSatisfy({ note.text.tokens[$0].kind == .punctuation }) {
      return after
    }
    let near = max(sentence.lowerBound, index - 3)..<index
    guard !near.isEmpty, let last = note.mentions(overlapping: near).last(where: { $0.kind == .problem }) else { return before }
    let gap = last.tokens.upperBound..<max(last.tokens.upperBound, index)
    return gap.contains { note.text.tokens[$0].is(",") } ? before : after
  }

  /// "n'ont pas enregistré de", "n'a pas présenté de": any verb between "pas" and "de". The end of the cue.
  private static func frenchNegation(_ note: NoteAnalysis, _ index: Int, _ sentence: Range<Int>) -> Int? {
    guard note.text.language == .french else { return nil }
    guard (max(sentence.lowerBound, index - 4)..<index).contains(where: { note.isWord($0, .ne) }) else { return nil }
    for end in index + 1..<min(index + 4, sentence.upperBound) where note.isWord(end, .ofOnly) {
      return note.mentions(overlapping: index + 1..<end).contains { $0.kind == .problem } ? nil : end + 1
    }
    return nil
  }

  private static func isInsideMention(_ note: NoteAnalysis, _ range: Range<Int>) -> Bool {
    for mention in note.mentions(overlapping: range) where mention.kind == .problem && mention.tokens.count > range.count {
      if mention.tokens.lowerBound <= range.lowerBound, mention.tokens.upperBound >= range.upperBound { return true }
    }
    return false
  }

  private static func scope(_ note: NoteAnalysis, _ sentence: Range<Int>, _ cues: [ContextCue], _ at: Int) -> Range<Int> {
    let cue = cues[at]
    switch cue.direction {
    case .pseudo, .end: return cue.tokens
    case .before:
      var end = sentence.upperBound
      for later in cues[(at + 1)...] where stops(note, cue, later) {
        end = later.tokens.lowerBound
        break
      }
      return cue.tokens.upperBound..<forward(note, cue, cue.tokens.upperBound, end)
    case .after:
      var start = sentence.lowerBound
      for earlier in cues[..<at].reversed()
      where earlier.direction == .end && hasProblem(note, earlier.tokens.upperBound..<cue.tokens.lowerBound)
        || earlier.effect == cue.effect && earlier.direction == .after
      {
        start = earlier.tokens.upperBound
        break
      }
      return backward(note, cue, start)..<cue.tokens.lowerBound
    }
  }

  /// "ovarian cancer BRCA testing was negative": the test is negative, and what it tests for only where it stands right before.
  private static func testedStart(_ note: NoteAnalysis, _ cue: ContextCue, _ limit: Int) -> Int? {
    let test = cue.tokens.lowerBound - 1
    guard test > limit, note.isWord(test, .testNoun) else { return nil }
    guard let mention = note.mentions(overlapping: test - 1..<test + 1).first(where: { $0.kind == .problem }) else { return test }
    return mention.tokens.lowerBound
  }

  private static func hasProblem(_ note: NoteAnalysis, _ range: Range<Int>) -> Bool {
    !range.isEmpty && note.mentions(overlapping: range).contains { $0.kind == .problem && range.contains($0.tokens.lowerBound) }
  }

  /// Whether a later cue ends the reach of an earlier one.
  private static func stops(_ note: NoteAnalysis, _ cue: ContextCue, _ later: ContextCue) -> Bool {
    if later.direction == .end {
      // "denies that he had a fall": the clause that begins is the one that is denied
      if note.isWord(later.tokens.lowerBound, .clausePronoun), !hasProblem(note, cue.tokens.upperBound..<later.tokens.lowerBound) {
        return false
      }
      // what a relative or a condition governs goes on until a "but"
      return cue.effect != .family && cue.effect != .other && cue.effect != .hypothetical || later.isAdversative
    }
    // "without fracture her mother had breast cancer": a relative's story is another clause
    let isRelative =
      later.effect == .family && later.direction == .before && hasProblem(note, cue.tokens.upperBound..<later.tokens.lowerBound)
    switch cue.effect {
    // "pas de toux, pas de fièvre, asthénie": the list of the first ends where the second denies
    case .absent where later.effect == .absent && later.direction == .before: return true
    case .absent, .possible: return isRelative || later.effect == .hypothetical && later.direction == .before
    case .history: return isRelative || later.effect == .hypothetical || later.effect == .planned
    default: return false
    }
  }

  /// How far a cue reaches forward: over a comma only where a bare enumeration goes on.
  private static func forward(_ note: NoteAnalysis, _ cue: ContextCue, _ start: Int, _ limit: Int) -> Int {
    let tokens = note.text.tokens
    switch cue.effect {
    case .family, .other: return relativeEnd(note, start, limit)
    case .history: return historyEnd(note, cue, start, limit)
    default: break
    }
    var index = start
    while index < limit {
      let token = tokens[index]
      if token.is("("), index > start {
        // what a bracket adds after the name belongs to it; a bracket right behind the cue does too
        while index < limit, !tokens[index].is(")") { index += 1 }
      } else if token.is(":") || token.is("|") || token.is(";") || token.is("/") && index + 1 < limit && tokens[index + 1].is("/") {
        // "si exacerbation : prednisolone" is one condition
        if index > start, !(cue.effect == .hypothetical && token.is(":")) { return index }
      } else if token.is(",") && !isDecimal(tokens, index) || token.symbol == UInt8(ascii: "-") && token.kind == .punctuation {
        // "cultures negative, chest pain": what begins with a comma is nothing that the cue speaks of
        if token.is(","), index == start, cue.effect == .absent { return index }
        if !enumerationGoesOn(note, cue, index + 1, limit) { return index }
      } else if cue.effect == .absent, note.isWord(index, .clauseVerb), let end = clauseEnd(note, start, index) {
        return end
      }
      index += 1
    }
    return limit
  }

  /// The comma of "38,5".
  private static func isDecimal(_ tokens: [Token], _ index: Int) -> Bool {
    index > 0 && index + 1 < tokens.count && tokens[index - 1].kind == .number && tokens[index + 1].kind == .number
      && !tokens[index + 1].flags.contains(.spaceBefore)
  }

  /// "no oedema the pulses are absent": behind a denied problem a verb belongs to a new clause, which begins at its article.
  private static func clauseEnd(_ note: NoteAnalysis, _ start: Int, _ verb: Int) -> Int? {
    guard let last = note.mentions(overlapping: start..<verb).last(where: { $0.kind == .problem }), last.tokens.upperBound <= verb else {
      return nil
    }
    let article = (last.tokens.upperBound..<verb).last { note.isWord($0, .articleOnly) || note.isWord($0, .possessive) }
    return article ?? verb
  }

  /// A relative's story ends where the patient's goes on: "father had an MI the patient denies …", "il n'y a pas …".
  private static func relativeEnd(_ note: NoteAnalysis, _ start: Int, _ limit: Int) -> Int {
    for index in start..<limit where index > start && note.isWord(index, .clauseSubject) {
      if note.isWord(index - 1, .ofOnly) || note.isWord(index - 2, .of) || note.isWord(index - 1, .of) { continue }
      return index
    }
    return limit
  }

  /// "aux antécédents de phlébite, pour des douleurs": what the patient comes for is no history. An adjective ("old infarct") is its noun's
  /// alone.
  private static func historyEnd(_ note: NoteAnalysis, _ cue: ContextCue, _ start: Int, _ limit: Int) -> Int {
    let first = note.text.tokens[cue.tokens.lowerBound]
    let isAdjective =
      cue.tokens.count == 1 && note.isWord(cue.tokens.lowerBound, .pastAdjective)
      || cue.tokens.count == 3 && first.count == 1 && first.symbol == UInt8(ascii: "s") && note.section(of: start) != .pastHistory
    for index in start..<limit where index > start {
      if note.isWord(index, .reasonBefore), note.text.tokens[index - 1].is(","), !note.isWord(index, .with) { return index }
      guard isAdjective else { continue }
      let token = note.text.tokens[index]
      if token.is(",") || token.is("(") || note.isWord(index, .with) { return index }
      if note.isWord(index, .and), !note.mentions(overlapping: index + 1..<index + 2).contains(where: { $0.kind == .problem }) {
        return index
      }
    }
    return limit
  }

  /// Whether what stands behind a comma is one more item of the list and no new clause: a mention within a few words, no verb.
  private static func enumerationGoesOn(_ note: NoteAnalysis, _ cue: ContextCue, _ start: Int, _ limit: Int) -> Bool {
    let tokens = note.text.tokens
    var end = start
    while end < limit, !tokens[end].is(",") { end += 1 }
    guard start < end else { return false }
    let piece = start..<end
    let reach = cue.effect == .hypothetical ? 5 : 3
    guard
      note.mentions(overlapping: piece).contains(where: {
        ($0.kind == .problem || cue.effect == .hypothetical && $0.kind == .measurement) && $0.tokens.lowerBound - start <= reach
      })
    else {
      // "A, B ou C": the last item may stand behind a longer word; "if headache, reduced movements, bleeding …"
      return note.isWord(start, .or)
        || cue.effect == .hypothetical && end < limit && piece.count <= 4 && !piece.contains { note.isWord($0, .verbs) }
          && enumerationGoesOn(note, cue, end + 1, limit)
    }
    // "no haemorrhage, mild small vessel disease": two items that no "or" joins are no list, unless the second is a name and nothing else
    if cue.effect == .absent, end == limit || !tokens[end].is(","), !isList(note, cue, start, limit),
      !isBare(note, piece)
    {
      return false
    }
    // "sans séquelle, insuffisance rénale, arthrose": "sans" speaks of one thing, or of a list with "ni"; "ni" of the last thing of one
    if cue.effect == .absent, note.isWord(cue.tokens.lowerBound, .without) || note.isWord(cue.tokens.lowerBound, .or),
      !(start..<limit).contains(where: { note.isWord($0, .or) })
    {
      return false
    }
    if piece.contains(where: { tokens[$0].kind == .number && $0 - start < 2 }) { return false }
    if note.isWord(start, .with) { return false }
    return !piece.contains { note.isWord($0, .verbs) && $0 - start < 6 }
  }

  /// "no jaundice, pallor."
  private static func isBare(_ note: NoteAnalysis, _ piece: Range<Int>) -> Bool {
    var end = piece.upperBound
    while end > piece.lowerBound, note.text.tokens[end - 1].is(".") { end -= 1 }
    return note.mentions(overlapping: piece).contains { $0.kind == .problem && $0.tokens.count == 1 && $0.tokens == piece.lowerBound..<end }
  }

  /// Whether the words from the cue on are an enumeration: three items or more, a conjunction, or a verb that takes lists.
  private static func isList(_ note: NoteAnalysis, _ cue: ContextCue, _ start: Int, _ limit: Int) -> Bool {
    if cue.tokens.contains(where: { note.isWord($0, .listVerb) }) { return true }
    var commas = 0
    for index in cue.tokens.upperBound..<limit {
      if note.text.tokens[index].is(",") { commas += 1 }
      if index >= start - 1, note.isWord(index, .or) || note.isWord(index, .and) { return true }
    }
    return commas > 1
  }

  /// How far a cue reaches back: over the clause before it.
  private static func backward(_ note: NoteAnalysis, _ cue: ContextCue, _ limit: Int) -> Int {
    let tokens = note.text.tokens
    if cue.effect == .absent, let start = testedStart(note, cue, limit) { return start }
    // of "AKI - ATN vs HRS" the first of the two is ATN alone
    if note.isWord(cue.tokens.lowerBound, .eitherOr), limit < cue.tokens.lowerBound,
      let mention = note.mentions(overlapping: limit..<cue.tokens.lowerBound).last(where: { $0.kind == .problem })
    {
      return max(limit, mention.tokens.lowerBound)
    }
    var index = cue.tokens.lowerBound - 1
    var depth = 0
    while index >= limit {
      let token = tokens[index]
      if token.is(")") { depth += 1 }
      if token.is("("), depth > 0 {
        depth -= 1
      } else if token.is("(") || token.is(":") && index < cue.tokens.lowerBound - 1 || token.is("|") {
        return index + 1
      }
      if depth == 0, token.is(",") { return index + 1 }
      index -= 1
    }
    return limit
  }
}

extension NoteAnalysis {
  /// The mentions that share a token with a range; `mentions` is in the order of their first tokens.
  func mentions(overlapping range: Range<Int>) -> ArraySlice<Mention> {
    var low = range.lowerBound < firstReaching.count ? Int(firstReaching[max(range.lowerBound, 0)]) : mentions.count
    var end = low
    while end < mentions.count, mentions[end].tokens.lowerBound < range.upperBound { end += 1 }
    while low < end, mentions[low].tokens.upperBound <= range.lowerBound { low += 1 }
    return mentions[low..<end]
  }

  /// By token: the first mention that ends behind it.
  static func firstReaching(_ mentions: [Mention], _ count: Int) -> [Int32] {
    var first = [Int32](repeating: Int32(mentions.count), count: count)
    var from = 0
    for (index, mention) in mentions.enumerated() where mention.tokens.upperBound > from {
      for token in from..<mention.tokens.upperBound { first[token] = Int32(index) }
      from = mention.tokens.upperBound
    }
    return first
  }
}
