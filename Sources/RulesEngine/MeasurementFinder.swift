internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// A result: a label, a number, mostly a unit.
struct MeasurementMention {
  var entry: Int32
  /// The record's name, where it is not the entry's own (`diastolic_bp`).
  var name: String
  var label: Range<Int>
  var value: Double
  var comparator: Measurement.Comparator?
  /// Index into the terminology's units; nil where the note has none.
  var unit: Int32?
  /// The number and its unit.
  var tokens: Range<Int>
  var date: String?
  /// A problem's name stands for the label: "anémie à 7,9 g/dL".
  var isImplied = false

  var hasOwnLabel: Bool { !isImplied && !label.isEmpty }
}

/// Finds results in lines, tables and prose. Goals, thresholds, reference ranges and changes are none.
struct MeasurementFinder {
  let note: NoteAnalysis
  let dates: ResultDates
  private let pressureEntry: Int32?

  init(note: NoteAnalysis) {
    self.note = note
    pressureEntry = note.terms.measurement("systolic_bp")
    dates = ResultDates(note: note)
  }

  func mentions() -> [MeasurementMention] {
    var found: [MeasurementMention] = []
    let labels = note.mentions.filter { $0.kind == .measurement }
    var covered = 0
    for (index, label) in labels.enumerated() {
      // "A1c" within "Hemoglobin A1c"
      guard label.tokens.upperBound > covered, !isCovered(label) else { continue }
      covered = max(covered, label.tokens.upperBound)
      let next = index + 1 < labels.count ? labels[index + 1].tokens.lowerBound : note.text.tokens.count
      read(label, next: next, into: &found)
    }
    UnlabelledResults(note: note, finder: self).read(into: &found)
    for index in found.indices { found[index].date = dates.date(of: found[index].tokens.lowerBound, column: nil) ?? found[index].date }
    return found
  }

  /// Part of a longer name: "prise de poids", "vitamine K".
  private func isCovered(_ label: Mention) -> Bool {
    // the K of "K/uL"
    let end = label.tokens.upperBound
    if label.tokens.count == 1, end + 1 < note.text.tokens.count, note.text.tokens[end].is("/"),
      !note.text.tokens[end].flags.contains(.spaceBefore),
      note.text.tokens[end + 1].kind == .word, !note.text.tokens[end + 1].flags.contains(.spaceBefore)
    {
      return true
    }
    return note.mentions(overlapping: label.tokens).contains {
      $0.kind != .measurement && $0.tokens.count > label.tokens.count && $0.tokens.lowerBound <= label.tokens.lowerBound
        && $0.tokens.upperBound >= label.tokens.upperBound
    }
  }

  // MARK: one label

  private func read(_ label: Mention, next: Int, into found: inout [MeasurementMention]) {
    let line = note.layout.lines[Int(note.layout.lineOf[label.tokens.lowerBound])]
    let isRow = line.kind == .row
    let sentence = note.sentence(of: label.tokens.lowerBound)
    var limit = isRow ? line.tokens.upperBound : sentence.upperBound
    // a colon or a line in capitals may have made a heading of the label: its value follows
    if !isRow, label.tokens.upperBound >= limit {
      limit = line.tokens.upperBound
    }
    // "Créatinine µmol/L    141", "WBC K/uL   5.6": the unit stands with the label
    var headUnit: Int32?
    var first = label.tokens.upperBound
    if let unit = unit(at: first, label.entry), unit.end < note.text.tokens.count, unit.end > first,
      note.text.tokens[unit.end].flags.contains(.spaceBefore)
    {
      headUnit = unit.unit
      first = unit.end
    }
    var next = next
    if next < first {
      next = note.mentions.first { $0.kind == .measurement && $0.tokens.lowerBound >= first }?.tokens.lowerBound ?? note.text.tokens.count
    }
    limit = min(limit, max(next, first))
    if note.sections.isHeading(label.tokens.lowerBound), label.tokens.upperBound < line.tokens.upperBound {
      limit = min(line.tokens.upperBound, max(next, label.tokens.upperBound))
    }
    guard !isGoal(label.tokens, sentence), !isHypothetical(label.tokens) else { return }
    var index = first
    var strangers = 0
    var comparator: Measurement.Comparator?
    while index < limit {
      let token = note.text.tokens[index]
      if token.is("("), let unit = unit(at: index + 1, label.entry), unit.end < limit, note.text.tokens[unit.end].is(")") {
        headUnit = unit.unit
        index = unit.end + 1
        continue
      }
      if token.is("(") || token.is("[") || token.is(":") || token.is("=") || token.is("|") || token.is("~")
        || token.symbol == 0xAF && token.kind == .punctuation
      {
        index += 1
        continue
      }
      if token.is("<") || token.is(">") {
        comparator = token.is("<") ? .less : .greater
        index += 1
        if index < limit, note.text.tokens[index].is("=") {
          comparator = comparator == .less ? .lessOrEqual : .greaterOrEqual
          index += 1
        }
        continue
      }
      if let date = note.dates.date(note.text, at: index), !note.terms.measurements[label.entry].isScore,
        pressure(at: index, limit) == nil || !isPressure(label.entry)
      {
        index = date.end
        continue
      }
      if let value = value(label, at: index, limit, headUnit: headUnit, comparator: comparator, strangers: strangers) {
        found.append(contentsOf: value)
        more(label, after: value[value.count - 1], limit, headUnit: headUnit, isRow: isRow, into: &found)
        return
      }
      if token.kind == .word {
        if note.isWord(index, .goal) || note.isWord(index, .threshold) { return }
        strangers += 1
        if strangers > 5 || note.mentions(overlapping: index..<index + 1).contains(where: { $0.kind == .drug }) { return }
      } else if token.kind == .number {
        // a number that is no value of this label: J8, a range, another unit
        guard strangers < 5, let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index) else { return }
        if number.end < limit, note.text.tokens[number.end].is("-") || note.text.tokens[number.end].is("/") { return }
        strangers += 2
        index = number.end
        continue
      } else if token.is(",") || token.is(".") || token.is(";") {
        if !(token.is(",") && index == label.tokens.upperBound) { return }
      }
      index += 1
    }
  }

  func isPressure(_ entry: Int32) -> Bool { entry == pressureEntry }

  func name(_ entry: Int32) -> String { note.terms.string(note.terms.measurements[entry].name) }

  /// The value at a token, a pair for a blood pressure; nil where what stands there is none.
  private func value(
    _ label: Mention, at index: Int, _ limit: Int, headUnit: Int32?, comparator: Measurement.Comparator?, strangers: Int
  ) -> [MeasurementMention]? {
    if isPressure(label.entry) {
      guard let pair = pressure(at: index, limit) else {
        guard let single = number(at: index, limit), (5...26).contains(single.value) || (50...260).contains(single.value),
          unit(at: single.end, label.entry) != nil
        else { return nil }
        return nil
      }
      return pressures(label.entry, label.tokens, pair, index)
    }
    let kind = note.terms.measurements[label.entry]
    guard let number = number(at: index, limit), !isRange(number.end, limit) || kind.isScore && note.text.tokens[number.end].is("/") else {
      return nil
    }
    var unit = unit(at: number.end, label.entry).map { (unit: Optional($0.unit), end: $0.end) }
    if unit == nil, let stray = anyUnit(at: number.end, limit), !kind.isScore {
      // a unit that is not this label's
      if !stray.isEmpty { return nil }
    }
    if unit == nil, let headUnit { unit = (headUnit, number.end) }
    if unit == nil {
      guard !kind.isDrugLevel, isPlausible(number.value, label.entry, nil), strangers <= 2 else { return nil }
      // "4/10", "15/15": the first of two
      var end = number.end
      if kind.isScore, end + 1 < limit, note.text.tokens[end].is("/"), note.text.tokens[end + 1].kind == .number { end += 2 }
      if isCounted(number.end, limit) { return nil }
      unit = (nil, end)
    }
    let found = MeasurementMention(
      entry: label.entry, name: name(label.entry), label: label.tokens, value: number.value, comparator: comparator, unit: unit?.unit,
      tokens: index..<(unit?.end ?? number.end))
    return [found]
  }

  /// Further values of the same label: "89 % AA, 94 % sous 3 L", "8.9% (8.1% in May)", "134    84", "112/60 debout".
  private func more(
    _ label: Mention, after first: MeasurementMention, _ limit: Int, headUnit: Int32?, isRow: Bool, into found: inout [MeasurementMention]
  ) {
    var index = first.tokens.upperBound
    var strangers = 0
    var linked = false
    while index < limit {
      let token = note.text.tokens[index]
      if isPressure(label.entry), let pair = pressure(at: index, limit) {
        let values = pressures(label.entry, label.tokens, pair, index)
        found.append(contentsOf: values)
        index = pair.end
        strangers = 0
        continue
      }
      if token.is("("), note.isWord(index + 1, .norm) { return }
      if token.is(",") || token.is("(") || token.symbol == 0xAF && token.kind == .punctuation || note.isWord(index, .then)
        || note.isWord(index, .baseline) || note.isWord(index, .versus) || token.is("|")
      {
        linked = true
        index += 1
        continue
      }
      if !isPressure(label.entry), let date = note.dates.date(note.text, at: index) {
        index = date.end
        linked = true
        continue
      }
      // "163 lb (up 4 lb)" is a change
      if note.isWord(index, .upDown), index + 1 < limit, note.text.tokens[index + 1].kind == .number { return }
      if !isPressure(label.entry), let number = number(at: index, limit), !isRange(number.end, limit) {
        let unit = unit(at: number.end, label.entry)
        let wide = Int(token.start - note.text.tokens[index - 1].end) >= 2
        let isColumn = (wide || isRow && note.text.tokens[index - 1].is("|")) && (unit != nil || first.unit == headUnit) && strangers == 0
        let bracketed = linked && number.end < limit && note.text.tokens[number.end].is(")") && note.text.tokens[index - 1].is("(")
        let earlier = linked && unit == nil && strangers <= 1 && note.isWord(index - 1, .versus)
        let plain =
          bracketed || earlier || linked && unit != nil && strangers <= 3
          || linked && strangers == 0 && unit == nil && note.isWord(index - 1, .baseline)
        guard isColumn || plain, isPlausible(number.value, label.entry, unit?.unit ?? first.unit) else { return }
        if unit == nil, anyUnit(at: number.end, limit) != nil { return }
        found.append(
          MeasurementMention(
            entry: label.entry, name: name(label.entry), label: label.tokens, value: number.value,
            unit: unit?.unit ?? (isColumn ? first.unit : nil),
            tokens: index..<(unit?.end ?? number.end)))
        index = unit?.end ?? number.end
        strangers = 0
        linked = false
        continue
      }
      if token.kind == .word {
        if note.isWord(index, .goal) || note.isWord(index, .si) || note.isWord(index, .threshold) { return }
        strangers += 1
        if strangers > 4 { return }
      } else if token.is(".") || token.is(";") || token.kind == .number {
        return
      }
      index += 1
    }
  }

  // MARK: parts

  func number(at index: Int, _ limit: Int) -> NumberScanner.Number? {
    guard index < limit, note.text.tokens[index].kind == .number,
      let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index),
      number.end <= limit, !number.isFraction
    else { return nil }
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
    if let match = note.terms.units.match(note.text.note.bytes, at: Int(tokens[index + 2].end)) {
      let names = match.candidates.filter { ["mmHg", "cmHg"].contains(note.terms.string(note.terms.units.names[Int($0)])) }
      if let name = names.first {
        unit = name
        while end < limit, Int(tokens[end].end) <= match.end { end += 1 }
      }
    }
    return (high, low, index + 1, unit, end)
  }

  func pressures(
    _ entry: Int32, _ label: Range<Int>, _ pair: (high: Double, low: Double, slash: Int, unit: Int32?, end: Int), _ start: Int
  ) -> [MeasurementMention] {
    [("systolic_bp", pair.high), ("diastolic_bp", pair.low)].map { name, value in
      MeasurementMention(entry: entry, name: name, label: label, value: value, unit: pair.unit, tokens: start..<pair.end)
    }
  }

  /// A unit of the label's behind a number or a bracket.
  func unit(at index: Int, _ entry: Int32) -> (unit: Int32, end: Int)? {
    guard index > 0, let match = note.terms.units.match(note.text.note.bytes, at: Int(note.text.tokens[index - 1].end)) else { return nil }
    let units = note.terms.measurements[entry].units
    func isAccepted(_ candidate: Int32) -> Bool { units.contains { $0.unit == candidate } }
    guard let first = match.candidates.first(where: isAccepted) else { return nil }
    // "g/L" and "G/L" are told apart by the label's own units, then by case
    var unit = first
    if match.candidates.count > 1, case let accepted = match.candidates.filter(isAccepted), accepted.count > 1 {
      let written = note.text.note.string(Int(note.text.tokens[index - 1].end)..<match.end).filter { $0 != " " }
      unit = accepted.first { note.terms.string(note.terms.units.names[Int($0)]) == written } ?? first
    }
    var end = index
    while end < note.text.tokens.count, Int(note.text.tokens[end].end) <= match.end { end += 1 }
    return (unit, end)
  }

  /// The name of whatever unit stands behind a number; nil where none does.
  private func anyUnit(at index: Int, _ limit: Int) -> String? {
    guard index < limit, let match = note.terms.units.match(note.text.note.bytes, at: Int(note.text.tokens[index - 1].end)) else {
      return nil
    }
    let name = note.terms.string(note.terms.units.names[Int(match.candidates[0])])
    // a word that only looks like a unit: "m", "h", "s", "in", "log"
    return name.count == 1 && name != "%" && name != "g" || name == "in" || name == "log" || name == "ft" ? nil : name
  }

  /// "160-210": no single result.
  func isRange(_ end: Int, _ limit: Int) -> Bool {
    guard end + 1 < limit, note.text.tokens[end].is("-") || note.text.tokens[end].is("/") else { return false }
    return note.text.tokens[end + 1].kind == .number && !note.text.tokens[end + 1].flags.contains(.spaceBefore)
  }

  /// "3 fois", "2 jours": what is counted is no result.
  private func isCounted(_ end: Int, _ limit: Int) -> Bool {
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
    let units = kind.units.filter { unit == nil || $0.unit == unit }
    if units.isEmpty { return inside(value) }
    return units.contains { reference in
      reference.factor == 1 && reference.unit != kind.units[0].unit && unit != nil ? true : inside(value * reference.factor)
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
}
