internal import ClinicalRecord

enum Sample {
  static let evidence = [Evidence(start: 3, end: 5, text: "é\n", section: .pastHistory)]

  static let empty = PatientRecord(
    note: NoteSummary(source: "-", language: .english, characters: 0), engine: EngineSummary(name: "offline", version: "1"))

  /// Every value is given.
  static let full: PatientRecord = {
    var record = PatientRecord(
      note: NoteSummary(source: "a \"b\".txt", language: .french, characters: 42),
      engine: EngineSummary(name: "mistral", model: "m", version: "1"))
    record.patient.age = .init(value: 81, unit: .years, evidence: evidence)
    record.patient.sex = .init(value: .female, evidence: evidence)
    record.stay.reason = .init(text: "chute", evidence: evidence)
    record.stay.admitted = .init(date: "2024-03-12", evidence: evidence)
    record.stay.discharged = .init(date: "2024-03", evidence: evidence)
    record.problems = [.init(name: "HTA", kind: .disorder, assertion: Assertion(), codes: [Code(.icd10, "I10")], evidence: evidence)]
    record.allergies = [
      .init(substance: "iode", reaction: "urticaire", assertion: Assertion(), codes: [Code(.atc, "V08A")], evidence: evidence)
    ]
    record.medications = [medication]
    record.procedures = [.init(name: "PTH", date: "2020", assertion: Assertion(), evidence: evidence)]
    record.measurements = [
      .init(
        name: "creatinine", label: "Créat", value: 75, unit: "µmol/L", comparator: .less, flag: .normal, date: "2024-03-12",
        codes: [Code(.loinc, "14682-9")], evidence: evidence)
    ]
    record.renalFunction.creatinine = Amount(75, "µmol/L")
    record.renalFunction.egfr = .init(value: 72, unit: "mL/min/1.73m2", source: .computed, equation: "CKD-EPI 2021")
    record.renalFunction.stage = .g2
    record.renalFunction.summary = "G2"
    record.renalFunction.evidence = evidence
    record.hepaticFunction.ast = Amount(1, nil)
    record.hepaticFunction.alt = Amount(2, "IU/L")
    record.hepaticFunction.bilirubin = Amount(3, nil)
    record.hepaticFunction.alp = Amount(4, nil)
    record.hepaticFunction.ggt = Amount(5, nil)
    record.hepaticFunction.albumin = Amount(6, nil)
    record.hepaticFunction.inr = Amount(7, nil)
    record.hepaticFunction.childPugh = .init(score: 8, grade: "B")
    record.hepaticFunction.summary = "Child-Pugh B"
    record.hepaticFunction.evidence = evidence
    record.followUp = [.init(text: "INR dans 3 jours", date: nil, evidence: evidence)]
    record.warnings = [.init(.valueNotInSource, "…")]
    return record
  }()

  private static let medication: Medication = {
    var sig = Sig()
    sig.strength = Amount(5, "mg")
    sig.quantity = .init(value: 1, max: 2, unit: "tablet")
    sig.route = "oral"
    sig.frequency.text = "1 le matin"
    sig.frequency.timesPerDay = 1
    sig.frequency.times = [.morning]
    sig.duration = .init(value: 7, unit: .days)
    sig.dailyDose = Amount(5, "mg")
    return Medication(
      name: "ZESTRYL", ingredients: ["lisinopril"], codes: [Code(.atc, "C09AA03")], list: .home, status: .active, sig: sig,
      assertion: Assertion(),
      evidence: evidence)
  }()
}
