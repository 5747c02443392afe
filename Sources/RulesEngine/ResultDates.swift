internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// The day of a result: the date that begins its line, or that its section's heading bears.
struct ResultDates {
  let note: NoteAnalysis
  private var byLine: [Int32: String] = [:]

  init(note: NoteAnalysis) {
    self.note = note
    for (number, line) in note.layout.lines.enumerated() {
      // "08/01 : Na 121", "Contrôle du 10/03/2025 : créatinine 118"
      for index in line.content..<min(line.content + 5, line.tokens.upperBound) {
        guard let date = note.dates.date(note.text, at: index) else { continue }
        if date.end < line.tokens.upperBound, note.text.tokens[date.end].is(":") { byLine[Int32(number)] = note.dates.iso(date) }
        break
      }
    }
  }

  func date(of token: Int) -> String? {
    if let date = byLine[note.layout.lineOf[token]] { return date }
    let section = note.sections.all[note.sections.index(at: token)]
    var heading = section.heading
    if heading.isEmpty {
      let index = note.sections.index(at: token)
      if index > 0, note.sections.all[index - 1].name == section.name { heading = note.sections.all[index - 1].heading }
    }
    guard section.name == .laboratory || section.name == .investigations || section.name == .vitalSigns || section.name == .examination
    else { return nil }
    for index in heading { if let date = note.dates.date(note.text, at: index) { return note.dates.iso(date) } }
    return nil
  }
}
