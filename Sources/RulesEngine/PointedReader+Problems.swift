internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension PointedReader {
  func readProblem(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.name, of: claim, places)
    guard range.contains(where: { note.text.tokens[$0].kind == .word }) else { throw .missing(.name) }
    let inside = note.mentions(overlapping: range).filter {
      range.contains($0.tokens.lowerBound) && $0.tokens.upperBound <= range.upperBound
    }
    if inside.contains(where: { $0.kind == .drug }), !inside.contains(where: { $0.kind == .problem }),
      inside.contains(where: { $0.kind == .drug && $0.tokens.count == range.count })
    {
      throw ClaimFault(.valueNotInSource, "its name is a drug's")
    }
    let known = problems.first { $0.tokens.overlaps(range) && $0.entry >= 0 && isWithin($0, range) }
    let mention = inside.first { $0.kind == .problem }
    var seen = assertion(mention?.tokens ?? range, entry: mention?.entry ?? -1)
    if let same = problems.first(where: { $0.tokens.overlaps(mention?.tokens ?? range) }) { seen = same.assertion }
    if seen.time == .planned { seen.time = .current }
    // "without sleep" as the name of the thing is there
    if seen.polarity == .absent, isDeniedByItself(range) { seen.polarity = .present }
    let cues = note.cues[Int(note.sentences.indexOf[range.lowerBound])]
    // "… dans la famille" behind a name that no table has
    if mention == nil, cues.contains(where: { $0.effect == .family && ($0.tokens.lowerBound - range.upperBound == 0) }) {
      seen.subject = .family
    }
    // "évoquée puis écartée": what is ruled out in the end is not doubted
    if seen.certainty == .possible, claim[.certainty] != Assertion.Certainty.possible.rawValue,
      cues.contains(where: { $0.effect == .absent && $0.direction == .after && $0.scope.contains(range.lowerBound) })
    {
      seen.polarity = .absent
      seen.certainty = .certain
    }
    var reading = PointedReading(claims: [])
    let assertion = try reconcile(claim, seen, &reading.doubts)
    var codes: [Code] = []
    if let known {
      let code = note.terms.problems[known.entry].icd10
      if !code.isEmpty { codes.append(Code(.icd10, note.terms.string(code))) }
    }
    let kind = known?.kind ?? claim[.kind].flatMap(Problem.Kind.init) ?? .disorder
    let problem = Problem(name: note.text.string(range), kind: kind, assertion: assertion, codes: codes, evidence: [])
    reading.claims = [Claim(.problem(problem), quotes: quotes(places), concept: known?.entry ?? -1)]
    return reading
  }

  /// Whether all that denies a range is within it.
  private func isDeniedByItself(_ range: Range<Int>) -> Bool {
    let cues = note.cues[Int(note.sentences.indexOf[range.lowerBound])].filter { $0.effect == .absent }
    return cues.contains { $0.tokens.lowerBound == range.lowerBound && $0.tokens.upperBound < range.upperBound }
      && !cues.contains { $0.scope.contains(range.lowerBound) }
  }

  /// Whether the rules' mention is what the claim names: all of it in the name, from the name's first word on or to its last.
  private func isWithin(_ mention: ProblemMention, _ range: Range<Int>) -> Bool {
    let core =
      note.mentions(overlapping: mention.tokens).first { $0.kind == .problem && $0.entry == mention.entry }?.tokens ?? mention.tokens
    return core.lowerBound >= range.lowerBound && core.upperBound <= range.upperBound
  }

  /// What the rules see around a range; a term that itself denies is denied.
  func assertion(_ range: Range<Int>, entry: Int32) -> Assertion {
    var assertion = note.assertion(range)
    if entry >= 0, note.terms.problems[entry].isNegative { assertion.polarity = .absent }
    return assertion
  }

  /// What the claim says against what the words around say. Whether and whose have to agree. Where the words doubt or date it and the claim
  /// does not, the words hold; where the claim is more careful than any cue, it holds; both are told as doubts.
  func reconcile(_ claim: PointedClaim, _ seen: Assertion, _ doubts: inout [Warning]) throws(ClaimFault) -> Assertion {
    var result = seen
    if let polarity = claim[.polarity].flatMap(Assertion.Polarity.init), polarity != seen.polarity { throw .contradicted(.polarity) }
    if let subject = claim[.subject].flatMap(Assertion.Subject.init), subject != seen.subject { throw .contradicted(.subject) }
    if let certainty = claim[.certainty].flatMap(Assertion.Certainty.init), certainty != seen.certainty {
      doubts.append(Warning(.assertionMismatch, "a \(claim.category.noun)'s certainty is not what the words around it say"))
      if seen.certainty == .certain { result.certainty = certainty }
      // what is doubted is not denied
      if result.certainty != .certain { result.polarity = .present }
    }
    if let time = claim[.time].flatMap(Assertion.Time.init), time != seen.time {
      doubts.append(Warning(.assertionMismatch, "a \(claim.category.noun)'s time is not what the words around it say"))
      if seen.time == .current, time == .history { result.time = time }
    }
    return result
  }

  func readAllergy(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.substance, of: claim, places)
    let reaction: Range<Int>? = if claim[.reaction] != nil { try first(.reaction, of: claim, places) } else { nil }
    let known = allergies.first { $0.substance.overlaps(range) }
    let sentence = note.sentence(of: range.lowerBound)
    guard
      known != nil || note.section(of: range.lowerBound) == .allergies
        || sentence.contains(where: { note.isWord($0, .allergy) || note.isWord($0, .tolerate) })
    else {
      throw ClaimFault(.valueNotInSource, "no word near its substance speaks of an allergy")
    }
    if known == nil, note.mentions(overlapping: range).contains(where: { $0.kind == .problem && $0.tokens == range }), reaction == nil {
      throw ClaimFault(.valueNotInSource, "its substance is a reaction or a disorder")
    }
    var seen = known?.assertion ?? note.assertion(range)
    // the phrase that denies any allergy is the substance
    if known == nil,
      range.contains(where: { note.isWord($0, .nothing) || note.isWord($0, .no) })
        || note.cues[
          Int(note.sentences.indexOf[range.lowerBound])
        ].contains(where: { $0.effect == .absent && $0.tokens.overlaps(range) })
    {
      seen.polarity = .absent
    }
    if let reaction, let told = known?.reaction, !told.overlaps(reaction),
      allergies.contains(where: { $0.substance != known?.substance && $0.reaction?.overlaps(reaction) == true })
    {
      throw .foreign(.reaction)
    }
    var reading = PointedReading(claims: [])
    let assertion = try reconcile(claim, seen, &reading.doubts)
    let drug = known?.drug ?? note.mentions(overlapping: range).first { $0.kind == .drug && $0.tokens == range }?.entry
    let allergy = Allergy(
      substance: note.text.string(range), reaction: reaction.map { note.text.string($0) }, assertion: assertion,
      codes: drug.map { note.terms.codes(of: $0) } ?? [], evidence: [])
    reading.claims = [Claim(.allergy(allergy), quotes: quotes(places))]
    return reading
  }

  func readProcedure(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.name, of: claim, places)
    let seen = note.assertion(range)
    if seen.polarity == .absent { throw .contradicted(.name) }
    let known = ActFinder(note: note).procedures().first { $0.tokens.overlaps(range) }
    let date = try date(of: claim, places, known: known?.date, thing: range)
    let procedure = Procedure(name: note.text.string(range), date: date, assertion: known?.assertion ?? seen, evidence: [])
    return PointedReading(claims: [Claim(.procedure(procedure), quotes: quotes(places))])
  }

  func readFollowUp(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.text, of: claim, places)
    try refuseDenied(range, .text)
    let date = try date(of: claim, places, known: nil, thing: range)
    return PointedReading(claims: [
      Claim(.followUp(FollowUp(text: note.text.string(range), date: date, evidence: [])), quotes: quotes(places))
    ])
  }
}
