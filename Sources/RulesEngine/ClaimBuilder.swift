internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Runs the finders in their order and turns what they found into claims.
struct ClaimBuilder {
  let note: NoteAnalysis
  private var text: TokenizedText { note.text }
  private var terms: Terminology { note.terms }

  init(note: NoteAnalysis) { self.note = note }

  func claims() -> [Claim] {
    var claims: [Claim] = []
    claims.reserveCapacity(64)
    let patient = PatientFinder(note: note)
    let age = patient.age()
    let sex = patient.sex()
    if let age { claims.append(Claim(.age(age.value, age.unit), quotes: age.evidence.map(note.quote))) }
    if let sex { claims.append(Claim(.sex(sex.value), quotes: sex.evidence.map(note.quote))) }

    let stay = StayFinder(note: note)
    if let reason = stay.reason() { claims.append(Claim(.reason(text.string(reason)), quotes: [note.quote(reason)])) }
    let days = stay.days()
    if let day = days.admitted { claims.append(Claim(.admitted(day.iso), quotes: [note.quote(day.tokens)])) }
    if let day = days.discharged { claims.append(Claim(.discharged(day.iso), quotes: [note.quote(day.tokens)])) }

    let results = MeasurementFinder(note: note).mentions()
    let flags = ReferenceRanges(terms: terms, sex: sex?.value, isChild: age.map { $0.unit != .years || $0.value < 16 } ?? false)
    let allergies = AllergyFinder(note: note).mentions()
    var taken = allergies.map(\.tokens)
    taken.append(contentsOf: allergies.compactMap(\.reaction))
    let resultTokens = results.flatMap { $0.label.isEmpty ? [$0.tokens] : [$0.label, $0.tokens] }

    let problems = ProblemFinder(
      note: note, taken: allergies.map(\.tokens) + results.map(\.tokens) + results.filter(\.hasOwnLabel).map(\.label)
    ).mentions()
    for problem in problems { claims.append(claim(problem)) }
    for allergy in allergies { claims.append(claim(allergy)) }
    let drugs = DrugFinder(note: note, taken: taken + resultTokens).mentions()
    var resolver = MedicationResolver(note: note, isStay: stay.isStay(days), isLeaving: stay.isLeaving(), admitted: days.admitted?.iso)
    for entry in resolver.resolve(drugs) { claims.append(claim(entry)) }
    let acts = ActFinder(note: note, results: results.map(\.tokens), labels: results.filter(\.hasOwnLabel).map(\.label))
    for act in acts.procedures() where act.assertion.polarity == .present {
      claims.append(
        Claim(
          .procedure(Procedure(name: text.string(act.tokens), date: act.date, assertion: act.assertion, evidence: [])),
          quotes: [note.quote(act.whole)]))
    }
    for result in results { claims.append(claim(result, flags)) }
    for item in acts.followUp() {
      claims.append(
        Claim(.followUp(FollowUp(text: text.string(item.tokens), date: item.date, evidence: [])), quotes: [note.quote(item.tokens)]))
    }
    return claims
  }

  private func claim(_ mention: ProblemMention) -> Claim {
    var codes: [Code] = []
    if mention.entry >= 0 {
      let code = terms.problems[mention.entry].icd10
      if !code.isEmpty { codes.append(Code(.icd10, terms.string(code))) }
    }
    return Claim(
      .problem(Problem(name: text.string(mention.tokens), kind: mention.kind, assertion: mention.assertion, codes: codes, evidence: [])),
      quotes: [note.quote(mention.tokens)], concept: mention.entry)
  }

  private func claim(_ mention: AllergyMention) -> Claim {
    let allergy = Allergy(
      substance: text.string(mention.substance), reaction: mention.reaction.map { text.string($0) }, assertion: mention.assertion,
      codes: mention.drug.map { terms.codes(of: $0) } ?? [], evidence: [])
    return Claim(.allergy(allergy), quotes: [note.quote(mention.tokens.isEmpty ? mention.substance : mention.tokens)])
  }

  private func claim(_ entry: MedicationResolver.Entry) -> Claim {
    let drug = entry.mention
    var assertion = Assertion()
    switch entry.status {
    case .planned: assertion.time = .planned
    case .stopped where entry.list == .mentioned: assertion.time = .history
    default: break
    }
    let medication = Medication(
      name: text.string(drug.name), ingredients: terms.ingredientNames(of: drug.entry), codes: terms.codes(of: drug.entry),
      list: entry.list,
      status: entry.status, sig: drug.sig, assertion: assertion, evidence: [])
    var quotes = [note.quote(drug.tokens)]
    for tokens in entry.also.prefix(4) {
      let quote = note.quote(tokens)
      if !quotes.contains(quote) { quotes.append(quote) }
    }
    return Claim(.medication(medication), quotes: quotes)
  }

  private func claim(_ mention: MeasurementMention, _ flags: ReferenceRanges) -> Claim {
    let measurement = note.measurement(mention, flag: flags.flag(mention), date: mention.date)
    let near = mention.tokens.lowerBound - mention.label.upperBound
    var quotes: [Quote]
    if mention.label.isEmpty || mention.label.lowerBound >= mention.tokens.lowerBound {
      quotes = [note.quote(mention.tokens)]
    } else if near <= 12 {
      quotes = [note.quote(mention.label.lowerBound..<mention.tokens.upperBound)]
    } else {
      quotes = [note.quote(mention.tokens), note.quote(mention.label)]
    }
    if let column = mention.column { quotes.append(note.quote(column)) }
    return Claim(.measurement(measurement), quotes: quotes)
  }
}
