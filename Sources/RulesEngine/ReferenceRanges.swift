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
    let flags = ranges(kind).map { flag(value, mention.comparator, $0) }
    // where the sex is unknown, only what holds for both
    guard let first = flags.first, flags.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  private func flag(_ value: Double, _ comparator: Measurement.Comparator?, _ range: MeasurementKind.ReferenceRange) -> Measurement.Flag? {
    if let low = range.low, value < low || value == low && comparator == .less { return comparator == .greater ? nil : .low }
    if let high = range.high, value > high || value == high && comparator == .greater { return comparator == .less ? nil : .high }
    return .normal
  }

  private func isPlausible(_ value: Double, _ kind: MeasurementKind) -> Bool {
    guard let range = kind.plausible else { return false }
    return value >= (range.low ?? -.infinity) && value <= (range.high ?? .infinity)
  }

  private func ranges(_ kind: MeasurementKind) -> [MeasurementKind.ReferenceRange] {
    if isChild { return kind.ranges.filter { $0.who == .child } }
    let own: [MeasurementKind.ReferenceRange] =
      switch sex {
      case .male: kind.ranges.filter { $0.who == .male }
      case .female: kind.ranges.filter { $0.who == .female }
      case nil: kind.ranges.filter { $0.who == .male || $0.who == .female }
      }
    return own.isEmpty ? kind.ranges.filter { $0.who == .anyone } : own
  }
}
