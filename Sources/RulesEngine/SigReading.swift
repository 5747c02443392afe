package import ClinicalRecord
internal import Terminology
internal import TextScanning

/// One medication line, read alone.
package struct SigReading: Sendable {
  package var text: String
  /// nil where no drug is known in it.
  package var name: String?
  package var ingredients: [String]
  package var codes: [Code]
  package var sig: Sig
}

extension RulesEngine {
  /// What one medication line says. Without a language the one that makes more of the line counts.
  package func sig(of line: String, language: Language? = nil) -> SigReading {
    if let language { return read(line, language).reading }
    let french = read(line, .french)
    let english = read(line, .english)
    return english.consumed > french.consumed ? english.reading : french.reading
  }

  private func read(_ line: String, _ language: Language) -> (reading: SigReading, consumed: Int) {
    let terms = terms(language)
    let note = NoteAnalysis(NoteText(line), language: language, terms: terms)
    let reading = SigReading(text: line, name: nil, ingredients: [], codes: [], sig: Sig())
    guard !note.text.tokens.isEmpty else { return (reading, 0) }
    guard let drug = DrugFinder(note: note, taken: [], isLoneLine: true).mentions().first else {
      let result = SigParser(note: note).parse(0..<note.text.tokens.count)
      var reading = reading
      reading.sig = result.sig
      return (reading, result.isEmpty ? 0 : result.end)
    }
    return (
      SigReading(
        text: line, name: note.text.string(drug.name), ingredients: terms.ingredientNames(of: drug.entry),
        codes: terms.codes(of: drug.entry),
        sig: drug.sig), drug.tokens.count + weight(drug.sig)
    )
  }

  private func weight(_ sig: Sig) -> Int {
    let frequency = sig.frequency
    let isCounted = frequency.timesPerDay != nil || frequency.intervalHours != nil
    return (isCounted ? 4 : 0) + (frequency.times.isEmpty ? 0 : 1) + (frequency.asNeeded ? 2 : 0) + (sig.duration == nil ? 0 : 2)
      + (sig.quantity == nil ? 0 : 2) + (sig.quantity?.unit == nil ? 0 : 2) + (sig.strength == nil ? 0 : 1)
      + (sig.strength?.unit == nil ? 0 : 2) + (sig.route == nil ? 0 : 1)
  }
}
