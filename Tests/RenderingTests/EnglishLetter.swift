import ClinicalRecord

/// A fictitious child's clinic letter.
enum EnglishLetter {
  static let text = """
    Sam Sample, a 7-year-old boy, seen on 2024-05-02 with wheeze. NKDA. Asthma. No fever. Return if short of breath.
    Salbutamol 100 µg 2 puffs as needed. Clenil 50 µg 1-2 puffs bd. Prednisolone 5 mg 4 tablets in the morning for 3 days. SpO2 97%.
    Creatinine 0.4 mg/dL. Spirometry planned. Review in March 2025.
    """

  static var record: PatientRecord {
    var note = RecordBuilder(text, source: "asthma-clinic.txt", language: .english)
    note.record.patient.age = Patient.Age(value: 7, unit: .years, evidence: note.evidence(["7-year-old"]))
    note.record.patient.sex = Patient.Sex(value: .male, evidence: note.evidence(["boy"]))
    note.record.stay.admitted = Stay.Day(date: "2024-05-02", evidence: note.evidence(["2024-05-02"]))
    note.record.stay.reason = Stay.Reason(text: "wheeze", evidence: note.evidence(["wheeze"]))
    note.allergy("NKDA", says: "NKDA") { $0.polarity = .absent }
    note.problem("asthma", "Asthma", icd10: "J45.9")
    note.problem("wheeze", "wheeze", .symptom)
    note.problem("fever", "No fever", .symptom) { $0.polarity = .absent }
    note.problem("shortness of breath", "short of breath", .symptom) { $0.certainty = .hypothetical }
    note.medication(
      "Salbutamol", ["salbutamol"], .home, sig: Sig(100, "µg", take: 2, "puff", route: "inhaled", prn: true),
      says: "Salbutamol 100 µg 2 puffs as needed")
    note.medication(
      "Clenil", ["beclometasone"], .discharge, .changed, sig: Sig(50, "µg", take: 1, to: 2, "puff", route: "inhaled", perDay: 2),
      says: "Clenil 50 µg 1-2 puffs bd")
    note.medication(
      "Prednisolone", ["prednisolone"], .discharge, .started,
      sig: Sig(
        5, "mg", take: 4, "tablet", perDay: 1, [.morning], for: Sig.Duration(value: 3, unit: .days), daily: Amount(20, "mg")),
      says: "Prednisolone 5 mg 4 tablets in the morning for 3 days")
    note.measurement("spo2", "SpO2", 97, "%", .normal, says: "SpO2 97%")
    note.record.renalFunction.creatinine = Amount(0.4, "mg/dL")
    note.record.renalFunction.evidence = note.evidence(["Creatinine 0.4 mg/dL"])
    note.procedure("spirometry", nil, "Spirometry planned") { $0.time = .planned }
    note.followUp("Review", "2025-03", "Review in March 2025")
    note.record.engine.model = "example-large"
    note.record.engine.name = "mistral"
    note.record.engine.usage.inputTokens = 12_345
    note.record.engine.usage.outputTokens = 890
    note.record.engine.usage.costUSD = 0.00512
    note.record.engine.grounding.quoted = 1
    note.record.engine.grounding.exact = 1
    return note.record
  }
}
