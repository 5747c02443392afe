internal import ClinicalRecord
internal import Extraction
internal import Testing

/// Every number of a claim stands in the words that it quotes, or the claim is rejected.
@Suite struct VerificationTests {
  private func accepts(_ content: Claim.Content, _ words: String..., language: Language = .french) async throws -> Bool {
    let claim = Claim(content, quotes: words.map { Quote(.words($0, lines: nil), section: nil) })
    let record = try await record("Note. " + words.joined(separator: " ... ") + ".", [claim], language)
    let accepted = record.medications.count + record.measurements.count + record.problems.count + (record.patient.age == nil ? 0 : 1)
    #expect(record.warnings.contains { $0.code == .valueNotInSource } == (accepted == 0))
    #expect((record.engine.grounding.rejected > 0) == (accepted == 0))
    return accepted > 0
  }

  @Test(arguments: [(5.0, true), (50, false), (0.5, false), (2.5, false)]) func strength(value: Double, holds: Bool) async throws {
    #expect(try await accepts(.medication("ZESTRYL") { $0.strength = Amount(value, "mg") }, "ZESTRYL 5 mg le matin") == holds)
  }

  @Test(arguments: [("LOVENOX 4 000 UI", 4000.0), ("Med 2,5 mg", 2.5), ("Med ½ cp", 0.5), ("Med 1/2 cp", 0.5), ("Med 1,000 mg", 1)])
  func frenchNumbers(words: String, value: Double) async throws {
    #expect(try await accepts(.medication("Med") { $0.strength = Amount(value, "mg") }, words))
  }

  @Test(arguments: [("Med 1,000 mg", 1000.0), ("Med 2.5 mg", 2.5)]) func englishNumbers(words: String, value: Double) async throws {
    #expect(try await accepts(.medication("Med") { $0.strength = Amount(value, "mg") }, words, language: .english))
  }

  @Test(arguments: [(2.0, nil, true), (3, nil, false), (1, 2.0, true), (1, 3.0, false)] as [(Double, Double?, Bool)])
  func quantity(value: Double, max: Double?, holds: Bool) async throws {
    #expect(try await accepts(.medication("Med") { $0.quantity = .init(value: value, max: max, unit: "tablet") }, "Med 1 à 2 cp") == holds)
  }

  @Test(
    arguments: [
      ("Med 3 fois par jour", 3.0), ("Med matin et soir", 2), ("Med matin, midi et soir", 3), ("Med x3/j", 3), ("Med 1-0-1", 2),
      ("Med 1 fois par jour", 1), ("Med un jour sur deux", 0.5),
      ("Med 3 fois par semaine", 3.0 / 7),
    ] as [(String, Double)])
  func frequencyHolds(words: String, times: Double) async throws {
    #expect(try await accepts(.medication("Med") { $0.frequency.timesPerDay = times }, words))
  }

  @Test(arguments: [
    ("Med 3 fois par jour", 6.0), ("Med le matin", 2), ("Med matin et soir", 4), ("Med 100 mg", 5), ("Med", 1), ("Med le matin", 1e30),
    ("Med le matin", .infinity),
  ])
  func frequencyFails(words: String, times: Double) async throws {
    #expect(try await !accepts(.medication("Med") { $0.frequency.timesPerDay = times }, words))
  }

  @Test(arguments: [
    ("Med toutes les 8 heures", 8.0, true), ("Med /8h", 8, true), ("Med toutes les 8 heures", 6, false),
    ("Med une fois par semaine", 168, true), ("Med le lundi", 168, true),
    ("Med le matin", 12, false), ("Med tous les 3 mois", 2160, true),
  ])
  func interval(words: String, hours: Double, holds: Bool) async throws {
    #expect(try await accepts(.medication("Med") { $0.frequency.intervalHours = hours }, words) == holds)
  }

  @Test(arguments: [("Med pendant 7 jours", 7.0, true), ("Med pendant 7 jours", 10, false), ("Med de J3 à J7", 5, true), ("Med", 7, false)])
  func duration(words: String, days: Double, holds: Bool) async throws {
    #expect(try await accepts(.medication("Med") { $0.duration = .init(value: days, unit: .days) }, words) == holds)
  }

  @Test(arguments: [
    ("Créatinine 75 µmol/L", 75.0, true), ("Créatinine 75 µmol/L", 57, false), ("Hb 9,8", 9.8, true), ("Hb 9,8", 98, false),
    ("K+ 4", 4.2, false),
  ])
  func measurement(words: String, value: Double, holds: Bool) async throws {
    #expect(try await accepts(.result("creatinine", value), words) == holds)
  }

  @Test(arguments: [("81 ans", 81.0, true), ("81 ans", 18, false), ("âgé de 8 mois", 8, true)]) func age(
    words: String, value: Double, holds: Bool
  ) async throws {
    #expect(try await accepts(.age(value, .years), words) == holds)
  }

  @Test func anAgeFromTwoDatesIsArithmetic() async throws {
    #expect(try await accepts(.age(74, .years), "01/01/1950", "15/06/2024"))
  }

  /// A second quote may bear what the first does not.
  @Test func allEvidenceCounts() async throws {
    #expect(try await accepts(.medication("Med") { $0.strength = Amount(5, "mg") }, "Med", "5 mg"))
  }

  @Test func aProblemBearsNoNumber() async throws {
    #expect(try await accepts(.problem("HTA"), "HTA"))
  }
}
