internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension PointedReader {
  func readMedication(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    guard let words = claim[.name] else { throw .missing(.name) }
    let names = all(words, in: places).filter(isName)
    guard let name = names.first else { throw .missing(.name) }
    let known = note.mentions(overlapping: name).first { $0.kind == .drug }
    try refuseNoDrug(name, known)
    let parts = try parts(claim, places, names, known)
    var reading = PointedReading(claims: [])
    let mention = drugs.first { $0.name.overlaps(name) }
    let sig = sig(name, parts, mention, places)
    for (attribute, _) in parts where !sig.has(attribute) {
      // the words are the note's; what they come to is left open
      reading.doubts.append(Warning(.valueNotRead, "a medication's \(attribute.rawValue) could not be read from the note's words"))
    }
    let (status, cue) = try status(claim, name, mention, places)
    var places = places
    if let cue, !places.contains(where: { $0.tokens.overlaps(cue) }) { places.append(Place(tokens: cue, isExact: true)) }
    var assertion = Assertion()
    let list = list(claim, name, &assertion, &reading.doubts)
    if status == .planned { assertion.time = .planned }
    if status == .stopped, list == .mentioned { assertion.time = .history }
    let entry = mention?.entry ?? known?.entry
    let medication = Medication(
      name: note.text.string(mention?.name ?? name), ingredients: entry.map { note.terms.ingredientNames(of: $0) } ?? [],
      codes: entry.map { note.terms.codes(of: $0) } ?? [], list: list, status: status, sig: sig, assertion: assertion, evidence: [])
    reading.claims = [Claim(.medication(medication), quotes: quotes(places))]
    return reading
  }

  // MARK: the name

  /// Whether a range can name a drug: a known one, or a word that is nothing else.
  private func isName(_ range: Range<Int>) -> Bool {
    let inside = note.mentions(overlapping: range)
    if inside.contains(where: { $0.kind == .drug }) { return true }
    if inside.contains(where: { $0.kind == .problem || $0.kind == .procedure }) { return false }
    return range.contains { index in
      let token = note.text.tokens[index]
      return token.kind == .word && token.count >= 3 && note.sigWord(at: index) == nil
    }
  }

  /// Refuses a drug that is denied, or named only as an allergy or in a test.
  private func refuseNoDrug(_ name: Range<Int>, _ known: Mention?) throws(ClaimFault) {
    let section = note.section(of: name.lowerBound)
    let isAllergy = section == .allergies || allergies.contains { $0.substance.overlaps(name) }
    if isAllergy { throw ClaimFault(.assertionMismatch, "the words name the drug as an allergy") }
    guard section?.isMedicationList != true, !drugs.contains(where: { $0.name.overlaps(name) }) else { return }
    let denied = note.cues[Int(note.sentences.indexOf[name.lowerBound])].contains { cue in
      cue.effect == .absent && cue.direction == .before && cue.scope.contains(name.lowerBound)
        && name.lowerBound - cue.tokens.upperBound <= 6
    }
    if denied { throw ClaimFault(.assertionMismatch, "the words deny the drug") }
  }

  // MARK: dose and rhythm

  private static let sigAttributes: [PointedClaim.Attribute] = [.strength, .quantity, .route, .frequency, .duration]

  /// The place of each part of the sig that the claim has, which must be said of this drug.
  private func parts(_ claim: PointedClaim, _ places: [Place], _ names: [Range<Int>], _ known: Mention?) throws(ClaimFault)
    -> [(attribute: PointedClaim.Attribute, tokens: Range<Int>)]
  {
    var parts: [(PointedClaim.Attribute, Range<Int>)] = []
    for attribute in Self.sigAttributes {
      guard let words = claim[attribute] else { continue }
      var found = all(words, in: places)
      if found.isEmpty, let loose = loosely(words, in: places) { found = [loose] }
      guard !found.isEmpty else { throw .missing(attribute) }
      guard let own = found.first(where: { part in names.contains { belongs(part, attribute, to: $0, known) } }) else {
        throw .foreign(attribute)
      }
      parts.append((attribute, try attribute == .strength ? withUnit(own) : own))
    }
    // "5 mg le matin, 10 mg le soir": the evening's is another dose
    if let strength = parts.first(where: { $0.0 == .strength })?.1, let frequency = parts.first(where: { $0.0 == .frequency })?.1,
      case let start = pastCombination(strength.upperBound), start <= frequency.lowerBound,
      (start..<frequency.lowerBound).contains(where: { isDose(at: $0) })
    {
      throw .foreign(.frequency)
    }
    return parts
  }

  /// Past the further strengths of a combination: "37,5 mg/325 mg".
  private func pastCombination(_ start: Int) -> Int {
    var index = start
    while index + 2 < note.text.tokens.count, note.text.tokens[index].is("/") || note.text.tokens[index].is("+"), isDose(at: index + 1) {
      index += 3
    }
    return index
  }

  /// A strength with all of its unit: a number alone takes the one behind it, "10 mg" is not the strength in "10 mg/kg".
  private func withUnit(_ part: Range<Int>) throws(ClaimFault) -> Range<Int> {
    guard let index = part.first(where: { note.text.tokens[$0].kind == .number }),
      let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index), number.end >= part.upperBound - 3,
      let match = note.unit(behind: number.end - 1),
      note.terms.isDoseUnit[Int(match.candidates[0])]
    else { return part }
    var end = number.end
    while end < note.text.tokens.count, Int(note.text.tokens[end].end) <= match.end { end += 1 }
    // "mg." is a spelling too; the mark behind it is none here
    while end > number.end + 1, note.text.tokens[end - 1].is(".") || note.text.tokens[end - 1].is(",") { end -= 1 }
    if part.upperBound == number.end { return part.lowerBound..<end }
    guard part.upperBound >= end else { throw .missing(.strength) }
    return part
  }

  /// Whether words about a dose are said of the drug at `name`: no other drug and no other dose stands between.
  private func belongs(_ part: Range<Int>, _ attribute: PointedClaim.Attribute, to name: Range<Int>, _ known: Mention?) -> Bool {
    if part.overlaps(name) { return true }
    if part.lowerBound >= name.upperBound { return follows(part, attribute, name, known) }
    return precedes(part, attribute, name, known)
  }

  private func follows(_ part: Range<Int>, _ attribute: PointedClaim.Attribute, _ name: Range<Int>, _ known: Mention?) -> Bool {
    let between = name.upperBound..<part.lowerBound
    guard between.count <= 48 else { return false }
    let isShared = attribute != .strength && attribute != .quantity
    for other in others(in: between, known) {
      // what follows two drugs is said of the first too where it has none of its own
      guard isShared, isJoined(other.tokens), !(name.upperBound..<other.tokens.lowerBound).contains(where: { says(attribute, at: $0) })
      else {
        return false
      }
    }
    // a name that no table has: "X 5 mg, NEWDRUG 10 mg"
    if between.contains(where: isStrangeName) { return false }
    if attribute == .strength, between.contains(where: { isDose(at: $0) && !isChange(between) }) { return false }
    return true
  }

  private func precedes(_ part: Range<Int>, _ attribute: PointedClaim.Attribute, _ name: Range<Int>, _ known: Mention?) -> Bool {
    let between = part.upperBound..<name.lowerBound
    let isLinked = between.allSatisfy { note.isWord($0, .ofOnly) || note.isWord($0, .articles) || note.sigWord(at: $0)?.word.kind == .form }
    guard isLinked ? between.count <= 4 : attribute != .strength && attribute != .quantity && between.count <= 8 else { return false }
    guard note.sentences.indexOf[part.lowerBound] == note.sentences.indexOf[name.lowerBound], others(in: between, known).isEmpty else {
      return false
    }
    // "A 850 mg B": the dose is A's, unless something parts it from A
    let sentence = note.sentence(of: part.lowerBound)
    let before = others(in: max(sentence.lowerBound, part.lowerBound - 12)..<part.lowerBound, known).last
    guard let before else { return true }
    let gap = min(before.tokens.upperBound, part.lowerBound)..<part.lowerBound
    guard gap.contains(where: { note.text.tokens[$0].is(",") || note.isWord($0, .and) || note.text.tokens[$0].is("+") }) else {
      return false
    }
    return isLinked && (!between.isEmpty || !isFollowedByOwnDose(name, attribute))
  }

  /// "A, 850 mg, B 5 mg": what stands before B is not B's where B has its own.
  private func isFollowedByOwnDose(_ name: Range<Int>, _ attribute: PointedClaim.Attribute) -> Bool {
    (name.upperBound..<min(name.upperBound + 3, note.text.tokens.count)).contains { isDose(at: $0) }
  }

  /// Other drugs than the claimed one.
  private func others(in range: Range<Int>, _ known: Mention?) -> [Mention] {
    guard !range.isEmpty else { return [] }
    return note.mentions(overlapping: range).filter { other in
      guard other.kind == .drug, range.contains(other.tokens.lowerBound) else { return false }
      let entry = note.terms.drugs[other.entry]
      if entry.needsContext, note.section(of: other.tokens.lowerBound)?.isMedicationList != true { return false }
      guard let known else { return true }
      return note.terms.ingredientNames(of: other.entry) != note.terms.ingredientNames(of: known.entry)
    }
  }

  /// "A 5 mg + B 0,5 mg x4/j": what follows both holds for both.
  private func isJoined(_ other: Range<Int>) -> Bool {
    let before = other.lowerBound - 1
    return before >= 0 && (note.text.tokens[before].is("+") || note.isWord(before, .and))
  }

  /// Whether a sig word of the attribute's kind begins at a token.
  private func says(_ attribute: PointedClaim.Attribute, at index: Int) -> Bool {
    switch (attribute, note.sigWord(at: index)?.word.kind) {
    case (.frequency, .moment?), (.frequency, .times?), (.frequency, .interval?), (.frequency, .per?), (.frequency, .prn?),
      (.frequency, .weekday?), (.route, .route?), (.duration, .duration?), (.duration, .until?):
      true
    default: false
    }
  }

  /// An unknown word in capitals, or a capitalized one behind a comma: perhaps a drug.
  private func isStrangeName(_ index: Int) -> Bool {
    let token = note.text.tokens[index]
    guard token.kind == .word, token.word < 0, token.stem < 0, token.count >= 4 else { return false }
    if token.flags.contains(.allCaps) { return true }
    guard token.flags.contains(.capitalized), index > 0 else { return false }
    let before = note.text.tokens[index - 1]
    return before.is(",") || before.is(";") || before.is("+") || before.is("-") || note.isWord(index - 1, .and)
      || token.flags.contains(.lineStart)
  }

  /// Whether a number with a unit of dose begins at a token.
  private func isDose(at index: Int) -> Bool {
    guard note.text.tokens[index].kind == .number, let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index),
      let match = note.unit(behind: number.end - 1)
    else { return false }
    return note.terms.isDoseUnit[Int(match.candidates[0])]
  }

  /// "de 5 à 10 mg", "5 mg then 10 mg", "increased from … to …".
  private func isChange(_ range: Range<Int>) -> Bool {
    range.contains { index in
      note.isWord(index, .then) || note.isWord(index, .changeVerb) || note.isWord(index, .upDown)
        || note.text.tokens[index].kind == .punctuation && note.text.tokens[index].symbol == 0xAF
        || note.isWord(index, .to) && !note.isWord(index, .and) && !note.isWord(index, .articles)
    }
  }

  /// The sig read from the parts' own words; what the parts leave out comes from the rules' reading where the quotes bear it.
  private func sig(
    _ name: Range<Int>, _ parts: [(attribute: PointedClaim.Attribute, tokens: Range<Int>)], _ mention: DrugMention?, _ places: [Place]
  ) -> Sig {
    let line = ([(.name, name)] + parts.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }).map { note.text.string($0.tokens) }
    var sig = parts.isEmpty ? Sig() : engine.sig(of: line.joined(separator: " "), language: note.text.language).sig
    guard let seen = mention,
      places.contains(where: { $0.tokens.lowerBound <= seen.name.lowerBound && $0.tokens.upperBound >= seen.tokens.upperBound })
    else {
      // a count that the claim leaves out makes another dose of the day
      let seen =
        mention?.sig.quantity
        ?? places.lazy.compactMap { place -> Sig.Quantity? in
          guard place.tokens.contains(name.lowerBound), name.upperBound < place.tokens.upperBound else { return nil }
          return SigParser(note: self.note).parse(name.upperBound..<place.tokens.upperBound).sig.quantity
        }.first
      if seen != sig.quantity { sig.dailyDose = nil }
      return sig
    }
    let agrees =
      (sig.strength == nil || sig.strength == seen.sig.strength) && (sig.quantity == nil || sig.quantity == seen.sig.quantity)
      && (sig.frequency.isEmpty
        || sig.frequency.timesPerDay == seen.sig.frequency.timesPerDay && sig.frequency.intervalHours == seen.sig.frequency.intervalHours)
      && (sig.duration == nil || sig.duration == seen.sig.duration) && (sig.route == nil || sig.route == seen.sig.route)
    if agrees { return seen.sig }
    if seen.sig.frequency.asNeeded { sig.frequency.asNeeded = true }
    if sig.quantity == nil, seen.sig.quantity != nil { sig.dailyDose = nil }
    return sig
  }
}

extension Sig {
  fileprivate func has(_ attribute: PointedClaim.Attribute) -> Bool {
    switch attribute {
    case .strength: strength != nil || quantity != nil
    case .quantity: quantity != nil || strength != nil
    case .frequency: !frequency.isEmpty
    case .duration: duration != nil
    // the words stand in the note; a route that no table has is left out
    default: true
    }
  }
}
