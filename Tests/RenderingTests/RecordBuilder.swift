import ClinicalRecord

/// Makes a record whose evidence is found in its note, so that no test counts offsets by hand.
struct RecordBuilder {
  let text: String
  var record: PatientRecord

  init(_ text: String, source: String, language: Language) {
    self.text = text
    let note = NoteSummary(source: source, language: language, characters: text.unicodeScalars.count)
    record = PatientRecord(note: note, engine: EngineSummary(name: "offline", version: "1.0.0"))
  }

  /// The first place of each quote; a quote that the note does not have ends the test.
  func evidence(_ quotes: [String], _ section: SectionName? = nil) -> [Evidence] {
    let scalars = Array(text.unicodeScalars)
    return quotes.map { quote in
      let wanted = Array(quote.unicodeScalars)
      let start = (0...(scalars.count - wanted.count)).first { Array(scalars[$0..<$0 + wanted.count]) == wanted }
      guard let start else { fatalError("the note does not say: \(quote)") }
      return Evidence(start: start, end: start + wanted.count, text: quote, section: section)
    }
  }

  mutating func problem(
    _ name: String, _ quote: String, _ kind: Problem.Kind = .disorder, icd10: String? = nil, _ change: (inout Assertion) -> Void = { _ in }
  ) {
    var assertion = Assertion()
    change(&assertion)
    let codes = icd10.map { [Code(.icd10, $0)] } ?? []
    record.problems.append(Problem(name: name, kind: kind, assertion: assertion, codes: codes, evidence: evidence([quote])))
  }

  mutating func allergy(_ substance: String, _ reaction: String? = nil, says quote: String, _ change: (inout Assertion) -> Void = { _ in })
  {
    var assertion = Assertion()
    change(&assertion)
    record.allergies.append(Allergy(substance: substance, reaction: reaction, assertion: assertion, codes: [], evidence: evidence([quote])))
  }

  mutating func medication(
    _ name: String, _ ingredients: [String], _ list: Medication.List, _ status: Medication.Status = .active, sig: Sig,
    says quotes: String...
  ) {
    record.medications.append(
      Medication(
        name: name, ingredients: ingredients, codes: [], list: list, status: status, sig: sig, assertion: Assertion(),
        evidence: evidence(quotes)))
  }

  mutating func measurement(
    _ name: String, _ label: String, _ value: Double, _ unit: String?, _ flag: Measurement.Flag? = nil,
    comparator: Measurement.Comparator? = nil,
    date: String? = nil, says quote: String
  ) {
    record.measurements.append(
      Measurement(
        name: name, label: label, value: value, unit: unit, comparator: comparator, flag: flag, date: date, codes: [],
        evidence: evidence([quote])))
  }

  mutating func procedure(_ name: String, _ date: String?, _ quote: String, _ change: (inout Assertion) -> Void = { _ in }) {
    var assertion = Assertion()
    change(&assertion)
    record.procedures.append(Procedure(name: name, date: date, assertion: assertion, evidence: evidence([quote])))
  }

  mutating func followUp(_ text: String, _ date: String?, _ quote: String) {
    record.followUp.append(FollowUp(text: text, date: date, evidence: evidence([quote])))
  }
}

extension Sig {
  /// A sig as a test writes it: `Sig(5, "mg", take: 1, "tablet", perDay: 1, [.morning])`.
  init(
    _ strength: Double? = nil, _ unit: String? = nil, take: Double? = nil, to: Double? = nil, _ form: String? = nil, route: String? = nil,
    perDay: Double? = nil, every: Double? = nil, _ times: [Moment] = [], prn: Bool = false, for duration: Duration? = nil,
    words: String? = nil,
    daily: Amount? = nil
  ) {
    self.init()
    self.strength = strength.map { Amount($0, unit) }
    quantity = take.map { Quantity(value: $0, max: to, unit: form) }
    self.route = route
    frequency.timesPerDay = perDay
    frequency.intervalHours = every
    frequency.times = times
    frequency.asNeeded = prn
    frequency.text = words
    self.duration = duration
    dailyDose = daily
  }
}
