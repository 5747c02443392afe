internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Low, normal, high or critical, by the table's ranges for the patient's sex and age.
struct ReferenceRanges {
  let terms: Terminology
  let sex: Patient.Sex.Value?
  let isChild: Bool

  /// nil where no range is known for the unit, the sex or the age.
  func flag(_ mention: MeasurementMention) -> Measurement.Flag? {
    let kind = terms.measurements[mention.entry]
    guard mention.name == terms.string(kind.name) else { return nil }
    var factor = 1.0
    if let unit = mention.unit {
      guard let index = kind.units.firstIndex(where: { $0.unit == unit }) else { return nil }
      // a unit that no factor turns into the base unit
      if index > 0, kind.units[index].factor == 1 { return nil }
      factor = kind.units[index].factor
    } else if kind.units.count > 1, !isPlausible(mention.value, kind) {
      return nil
    }
    let value = mention.value * factor
    if let limit = kind.criticalBelow, value < limit, mention.comparator != .greater { return .critical }
    if let limit = kind.criticalAbove, value > limit, mention.comparator != .less { return .critical }
    guard let range = range(kind) else { return nil }
    if let low = range.low, value < low || value == low && mention.comparator == .less { return mention.comparator == .greater ? nil : .low }
    if let high = range.high, value > high || value == high && mention.comparator == .greater { return mention.comparator == .less ? nil : .high }
    return .normal
  }

  private func isPlausible(_ value: Double, _ kind: MeasurementKind) -> Bool {
    guard let range = kind.plausible else { return false }
    return value >= (range.low ?? -.infinity) && value <= (range.high ?? .infinity)
  }

  private func range(_ kind: MeasurementKind) -> MeasurementKind.ReferenceRange? {
    if isChild { return kind.ranges.first { $0.who == .child } }
    switch sex {
    case .male: if let range = kind.ranges.first(where: { $0.who == .male }) { return range }
    case .female: if let range = kind.ranges.first(where: { $0.who == .female }) { return range }
    case nil: break
    }
    return kind.ranges.first { $0.who == .anyone }
  }
}
