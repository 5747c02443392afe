internal import Terminology
internal import TextScanning

/// What a result is made of: numbers, pairs, units; and what only looks like one.
extension MeasurementFinder {
  /// The end of "→", "->", "=>".
  func arrow(_ index: Int, _ limit: Int) -> Int? {
    let token = note.text.tokens[index]
    if token.symbol == 0xAF, token.kind == .punctuation { return index + 1 }
    guard token.is("-") || token.is("="), index + 1 < limit, note.text.tokens[index + 1].is(">") else { return nil }
    return index + 2
  }

  /// "Apgar 9 à 1 min, 10 à 5 min"
  func isAtMinute(_ end: Int, _ limit: Int) -> Bool {
    end + 2 < limit && note.isWord(end, .atOnly) && note.text.tokens[end + 1].kind == .number && note.isWord(end + 2, .minutes)
  }

  func number(at index: Int, _ limit: Int) -> NumberScanner.Number? {
    guard index < limit, note.text.tokens[index].kind == .number,
      let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index),
      number.end <= limit, !number.isFraction
    else { return nil }
    // "10^5"
    if number.end < note.text.tokens.count, note.text.tokens[number.end].is("^") || index > 0 && note.text.tokens[index - 1].is("^") {
      return nil
    }
    // "troponin negative x2"
    if index > 0, note.isWord(index - 1, .x) { return nil }
    // the digits of a name: "CA 19-9", "B12", "J8"
    if index > 0, !note.text.tokens[index].flags.contains(.spaceBefore), note.text.tokens[index - 1].kind == .word,
      note.isWord(index - 1, .j)
    {
      return nil
    }
    return number
  }

  /// "120/80", "14/8", "120 / 80".
  func pressure(at index: Int, _ limit: Int) -> (high: Double, low: Double, slash: Int, unit: Int32?, end: Int)? {
    let tokens = note.text.tokens
    guard index + 2 < limit, tokens[index].kind == .number, tokens[index + 1].is("/") || tokens[index + 1].is("-"),
      tokens[index + 2].kind == .number,
      let high = note.numbers.number(in: note.text.note, tokens, at: index).map({
        $0.isFraction ? note.numbers.digits(note.text.note, tokens[index]) : $0.value
      }),
      index + 3 >= limit || !tokens[index + 3].is("/")
    else { return nil }
    let low = note.numbers.digits(note.text.note, tokens[index + 2])
    let isMillimetres = (60...260).contains(high) && (20...160).contains(low)
    let isCentimetres = (6...26).contains(high) && (2...16).contains(low)
    guard high > low, isMillimetres || isCentimetres, !tokens[index + 1].is("-") || isMillimetres else { return nil }
    var unit: Int32?
    var end = index + 3
    if let match = note.unit(behind: index + 2) {
      let name = match.candidates.first { note.terms.unitNames[Int($0)] == "mmHg" || note.terms.unitNames[Int($0)] == "cmHg" }
      if let name {
        unit = name
        while end < limit, Int(tokens[end].end) <= match.end { end += 1 }
      }
    }
    return (high, low, index + 1, unit, end)
  }

  func pressures(
    _ entry: Int32, _ label: Range<Int>, _ pair: (high: Double, low: Double, slash: Int, unit: Int32?, end: Int), _ start: Int,
    isImplied: Bool = false
  ) -> [MeasurementMention] {
    [("systolic_bp", pair.high), ("diastolic_bp", pair.low)].map { name, value in
      MeasurementMention(
        entry: entry, name: name, label: label, value: value, unit: pair.unit, tokens: start..<pair.end, isImplied: isImplied)
    }
  }

  /// A unit of the label's behind a number or a bracket.
  func unit(at index: Int, _ entry: Int32) -> (unit: Int32, end: Int)? {
    guard index > 0, let match = note.unit(behind: index - 1) else { return nil }
    let units = note.terms.measurements[entry].units
    func isAccepted(_ candidate: Int32) -> Bool { units.contains { $0.unit == candidate } }
    guard let first = match.candidates.first(where: isAccepted) else { return nil }
    // "g/L" and "G/L" are told apart by the label's own units, then by case
    var unit = first
    if match.candidates.count > 1, case let accepted = match.candidates.filter(isAccepted), accepted.count > 1 {
      let written = note.text.note.string(Int(note.text.tokens[index - 1].end)..<match.end).filter { $0 != " " }
      unit = accepted.first { note.terms.unitNames[Int($0)] == written } ?? first
    }
    var end = index
    while end < note.text.tokens.count, Int(note.text.tokens[end].end) <= match.end { end += 1 }
    // "68.4 in March" is no length
    if end == index + 1, note.isWord(index, .inYear), end < note.text.tokens.count,
      note.text.tokens[end].kind == .number || note.text.tokens[end].flags.contains(.capitalized)
    {
      return nil
    }
    return (unit, end)
  }

  /// The name of whatever unit stands behind a number; nil where none does.
  func anyUnit(at index: Int, _ limit: Int) -> String? {
    guard index < limit, let match = note.unit(behind: index - 1) else {
      return nil
    }
    let name = note.terms.unitNames[Int(match.candidates[0])]
    // a word that only looks like a unit: "m", "h", "s", "in", "log"
    return name.count == 1 && name != "%" && name != "g" || name == "in" || name == "log" || name == "ft" ? nil : name
  }

  /// "160-210": no single result.
  func isRange(_ end: Int, _ limit: Int) -> Bool {
    guard end + 1 < limit, note.text.tokens[end].is("-") || note.text.tokens[end].is("/") else { return false }
    return note.text.tokens[end + 1].kind == .number && !note.text.tokens[end + 1].flags.contains(.spaceBefore)
  }

  /// "3 fois", "2 jours": what is counted is no result.
  func isCounted(_ end: Int, _ limit: Int) -> Bool {
    guard end < limit else { return false }
    if note.isWord(end, .times) || note.isWord(end, .x) { return true }
    switch note.sigWord(at: end, end: limit)?.word.kind {
    case .unit, .form, .moment, .per, .times: return true
    default: return false
    }
  }

  /// Whether a value lies where such results lie, in the given unit or in any.
  func isPlausible(_ value: Double, _ entry: Int32, _ unit: Int32?) -> Bool {
    let kind = note.terms.measurements[entry]
    guard let range = kind.plausible else { return true }
    func inside(_ value: Double) -> Bool { value >= (range.low ?? -.infinity) && value <= (range.high ?? .infinity) }
    func isMeant(_ reference: MeasurementKind.UnitReference) -> Bool { unit == nil || reference.unit == unit }
    if !kind.units.contains(where: isMeant) { return inside(value) }
    return kind.units.contains { reference in
      isMeant(reference)
        && (reference.factor == 1 && reference.unit != kind.units[0].unit && unit != nil ? true : inside(value * reference.factor))
    } || note.terms.string(kind.name) == "temperature" && (90...110).contains(value)
  }

  func isGoal(_ label: Range<Int>, _ sentence: Range<Int>) -> Bool {
    (max(sentence.lowerBound, label.lowerBound - 3)..<label.lowerBound).contains { note.isWord($0, .goal) || note.isWord($0, .until) }
  }

  func isHypothetical(_ tokens: Range<Int>) -> Bool {
    note.cues[Int(note.sentences.indexOf[tokens.lowerBound])].contains {
      $0.effect == .hypothetical && $0.direction == .before && $0.scope.contains(tokens.lowerBound)
    }
  }

  /// "RASS -2", "T-score of minus 2.7": a sign before a number whose kind of result may be below zero.
  func isNegative(_ index: Int, _ kind: MeasurementKind) -> Bool {
    guard index > 0, let low = kind.plausible?.low, low < 0 else { return false }
    if note.isWord(index - 1, .minus) { return true }
    let sign = note.text.tokens[index - 1]
    return sign.is("-") && sign.flags.contains(.spaceBefore) && !note.text.tokens[index].flags.contains(.spaceBefore)
  }
}
