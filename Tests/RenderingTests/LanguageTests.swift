import ClinicalRecord
import Testing

@testable import Rendering

private func plain(_ text: String) -> String { String(text.map { $0 == noBreak ? " " : $0 }) }

@Suite("numbers, units, dates, names")
struct LanguageTests {
  @Test(
    "numbers",
    arguments: [
      (0, "0", "0"), (5, "5", "5"), (1.5, "1,5", "1.5"), (0.1 + 0.2, "0,3", "0.3"), (1834, "1834", "1834"), (12_345, "12 345", "12,345"),
      (245_000, "245 000", "245,000"), (1_234_567.25, "1 234 567,25", "1,234,567.25"), (-2.5, "-2,5", "-2.5"),
      (0.00005, "0,00005", "0.00005"),
    ] as [(Double, String, String)])
  func numbers(value: Double, french: String, english: String) {
    #expect(plain(Language.french.number(value)) == french)
    #expect(plain(Language.english.number(value)) == english)
  }

  @Test(
    "units",
    arguments: [
      (Amount(5, "mg"), "5 mg", "5 mg"), (Amount(97, "%"), "97 %", "97%"), (Amount(88, "/min"), "88/min", "88/min"),
      (Amount(2.1, "mIU/L"), "2,1 mUI/L", "2.1 mIU/L"), (Amount(33, "mL/min/1.73m2"), "33 mL/min/1,73 m²", "33 mL/min/1.73 m²"),
      (Amount(1, nil), "1", "1"), (Amount(24.5, "kg/m2"), "24,5 kg/m²", "24.5 kg/m²"), (Amount(5, "mg/kg/day"), "5 mg/kg/j", "5 mg/kg/day"),
      (Amount(3, "/mm3"), "3/mm³", "3/mm³"),
    ])
  func units(amount: Amount, french: String, english: String) {
    #expect(plain(Language.french.amount(amount)) == french)
    #expect(plain(Language.english.amount(amount)) == english)
  }

  @Test func dailyDoses() {
    #expect(plain(Language.french.perDay(Amount(75, "mg"))) == "75 mg/j")
    #expect(plain(Language.english.perDay(Amount(75, "mg"))) == "75 mg/day")
    #expect(plain(Language.french.perDay(Amount(40, "mg/kg/day"))) == "40 mg/kg/j")
    #expect(plain(Language.french.perDay(Amount(40, "mg/24h"))) == "40 mg/24h")
  }

  @Test(
    "days",
    arguments: [
      ("2024-03-12", "12/03/2024", "12 Mar 2024"), ("2024-03", "03/2024", "Mar 2024"), ("2024", "2024", "2024"),
      ("2024-03-02", "02/03/2024", "2 Mar 2024"),
      ("hier", "hier", "hier"), ("2024-13-01", "2024-13-01", "2024-13-01"), ("", "", ""),
    ])
  func days(iso: String, french: String, english: String) {
    #expect(plain(Language.french.day(iso)) == french)
    #expect(plain(Language.english.day(iso)) == english)
  }

  @Test(
    "a name that says its ingredients",
    arguments: [
      ("FUROSEMIDE", ["furosemide"], true), ("furosémide LP", ["furosemide"], true),
      ("AMOXICILLINE/ACIDE CLAVULANIQUE", ["amoxicillin", "clavulanic acid"], true),
      ("acide folique", ["folic acid"], true), ("insuline glargine", ["insulin glargine"], true),
      ("chlorure de potassium", ["potassium chloride"], true),
      ("aspirine", ["aspirin"], true), ("LASILIX", ["furosemide"], false), ("Amoxil", ["amoxicillin"], false), ("fer", ["iron"], false),
      ("AUGMENTIN", ["amoxicillin", "clavulanic acid"], false), ("amoxicilline", ["amoxicillin", "clavulanic acid"], false),
    ])
  func ingredients(name: String, ingredients: [String], expected: Bool) { #expect(names(name, ingredients) == expected) }
}
