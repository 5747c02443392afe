import ClinicalRecord
import Testing

@testable import Rendering

private func report(_ record: PatientRecord, columns: Int = 100, color: Bool = false, evidence: Bool = false) -> String {
  let options = RenderingOptions(style: TerminalStyle(isColored: color, columns: columns), showsEvidence: evidence)
  return String(decoding: render(record, as: .text, options: options), as: UTF8.self)
}

private func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

@Suite("text report")
struct TextReportTests {
  @Test("a French discharge letter", arguments: [60, 80, 100])
  func french(columns: Int) throws { try expectGolden(report(FrenchDischarge.record, columns: columns), "discharge-fr-\(columns).txt") }

  @Test("with evidence under each line") func evidence() throws {
    try expectGolden(report(FrenchDischarge.record, evidence: true), "discharge-fr-evidence.txt")
  }

  @Test("in colour; the golden file has ␛ for ESC") func color() throws {
    let text = report(FrenchDischarge.record, color: true)
    try expectGolden(String(text.map { $0 == "\u{1B}" ? "␛" : $0 }), "discharge-fr-color.txt")
  }

  @Test("colours add nothing but colour") func colorIsOnlyColor() {
    let colored = report(FrenchDischarge.record, color: true)
    #expect(colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == report(FrenchDischarge.record))
  }

  @Test("an English clinic letter") func english() throws { try expectGolden(report(EnglishLetter.record), "clinic-en-100.txt") }

  @Test("a note that says nothing leaves its title and the engine") func nothing() throws {
    let note = NoteSummary(source: "-", language: .english, characters: 1)
    let record = PatientRecord(note: note, engine: EngineSummary(name: "offline", version: "1.0.0"))
    #expect(report(record) == "- · note in English, 1 character\n\noffline 1.0.0\n")
  }

  @Test("no line is wider than the terminal, none ends in a space", arguments: [40, 60, 72, 80, 100, 120, 200])
  func widths(columns: Int) {
    for record in [FrenchDischarge.record, EnglishLetter.record] {
      for evidence in [false, true] {
        for line in lines(report(record, columns: columns, evidence: evidence)) {
          #expect(displayWidth(String(line)) <= columns, "\(line)")
          #expect(line.last != " ", "\(line)")
        }
      }
    }
  }

  @Test("an allergy is never said like its absence") func allergies() {
    var note = RecordBuilder("pas d'allergie connue, allergie médicamenteuse, latex, sœur : iode", source: "n", language: .french)
    note.allergy("pas d'allergie connue", says: "pas d'allergie connue") { $0.polarity = .absent }
    note.allergy("latex", says: "latex") { $0.polarity = .absent }
    note.allergy("iode", says: "iode") { $0.subject = .family }
    let text = report(note.record)
    #expect(text.contains("\nAllergies : pas d'allergie connue\n"))
    #expect(text.contains("\nPas d’allergie : latex\n"))
    #expect(text.contains("\nAllergie d’un proche : iode\n"))
    #expect(!text.contains("ALLERGIE"))
  }

  @Test("a long quote loses its middle, line breaks become spaces") func quotes() {
    let quote = String(repeating: "début ", count: 20) + "\n\n\t" + String(repeating: "fin ", count: 30)
    var note = RecordBuilder(quote, source: "n", language: .french)
    note.followUp("suivi", nil, quote)
    let text = report(note.record, columns: 120, evidence: true)
    #expect(text.contains("« début début"))
    #expect(text.contains("…") && !text.contains("\t"))
    #expect(text.contains("fin » [0–\(quote.unicodeScalars.count)]"))
  }
}
