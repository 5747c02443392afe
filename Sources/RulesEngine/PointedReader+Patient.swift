internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension PointedReader {
  func readAge(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.value, of: claim, places)
    let finder = PatientFinder(note: note)
    // the rules' own reading of the same number knows its unit, and that it is an age
    if let age, age.evidence.contains(where: { $0.overlaps(range) }) {
      let holds = range.contains { index in
        note.numbers.number(in: note.text.note, note.text.tokens, at: index)?.value == age.value
      }
      guard holds else { throw .missing(.value) }
      return PointedReading(claims: [Claim(.age(age.value, age.unit), quotes: quotes(places))])
    }
    guard let index = range.first(where: { note.text.tokens[$0].kind == .number }),
      let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index), number.value <= 130
    else { throw .missing(.value) }
    guard let unit = finder.ageUnit(number.end)?.unit else { throw ClaimFault(.valueNotInSource, "no unit of age stands behind its value") }
    guard !finder.isInFamily(index), !finder.isEventAge(index) else { throw .foreign(.value) }
    return PointedReading(claims: [Claim(.age(number.value, unit), quotes: quotes(places))])
  }

  func readSex(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    guard let value = claim[.value].flatMap(Patient.Sex.Value.init) else { throw .missing(.value) }
    if let sex, sex.value != value { throw .contradicted(.value) }
    let classes: [WordClass] = value == .female ? [.female, .femaleStrong, .she, .femaleForm] : [.male, .maleStrong, .he, .maleForm]
    let said = places.contains { place in
      sex?.evidence.contains { $0.overlaps(place.tokens) } ?? false
        || place.tokens.contains { index in classes.contains { note.isWord(index, $0) } }
    }
    guard said else { throw .missing(.value) }
    return PointedReading(claims: [Claim(.sex(value), quotes: quotes(places))])
  }

  func readReason(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.text, of: claim, places)
    try refuseDenied(range, .text)
    return PointedReading(claims: [Claim(.reason(note.text.string(range)), quotes: quotes(places))])
  }

  func readDay(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    let range = try first(.date, of: claim, places)
    guard let iso = date(in: range) else { throw ClaimFault(.valueNotInSource, "its date is none that can be read") }
    let isAdmission = claim.category == .admitted
    let (here, other) = isAdmission ? (days.admitted, days.discharged) : (days.discharged, days.admitted)
    // the rules know it for the other of the two
    if let here, here.iso != iso, other?.iso == iso { throw .contradicted(.date) }
    return PointedReading(claims: [Claim(isAdmission ? .admitted(iso) : .discharged(iso), quotes: quotes(places))])
  }

  /// Refuses what a word outside of it denies: "n'a pas eu de …", "no … planned".
  func refuseDenied(_ range: Range<Int>, _ attribute: PointedClaim.Attribute) throws(ClaimFault) {
    let denied = note.cues[Int(note.sentences.indexOf[range.lowerBound])].contains {
      $0.effect == .absent && $0.scope.contains(range.lowerBound) && !$0.tokens.overlaps(range)
    }
    if denied { throw .contradicted(attribute) }
  }
}
