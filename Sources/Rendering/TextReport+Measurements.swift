internal import ClinicalRecord

extension TextReport {
  /// Vital signs, then tests; each undated first, then by date.
  var measurements: [StyledText] {
    let shown = shownInOrganFunction
    let rest = record.measurements.filter { result in
      !shown.contains { $0.name == result.name && $0.amount == Amount(result.value, result.unit) }
    }
    return group(Words.vitals, rest.filter { vitalSigns.contains($0.name) })
      + group(Words.tests, rest.filter { !vitalSigns.contains($0.name) })
  }

  private func group(_ heading: Phrase, _ results: [Measurement]) -> [StyledText] {
    let dates = Set(results.map(\.date)).sorted { ($0 ?? "") < ($1 ?? "") }
    return dates.flatMap { date in
      let heading = language[heading] + (date.map { " \(language[Words.on]) \(language.day($0))" } ?? "")
      return under(.spaces(2) + StyledText(language.label(heading), .dim), paired(results.filter { $0.date == date }))
    }
  }

  /// Readings below their label, or behind it where one short line holds them; with evidence one a line.
  private func under(_ label: StyledText, _ readings: [Reading]) -> [StyledText] {
    if options.showsEvidence {
      return [label] + readings.flatMap { reading in grid([reading]).map { .spaces(4) + $0 } + proof(reading.evidence, indent: 6) }
    }
    let lines = grid(readings)
    let behind = label + .spaces(1) + lines[0]
    return lines.count == 1 && behind.width <= width ? [behind] : [label] + lines.map { .spaces(4) + $0 }
  }

  private func grid(_ readings: [Reading]) -> [StyledText] { Grid(items: readings.map(\.item)).lines(width: width - 4) }

  private struct Reading {
    var item: Grid.Item
    var evidence: [Evidence]
  }

  /// Results as they are printed: a systolic pressure and the diastolic one behind it are one reading (`142/85 mmHg`).
  private func paired(_ results: [Measurement]) -> [Reading] {
    var readings: [Reading] = []
    var index = 0
    while index < results.count {
      let result = results[index]
      let next = index + 1 < results.count ? results[index + 1] : nil
      if result.name == "systolic_bp", let next, next.name == "diastolic_bp", next.unit == result.unit, result.comparator == nil,
        next.comparator == nil
      {
        let flag = [result.flag, next.flag].compactMap { $0 }.max { $0.weight < $1.weight }
        let value = "\(language.number(result.value))/\(language.number(next.value))\(language.unitBehind(result.unit))"
        let evidence = result.evidence + next.evidence.filter { !result.evidence.contains($0) }
        readings.append(Reading(item: item(result.label, value, flag), evidence: evidence))
        index += 2
      } else {
        let value = (result.comparator.map { "\($0.sign)\(noBreak)" } ?? "") + language.amount(Amount(result.value, result.unit))
        readings.append(Reading(item: item(result.label, value, result.flag), evidence: result.evidence))
        index += 1
      }
    }
    return readings
  }

  private func item(_ label: String, _ value: String, _ flag: Measurement.Flag?) -> Grid.Item {
    let style = flag?.style ?? .plain
    return Grid.Item(label: StyledText(label), value: StyledText(value + (flag?.mark.map { "\(noBreak)\($0)" } ?? ""), style))
  }
}

/// The measurements with the flag `vital` in measurements.tsv.
private let vitalSigns: Set<String> = [
  "systolic_bp", "diastolic_bp", "mean_bp", "heart_rate", "respiratory_rate", "temperature", "spo2", "weight", "height", "bmi",
  "body_surface_area",
  "head_circumference", "birth_weight", "birth_length", "waist", "arm_circumference",
]

extension Measurement.Flag {
  var mark: String? {
    switch self {
    case .low: "↓"
    case .normal: nil
    case .high: "↑"
    case .critical: "‼"
    }
  }

  var style: TextStyle {
    switch self {
    case .normal: .plain
    case .low, .high: .caution
    case .critical: .alarm
    }
  }

  fileprivate var weight: Int {
    switch self {
    case .normal: 0
    case .low, .high: 1
    case .critical: 2
    }
  }
}

extension Measurement.Comparator {
  fileprivate var sign: String {
    switch self {
    case .less: "<"
    case .lessOrEqual: "≤"
    case .greaterOrEqual: "≥"
    case .greater: ">"
    }
  }
}
