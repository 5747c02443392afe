internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension PointedReader {
  func readMeasurement(_ claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> PointedReading {
    guard let labelWords = claim[.label], let valueWords = claim[.value] else { throw .missing(.value) }
    let labels = all(labelWords, in: places)
    guard !labels.isEmpty else { throw .missing(.label) }
    let values = all(valueWords, in: places)
    guard !values.isEmpty else { throw .missing(.value) }
    var fault = ClaimFault.foreign(.value)
    for value in values {
      guard let number = value.first(where: { note.text.tokens[$0].kind == .number }) else { continue }
      do throws(ClaimFault) {
        let found = try results(at: number, value, labels, claim, places)
        if !found.isEmpty {
          var reading = PointedReading(claims: [])
          let flags = ReferenceRanges(
            terms: note.terms, sex: sex?.value, isChild: age.map { $0.unit != .years || $0.value < 16 } ?? false)
          for result in found {
            let date = try date(of: claim, places, known: result.date)
            reading.claims.append(
              Claim(.measurement(note.measurement(result, flag: flags.flag(result), date: date)), quotes: quotes(places)))
          }
          return reading
        }
      } catch {
        fault = error
      }
    }
    throw fault
  }

  /// The results that the value at a token is: the rules' own where they see one there, else one made of the label and the value.
  private func results(at number: Int, _ value: Range<Int>, _ labels: [Range<Int>], _ claim: PointedClaim, _ places: [Place])
    throws(ClaimFault) -> [MeasurementMention]
  {
    let seen = results.filter { $0.tokens.contains(number) }
    if !seen.isEmpty {
      let own = seen.filter { mention in labels.contains { isLabel($0, of: mention) } }
      guard !own.isEmpty else { throw .foreign(.value) }
      return try pick(own, number, value, claim, places)
    }
    guard let result = try plain(at: number, value, labels, claim, places) else { return [] }
    return [result]
  }

  private func isLabel(_ range: Range<Int>, of mention: MeasurementMention) -> Bool {
    if mention.label.overlaps(range) { return true }
    // the label of another result
    if results.contains(where: { $0.label.overlaps(range) }) { return false }
    return note.mentions(overlapping: range).contains { $0.kind == .measurement && $0.entry == mention.entry && $0.tokens.overlaps(range) }
  }

  /// Of a blood pressure the one that the claim's number is, or both.
  private func pick(_ own: [MeasurementMention], _ number: Int, _ value: Range<Int>, _ claim: PointedClaim, _ places: [Place])
    throws(ClaimFault) -> [MeasurementMention]
  {
    var found = own
    if own.count == 2, own[0].tokens == own[1].tokens {
      let isPair = value.contains { note.text.tokens[$0].is("/") || note.text.tokens[$0].is("-") }
      if !isPair { found = [number == own[0].tokens.lowerBound ? own[0] : own[1]] }
    } else if own[0].tokens.lowerBound != number {
      // within a date or a range that the result's words take in
      throw .foreign(.value)
    }
    if let words = claim[.unit] { try check(words, found[0].unit, behind: found[0].tokens, places) }
    return found
  }

  /// The claimed unit stands in the result's own words, or is the one that the rules read for it, in whatever spelling.
  private func check(_ words: String, _ unit: Int32?, behind range: Range<Int>, _ places: [Place]) throws(ClaimFault) {
    guard let unit else { throw .missing(.unit) }
    let bytes = Array(words.utf8)
    guard let match = note.terms.units.match(bytes, at: 0), match.end == bytes.count, match.candidates.contains(unit) else {
      throw .missing(.unit)
    }
    guard !all(words, in: places).isEmpty else { throw .missing(.unit) }
    // "g/L" is not "G/L" where both are a unit
    if match.candidates.count > 1, let end = range.last, !note.text.string(range).hasSuffix(words),
      places.contains(where: { $0.tokens.contains(end) }),
      !all(words, in: places).contains(where: { note.text.string($0) == words })
    {
      throw .missing(.unit)
    }
  }

  /// A result that the rules do not see: label, value and unit side by side.
  private func plain(at number: Int, _ value: Range<Int>, _ labels: [Range<Int>], _ claim: PointedClaim, _ places: [Place])
    throws(ClaimFault) -> MeasurementMention?
  {
    let measured = MeasurementFinder(note: note)
    guard let read = note.numbers.number(in: note.text.note, note.text.tokens, at: number), !read.isFraction,
      !measured.isRange(read.end, note.text.tokens.count), note.dates.date(note.text, at: number) == nil
    else { throw .foreign(.value) }
    guard let label = labels.first(where: { isBeside($0, number..<read.end, measured) }) else { throw .foreign(.value) }
    let entry = note.mentions(overlapping: label).first { $0.kind == .measurement && $0.tokens.lowerBound == label.lowerBound }?.entry
    // what the terminology does not name has no place among the results
    guard let entry else { throw ClaimFault(.valueNotInSource, "its label is no known measurement") }
    if measured.isHypothetical(label) || measured.isGoal(label, note.sentence(of: label.lowerBound)) { throw .foreign(.value) }
    let unit = measured.unit(at: read.end, entry)
    if let words = claim[.unit] {
      guard let unit else { throw .missing(.unit) }
      try check(words, unit.unit, behind: read.end..<unit.end, places)
    }
    guard measured.isPlausible(read.value, entry, unit?.unit) else { throw ClaimFault(.implausibleValue, "its value is none that can be") }
    let name = note.terms.string(note.terms.measurements[entry].name)
    var result = MeasurementMention(
      entry: entry, name: name, label: label, value: read.value, comparator: comparator(before: number), unit: unit?.unit,
      tokens: number..<(unit?.end ?? read.end))
    result.date = measured.dates.date(of: number)
    return result
  }

  private func comparator(before index: Int) -> Measurement.Comparator? {
    guard index > 0 else { return nil }
    let mark = note.text.tokens[index - 1]
    if mark.is("<") { return .less }
    if mark.is(">") { return .greater }
    guard mark.is("="), index > 1 else { return nil }
    return note.text.tokens[index - 2].is("<") ? .lessOrEqual : note.text.tokens[index - 2].is(">") ? .greaterOrEqual : nil
  }

  /// Whether nothing that could own the value stands between it and the label.
  private func isBeside(_ label: Range<Int>, _ value: Range<Int>, _ measured: MeasurementFinder) -> Bool {
    let isBefore = label.upperBound <= value.lowerBound
    let between = isBefore ? label.upperBound..<value.lowerBound : value.upperBound..<max(value.upperBound, label.lowerBound)
    let isRow = note.layout.lineOf[label.lowerBound] == note.layout.lineOf[value.lowerBound]
    guard note.sentences.indexOf[label.lowerBound] == note.sentences.indexOf[value.lowerBound] || isRow,
      between.count <= (isBefore ? 12 : 2)
    else { return false }
    return between.allSatisfy { index in
      let token = note.text.tokens[index]
      if token.kind == .number || token.is(";") || note.isWord(index, .goal) || note.isWord(index, .threshold)
        || note.isWord(index, .upDown)
        || note.isWord(index, .norm)
      {
        return false
      }
      return !note.mentions(overlapping: index..<index + 1).contains { $0.kind == .measurement || $0.kind == .drug }
    }
  }
}
