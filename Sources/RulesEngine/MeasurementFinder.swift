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
  /// The words of the column that give the date, or say that the value is an earlier one.
  var column: Range<Int>?

  var hasOwnLabel: Bool { !isImplied && !label.isEmpty }
}

/// Finds results in lines, tables and prose. Goals, thresholds, reference ranges and changes are none.
struct MeasurementFinder {
  let note: NoteAnalysis
  let dates: ResultDates
  private let columns: ResultColumns
  private let pressureEntry: Int32?

  init(note: NoteAnalysis) {
    self.note = note
    pressureEntry = note.terms.measurement("systolic_bp")
    dates = ResultDates(note: note)
    columns = ResultColumns(note: note)
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
    for index in found.indices.reversed() {
      guard let column = columns.column(of: found[index].tokens.lowerBound) else {
        found[index].date = dates.date(of: found[index].tokens.lowerBound)
        continue
      }
      switch column.meaning {
      case .date(let iso): (found[index].date, found[index].column) = (iso, column.tokens)
      case .earlier: found[index].column = column.tokens
      case .norm: found.remove(at: index)
      case .other: break
      }
    }
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
    guard !isHypothetical(label.tokens) else { return }
    if isGoal(label.tokens, sentence) { return readBesideGoal(label, line.tokens.upperBound, into: &found) }
    var index = first
    var strangers = 0
    var afterComma = false
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
        // "daily weights, 2 g sodium diet"
        if afterComma, let first = value.first, !isPlausible(first.value, label.entry, first.unit) { return }
        found.append(contentsOf: value)
        more(label, after: value[value.count - 1], limit, headUnit: headUnit, isRow: isRow, into: &found)
        return
      }
      if token.kind == .word {
        if note.isWord(index, .goal) || note.isWord(index, .threshold) || isChange(index, limit) { return }
        strangers += 1
        if strangers > 5 || note.mentions(overlapping: index..<index + 1).contains(where: { $0.kind == .drug }) { return }
      } else if token.kind == .number {
        // a number that is no value of this label: J8, a range, another unit
        guard strangers < 5, let number = note.numbers.number(in: note.text.note, note.text.tokens, at: index) else { return }
        if number.end < limit, note.text.tokens[number.end].is("-") || note.text.tokens[number.end].is("/") { return }
        strangers += 2
        index = number.end
        continue
      } else if token.is(","), index == label.tokens.upperBound {
        afterComma = true
      } else if token.is("."), isLeader(index) {
        // "Créatinine ........ 118"
      } else if token.is(",") || token.is(".") || token.is(";") {
        return
      }
      index += 1
    }
  }

  /// A dot of a row of dots.
  private func isLeader(_ index: Int) -> Bool {
    index + 1 < note.text.tokens.count && note.text.tokens[index + 1].is(".") || note.text.tokens[index - 1].is(".")
  }

  /// "rose by 30 µmol/L", "a diminué de 2 g/dL", not "est passée de 75 à 92".
  private func isChange(_ index: Int, _ limit: Int) -> Bool {
    if note.isWord(index, .byOnly), index + 1 < limit, note.text.tokens[index + 1].kind == .number { return true }
    guard note.isWord(index, .changeOf), index + 2 < limit, note.isWord(index + 1, .ofOnly), note.text.tokens[index + 2].kind == .number
    else {
      return false
    }
    return !(index + 3..<min(index + 7, limit)).contains { note.isWord($0, .toOnly) }
  }

  /// "Goal BP < 130/80; today 142/84": the pair behind a word for today is the result.
  private func readBesideGoal(_ label: Mention, _ limit: Int, into found: inout [MeasurementMention]) {
    guard isPressure(label.entry) else { return }
    for index in label.tokens.upperBound..<max(limit, label.tokens.upperBound) where note.isWord(index, .nowWord) {
      for start in index + 1..<max(index + 1, min(index + 4, limit)) {
        guard let pair = pressure(at: start, limit) else { continue }
        // between label and result stands the goal, which is no evidence
        found.append(contentsOf: pressures(label.entry, start..<start, pair, start))
        return
      }
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
      // "if BP >= 140/90" is a threshold
      if comparator != nil || index > 0 && note.text.tokens[index - 1].is("=") && index > 1 && note.text.tokens[index - 2].is(">") {
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
      entry: label.entry, name: name(label.entry), label: label.tokens, value: isNegative(index, kind) ? -number.value : number.value,
      comparator: comparator, unit: unit?.unit,
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
    var unit = first.unit
    // behind an arrow, or "to" right behind a value: the next of a trend
    var follows = false
    while index < limit {
      let token = note.text.tokens[index]
      if isAtMinute(index, limit) {
        index += 3
        continue
      }
      if let end = arrow(index, limit) ?? (strangers == 0 && !linked && note.isWord(index, .toOnly) ? index + 1 : nil) {
        follows = true
        index = end
        continue
      }
      if isPressure(label.entry), let pair = pressure(at: index, limit) {
        let values = pressures(label.entry, label.tokens, pair, index)
        found.append(contentsOf: values)
        index = pair.end
        strangers = 0
        continue
      }
      if token.is("("), note.isWord(index + 1, .norm) { return }
      // "91,2 kg (- 1,3 kg)" is a change
      if token.is("("), index + 2 < limit, note.text.tokens[index + 1].is("-") || note.text.tokens[index + 1].is("+") { return }
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
        let own = self.unit(at: number.end, label.entry)
        if follows, strangers <= 1, own != nil || !isCounted(number.end, limit) && anyUnit(at: number.end, limit) == nil,
          isPlausible(number.value, label.entry, own?.unit ?? unit)
        {
          // "75 → 92 µmol/L": the unit is both's
          if let own, unit == nil { found[found.count - 1].unit = own.unit }
          unit = own?.unit ?? unit
          found.append(
            MeasurementMention(
              entry: label.entry, name: name(label.entry), label: label.tokens, value: number.value, unit: unit,
              tokens: index..<(own?.end ?? number.end)))
          index = own?.end ?? number.end
          (strangers, linked, follows) = (0, false, false)
          continue
        }
        let unit = own
        let wide = Int(token.start - note.text.tokens[index - 1].end) >= 2
        let isColumn = (wide || isRow && note.text.tokens[index - 1].is("|")) && (unit != nil || first.unit == headUnit) && strangers == 0
        let bracketed = linked && number.end < limit && note.text.tokens[number.end].is(")") && note.text.tokens[index - 1].is("(")
        let earlier = linked && unit == nil && strangers <= 1 && note.isWord(index - 1, .versus)
        let plain =
          bracketed || earlier || linked && unit != nil && strangers <= 3
          || linked && strangers == 0 && unit == nil && note.isWord(index - 1, .baseline)
          || linked && strangers == 0 && isAtMinute(number.end, limit)
        let column = wide || isColumn ? columns.column(of: index)?.meaning : nil
        guard isColumn || plain || column != nil && column != .norm && unit == nil && strangers == 0,
          isPlausible(number.value, label.entry, unit?.unit ?? first.unit)
        else { return }
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
      } else if token.kind == .number, let number = number(at: index, limit), isCounted(number.end, limit) {
        // "87 % after 2 min walk, 93 % …"
        index = number.end
        continue
      } else if token.is(".") || token.is(";") || token.kind == .number {
        return
      }
      index += 1
    }
  }
}
