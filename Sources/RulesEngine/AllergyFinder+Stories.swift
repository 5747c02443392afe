internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Allergies told as stories: "penicillin brings her out in hives", "a fait un rash sous amoxicilline", "reaction to contrast (hives)".
extension AllergyFinder {
  func told(_ sentence: Range<Int>, _ index: Int, _ found: inout [AllergyMention]) {
    if note.sentence(index, has: .provokes) {
      for at in sentence where note.isWord(at, .provokes) { provoked(at, sentence, &found) }
    }
    guard note.sentence(index, has: .reactionTo) else { return }
    for at in sentence.dropFirst() where note.isWord(at, .reactionTo) && mayBeReaction(at, sentence) { reacted(at, sentence, &found) }
  }

  /// Whether a reaction or a problem stands right before: cheaper to ask than whether a substance follows.
  private func mayBeReaction(_ at: Int, _ sentence: Range<Int>) -> Bool {
    let before = max(sentence.lowerBound, at - 3)..<at
    return before.contains { note.isWord($0, .reactionWord) }
      || note.mentions(overlapping: before).contains { $0.kind == .problem && at - $0.tokens.upperBound <= 1 }
  }

  /// The substance before the verb, what it does behind: "codeine makes her nauseous", "la codéine lui donne des nausées".
  private func provoked(_ verb: Int, _ sentence: Range<Int>, _ found: inout [AllergyMention]) {
    guard let substance = substances(in: max(sentence.lowerBound, verb - 4)..<verb).last, verb - substance.tokens.upperBound <= 2 else {
      return
    }
    let near = verb + 1..<min(verb + 7, sentence.upperBound)
    guard !near.isEmpty, let reaction = reactionProblem(near.lowerBound, near.upperBound) else { return }
    // "furosemide caused hypokalaemia" is an effect and no allergy; what it does to "her" is what she does not bear
    let isPersonal =
      note.isWord(verb + 1, .objectPronoun) || note.isWord(verb - 1, .objectPronoun) || note.isWord(verb + 1, .possessive)
      || note.isWord(verb, .upsets)
    guard isPersonal || isAllergic(reaction), holds(reaction), !(verb - 2..<verb).contains(where: { note.isWord($0, .verbNegation) }) else {
      return
    }
    add(substance, reaction, substance.tokens.lowerBound..<reaction.upperBound, &found)
  }

  /// The reaction before the preposition, the substance behind it.
  private func reacted(_ at: Int, _ sentence: Range<Int>, _ found: inout [AllergyMention]) {
    guard let substance = substances(in: at + 1..<min(at + 5, sentence.upperBound)).first,
      substance.tokens.lowerBound - at <= 3, !treatsAllergy(substance.drug)
    else { return }
    let before = max(sentence.lowerBound, at - 3)..<at
    if let word = before.last(where: { note.isWord($0, .reactionWord) }), at - word <= 2, isTo(at) || !isAllergic(word..<at) {
      guard holds(word..<word + 1) else { return }
      let shock = note.mentions(overlapping: word..<at).last { $0.kind == .problem }?.tokens
      let bracket = reaction(after: substance.tokens.upperBound, sentence.upperBound)
      add(
        substance, bracket ?? shock, min(word, shock?.lowerBound ?? word)..<max(substance.tokens.upperBound, bracket?.upperBound ?? 0),
        &found)
      return
    }
    guard let mention = note.mentions(overlapping: before).last(where: { $0.kind == .problem && $0.tokens.upperBound <= at }),
      at - mention.tokens.upperBound <= 1, isAllergic(mention.tokens), holds(mention.tokens)
    else { return }
    add(substance, mention.tokens, mention.tokens.lowerBound..<substance.tokens.upperBound, &found)
  }

  private func isTo(_ index: Int) -> Bool { note.isWord(index, .toOnly) || note.isWord(index, .atOnly) }

  private func add(_ substance: Substance, _ reaction: Range<Int>?, _ tokens: Range<Int>, _ found: inout [AllergyMention]) {
    guard !found.contains(where: { $0.substance.overlaps(substance.tokens) }) else { return }
    found.append(
      AllergyMention(substance: substance.tokens, reaction: reaction, assertion: Assertion(), drug: substance.drug, tokens: tokens))
  }

  /// The problem that begins within a few words, to its end.
  func reactionProblem(_ start: Int, _ limit: Int) -> Range<Int>? {
    guard start < limit else { return nil }
    let near = start..<min(start + 5, limit)
    guard let mention = note.mentions(overlapping: near).first(where: { $0.kind == .problem && $0.tokens.lowerBound >= start }) else {
      return nil
    }
    return mention.tokens
  }

  /// Not denied, not feared, the patient's own.
  private func holds(_ tokens: Range<Int>) -> Bool {
    let assertion = note.assertion(tokens)
    return assertion.polarity == .present && assertion.certainty == .certain && assertion.subject == .patient
  }

  /// Skin, airways, shock.
  private func isAllergic(_ tokens: Range<Int>) -> Bool {
    note.mentions(overlapping: tokens).contains { mention in
      guard mention.kind == .problem, mention.entry >= 0 else { return false }
      let code = note.terms.string(note.terms.problems[mention.entry].icd10)
      return allergicCodes.contains { code.hasPrefix($0) }
    }
  }

  /// Antihistamines and corticosteroids stand beside reactions because they treat them.
  private func treatsAllergy(_ drug: Int32?) -> Bool {
    guard let drug else { return false }
    return note.terms.codes(of: drug).contains { code in ["R06", "H02", "D07", "C01CA24"].contains { code.code.hasPrefix($0) } }
  }
}

/// ICD-10: urticaria, angioedema and anaphylaxis, drug rashes, dermatitis, pruritus, rash, facial swelling, bronchospasm.
private let allergicCodes = ["L50", "T78", "L27", "L23", "L51", "L29", "R21", "R22.0", "T88.6", "J98.0", "L30", "L53"]
