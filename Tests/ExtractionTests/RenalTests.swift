internal import ClinicalRecord
internal import Extraction
internal import Testing

@Suite struct RenalTests {
  /// CKD-EPI 2021 (Inker et al., NEJM 2021), each value worked out from the published equation and rounded as laboratories print it.
  @Test(arguments: [
    (1.0, 50.0, false, 92.0), (1.0, 50, true, 69), (0.7, 30, true, 119), (0.9, 30, false, 118), (0.5, 20, true, 138), (2.0, 65, false, 36),
    (1.5, 70, true, 37),
    (4.0, 60, false, 16), (8.0, 80, true, 5), (1.2, 40, false, 78), (0.8, 90, true, 70),
  ])
  func ckdEpi(creatinine: Double, age: Double, isFemale: Bool, egfr: Double) {
    #expect(ckdEpi2021(creatinine: creatinine, age: age, isFemale: isFemale).rounded() == egfr)
  }

  /// At the knot the equation's two powers meet; it falls with age and with creatinine.
  @Test(arguments: [true, false]) func ckdEpiIsContinuousAndFalls(isFemale: Bool) {
    let knot = isFemale ? 0.7 : 0.9
    let at = ckdEpi2021(creatinine: knot, age: 50, isFemale: isFemale)
    #expect(abs(ckdEpi2021(creatinine: knot + 1e-9, age: 50, isFemale: isFemale) - at) < 1e-5)
    #expect(abs(ckdEpi2021(creatinine: knot - 1e-9, age: 50, isFemale: isFemale) - at) < 1e-5)
    var last = Double.infinity
    for step in 3..<100 {
      let value = ckdEpi2021(creatinine: Double(step) / 10, age: 50, isFemale: isFemale)
      #expect(value < last)
      last = value
    }
    #expect(ckdEpi2021(creatinine: 1, age: 51, isFemale: isFemale) < ckdEpi2021(creatinine: 1, age: 50, isFemale: isFemale))
  }

  @Test(arguments: [
    (120.0, "G1"), (90, "G1"), (89.9, "G2"), (60, "G2"), (59.9, "G3a"), (45, "G3a"), (44.9, "G3b"), (30, "G3b"), (29.9, "G4"), (15, "G4"),
    (14.9, "G5"), (0, "G5"),
  ])
  func kdigoBorders(egfr: Double, stage: String) {
    #expect(kdigoStage(egfr).rawValue == stage)
  }

  private let patient: [Claim] = [.quoted(.age(50, .years), "50 ans"), .quoted(.sex(.male), "Patient")]

  /// The renal function of a man of fifty with these results, each proven by `words`.
  private func renal(_ results: [(content: Claim.Content, words: String)], _ language: Language = .french) async throws -> RenalFunction {
    let text = "Patient de 50 ans. " + results.map(\.words).joined(separator: " ; ") + "."
    return try await record(text, patient + results.map { .quoted($0.content, $0.words) }, language).renalFunction
  }

  @Test func theLatestDateCounts() async throws {
    let found = try await renal([
      (.result("creatinine", 90, "µmol/L", date: "2024-03-12"), "12/03 créat 90"),
      (.result("creatinine", 150, "µmol/L", date: "2024-03-14"), "14/03 créat 150"),
      (.result("creatinine", 110, "µmol/L", date: "2024-03-13"), "13/03 créat 110"), (.result("creatinine", 70, "µmol/L"), "créat 70"),
    ])
    #expect(found.creatinine == Amount(150, "µmol/L"))
    #expect(found.evidence.first?.text == "14/03 créat 150")
  }

  @Test func ofUndatedOnesTheLastInTheNoteCounts() async throws {
    let found = try await renal([(.result("creatinine", 90, "µmol/L"), "créat 90"), (.result("creatinine", 120, "µmol/L"), "puis 120")])
    #expect(found.creatinine?.value == 120)
  }

  @Test(arguments: ["créat de base 80", "créatinine habituelle 80", "baseline creatinine 80"]) func aBaselineIsNotTheLatest(words: String)
    async throws
  {
    let found = try await renal([(.result("creatinine", 130, "µmol/L"), "créat 130"), (.result("creatinine", 80, "µmol/L"), words)])
    #expect(found.creatinine?.value == 130)
    let alone = try await renal([(.result("creatinine", 80, "µmol/L"), words)])
    #expect(alone.creatinine?.value == 80)
  }

  @Test(arguments: [(88.4, "µmol/L"), (1.0, "mg/dL"), (10.0, "mg/L")]) func computedFromAnyUnit(value: Double, unit: String) async throws {
    let found = try await renal([(.result("creatinine", value, unit), "créat \(value) \(unit)")])
    #expect(found.egfr == .init(value: 92, unit: "mL/min/1.73m2", source: .computed, equation: "CKD-EPI 2021"))
    #expect(found.stage == .g1)
    // the age and the sex prove it too
    #expect(found.evidence.map(\.text).contains("50 ans") && found.evidence.map(\.text).contains("Patient"))
  }

  @Test func withoutAUnitNothingIsComputed() async throws {
    let found = try await renal([(.result("creatinine", 98), "créat 98")])
    #expect(found.creatinine == Amount(98, nil))
    #expect(found.egfr == nil)
    #expect(found.stage == nil)
  }

  @Test func aReportedRateIsNotComputedAnew() async throws {
    let found = try await renal([(.result("creatinine", 150, "µmol/L"), "créat 150"), (.result("egfr", 41, "mL/min/1.73m2"), "DFG 41")])
    #expect(found.egfr == .init(value: 41, unit: "mL/min/1.73m2", source: .reported, equation: nil))
    #expect(found.stage == .g3b)
    #expect(found.summary?.contains("rapporté") == true)
  }

  @Test func aCockcroftValueIsNoRate() async throws {
    let found = try await renal([(.result("creatinine_clearance", 42, "mL/min"), "Cockcroft 42")])
    #expect(found == RenalFunction())
  }

  @Test func aChildHasNoStage() async throws {
    let found = try await record(
      "Garçon de 8 ans. Créat 40. DFG 85",
      [
        .quoted(.age(8, .years), "8 ans"), .quoted(.sex(.male), "Garçon"), .quoted(.result("creatinine", 40, "µmol/L"), "Créat 40"),
      ]
    ).renalFunction
    #expect(found.egfr == nil && found.stage == nil && found.creatinine?.value == 40)
    let reported = try await record(
      "Garçon de 8 ans. DFG 85", [.quoted(.age(8, .years), "8 ans"), .quoted(.result("egfr", 85, nil), "DFG 85")]
    ).renalFunction
    #expect(reported.egfr?.value == 85 && reported.stage == nil)
  }

  @Test func withoutAgeOrSexNothingIsComputed() async throws {
    for claims in [[patient[0]], [patient[1]], []] {
      let found = try await record(
        "Patient de 50 ans. Créat 90 µmol/L", claims + [.quoted(.result("creatinine", 90, "µmol/L"), "Créat 90 µmol/L")]
      ).renalFunction
      #expect(found.creatinine?.value == 90 && found.egfr == nil)
    }
  }

  @Test func summariesSpeakTheNotesLanguage() async throws {
    let found = try await renal([(.result("egfr", 41, "mL/min/1.73m2"), "eGFR 41")], .english)
    #expect(found.summary == "moderately to severely decreased kidney function (reported)")
  }
}
