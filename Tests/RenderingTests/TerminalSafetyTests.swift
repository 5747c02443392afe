import ClinicalRecord
import Testing

@testable import Rendering

/// A note may hold anything: what it holds must not drive the terminal.
@Suite("terminal safety")
struct TerminalSafetyTests {
  static let attack = "x\u{1B}[2J\u{1B}]0;owned\u{07}\u{9B}31m\u{7F}\u{202E}\u{0}y"

  @Test("every text of a record is made harmless", arguments: [false, true])
  func attack(color: Bool) {
    let attack = Self.attack
    var note = RecordBuilder(attack, source: attack, language: .french)
    note.record.stay.reason = Stay.Reason(text: attack, evidence: note.evidence([attack]))
    note.record.stay.admitted = Stay.Day(date: attack, evidence: note.evidence([attack]))
    note.allergy(attack, attack, says: attack)
    note.problem(attack, attack, icd10: attack)
    for list in Medication.List.allCases {
      let sig = Sig(1, attack, take: 1, attack, route: attack, words: attack, daily: Amount(1, attack))
      note.medication(attack, [attack], list, sig: sig, says: attack)
      note.medication(attack, [], list, sig: Sig(words: attack), says: attack)
    }
    note.measurement("x", attack, 1, attack, date: attack, says: attack)
    note.procedure(attack, attack, attack)
    note.followUp(attack, attack, attack)
    note.record.renalFunction.summary = attack
    note.record.renalFunction.egfr = RenalFunction.FiltrationRate(value: 1, unit: attack, source: .computed, equation: attack)
    note.record.hepaticFunction.childPugh = HepaticFunction.ChildPugh(score: 1, grade: attack)
    note.record.hepaticFunction.summary = attack
    note.record.warnings = [Warning(.nothingFound, attack)]
    note.record.engine.model = attack
    let options = RenderingOptions(style: TerminalStyle(isColored: color, columns: 80), showsEvidence: true)
    var text = String(decoding: render(note.record, as: .text, options: options), as: UTF8.self)
    if color { text = text.replacing(#/\u{1B}\[[0-9;]+m/#, with: "") }
    let forbidden = text.unicodeScalars.filter { ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || $0.value == 0x202E }
    #expect(forbidden.isEmpty)
    #expect(text.contains("␛[2J"))
  }

  @Test(
    "what becomes of a scalar",
    arguments: [
      ("a\tb\r\nc", "a b c"), ("a\u{1B}b", "a␛b"), ("a\u{0}b", "a␀b"), ("a\u{7F}b", "a␡b"), ("a\u{9B}b", "a\u{FFFD}b"), ("a\u{85}b", "a b"),
      ("a\u{2028}b", "a b"), ("a\u{AD}b", "ab"), ("\u{FEFF}a", "a"), ("a\u{202E}b", "a\u{FFFD}b"), ("œdème é", "œdème é"), ("👩‍⚕️", "👩‍⚕️"),
    ])
  func scalars(text: String, expected: String) { #expect(visible(text) == expected) }
}
