internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Results that no body has: a slip of the pen, or another unit than the one written. They stay in the record, without a flag, and a warning
/// names their kind.
struct Plausibility {
  let terms: Terminology

  func check(_ record: inout PatientRecord) {
    var named: [String] = []
    for index in record.measurements.indices where !isPlausible(record.measurements[index]) {
      record.measurements[index].flag = nil
      let name = record.measurements[index].name
      if !named.contains(name) { named.append(name) }
    }
    for name in named {
      record.warnings.append(
        Warning(.implausibleValue, "a result of \(name) is beyond what such a result can be: check the number and its unit in the note"))
    }
  }

  private func isPlausible(_ measurement: Measurement) -> Bool {
    guard let entry = terms.measurement(measurement.name) else { return true }
    let kind = terms.measurements[entry]
    guard let range = kind.plausible else { return true }
    func isInside(_ value: Double) -> Bool { value >= (range.low ?? -.infinity) && value <= (range.high ?? .infinity) }
    guard let name = measurement.unit else { return kind.units.isEmpty || kind.units.contains { isInside(measurement.value * $0.factor) } }
    guard let position = kind.units.firstIndex(where: { terms.unitNames[Int($0.unit)] == name }) else { return true }
    let unit = kind.units[position]
    // a unit that no factor turns into the base unit
    if position > 0, unit.factor == 1, name != terms.unitNames[Int(kind.units[0].unit)] { return true }
    return isInside(measurement.value * unit.factor)
  }
}
