internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Results that their unit or a problem's name makes known: "fébrile à 38,7 °C", "92/54 mmHg", "pour 176 cm", "anémie à 7,9 g/dL".
struct UnlabelledResults {
  let note: NoteAnalysis
  let finder: MeasurementFinder
  private let temperatureEntry: Int32?
  private let pressureEntry: Int32?
  private let weightEntry: Int32?

  init(note: NoteAnalysis, finder: MeasurementFinder) {
    self.note = note
    self.finder = finder
    temperatureEntry = note.terms.measurement("temperature")
    pressureEntry = note.terms.measurement("systolic_bp")
    weightEntry = note.terms.measurement("weight")
  }

  func read(into found: inout [MeasurementMention]) {
    var taken = found.map(\.tokens)
    let tokens = note.text.tokens
    let hasWeight = found.contains { $0.entry == weightEntry }
    func isFree(_ index: Int) -> Bool { !taken.contains { $0.contains(index) } && !finder.isHypothetical(index..<index + 1) }
    var index = 0
    while index < tokens.count {
      defer { index += 1 }
      guard tokens[index].kind == .number else { continue }
      if let pair = finder.pressure(at: index, tokens.count), pair.unit != nil, let entry = pressureEntry, isFree(index) {
        found.append(contentsOf: finder.pressures(entry, index..<index, pair, index))
        taken.append(index..<pair.end)
        index = pair.end - 1
        continue
      }
      // no temperature and no height has another number of digits
      guard tokens[index].count >= 2, tokens[index].count <= 3, let number = finder.number(at: index, tokens.count) else { continue }
      if let result = temperature(number, index) ?? (hasWeight ? height(number, index, found) : nil), isFree(index) {
        found.append(result)
        taken.append(result.tokens)
        index = result.tokens.upperBound - 1
      }
    }
    implied(&found, taken)
  }

  private func temperature(_ number: NumberScanner.Number, _ index: Int) -> MeasurementMention? {
    guard (34...43).contains(number.value) || (93...109).contains(number.value), let entry = temperatureEntry,
      let unit = finder.unit(at: number.end, entry)
    else { return nil }
    // ">" or "<" before it: a threshold
    if index > 0, note.text.tokens[index - 1].is(">") || note.text.tokens[index - 1].is("<") { return nil }
    // "C" and "F" alone are too little
    guard note.text.tokens[number.end..<unit.end].contains(where: { $0.kind == .punctuation }) else { return nil }
    return MeasurementMention(
      entry: entry, name: "temperature", label: index..<index, value: number.value, unit: unit.unit, tokens: index..<unit.end)
  }

  /// "104,6 kg pour 176 cm"
  private func height(_ number: NumberScanner.Number, _ index: Int, _ found: [MeasurementMention]) -> MeasurementMention? {
    guard (40...230).contains(number.value),
      let near = found.indices.last(where: { found[$0].entry == weightEntry && found[$0].tokens.upperBound <= index }),
      case let weight = found[near], index - weight.tokens.upperBound <= 3,
      note.sentences.indexOf[weight.tokens.lowerBound] == note.sentences.indexOf[index],
      let entry = note.terms.measurement("height"), let unit = finder.unit(at: number.end, entry)
    else { return nil }
    return MeasurementMention(
      entry: entry, name: "height", label: index..<index, value: number.value, unit: unit.unit, tokens: index..<unit.end)
  }

  /// A disorder that is a result out of range, with the result behind it.
  private func implied(_ found: inout [MeasurementMention], _ taken: [Range<Int>]) {
    for mention in note.mentions where mention.kind == .problem && mention.entry >= 0 {
      let limit = note.sentence(of: mention.tokens.lowerBound).upperBound
      let near = mention.tokens.upperBound..<max(mention.tokens.upperBound, min(mention.tokens.upperBound + 5, limit))
      guard near.contains(where: { note.text.tokens[$0].kind == .number }),
        let entry = note.terms.measured(note.terms.problems[mention.entry])
      else {
        continue
      }
      var index = mention.tokens.upperBound
      while index < limit, index - mention.tokens.upperBound < 5 {
        let token = note.text.tokens[index]
        if token.is(",") || token.is(".") || token.is(";") { break }
        if finder.isPressure(entry) {
          // "hypotension à 88/50"
          if let pair = finder.pressure(at: index, limit) {
            if !taken.contains(where: { $0.contains(index) }), !finder.isHypothetical(index..<index + 1) {
              found.append(contentsOf: finder.pressures(entry, mention.tokens, pair, index, isImplied: true))
            }
            break
          }
        } else if let number = finder.number(at: index, limit) {
          guard !taken.contains(where: { $0.contains(index) }), let unit = finder.unit(at: number.end, entry),
            finder.isPlausible(number.value, entry, unit.unit),
            !finder.isHypothetical(index..<index + 1)
          else { break }
          found.append(
            MeasurementMention(
              entry: entry, name: finder.name(entry), label: mention.tokens, value: number.value, unit: unit.unit, tokens: index..<unit.end,
              isImplied: true))
          break
        }
        index += 1
      }
    }
  }
}
