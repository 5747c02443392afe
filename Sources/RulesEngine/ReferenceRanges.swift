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
    // a sex's own ranges before everybody's; where the sex is unknown, only what holds for both
    let hasOwn = kind.ranges.contains { isOwn($0.who) }
    var flag: Measurement.Flag?
    var isFirst = true
    for range in kind.ranges where hasOwn ? isOwn(range.who) : !isChild && range.who == .anyone {
      let next = self.flag(value, mention.comparator, range)
      if !isFirst, next != flag { return nil }
      (flag, isFirst) = (next, false)
    }
    return flag
  }

  private func isOwn(_ who: MeasurementKind.ReferenceRange.Who) -> Bool {
    if isChild { return who == .child }
    return switch sex {
    case .male: who == .male
    case .female: who == .female
    case nil: who == .male || who == .female
    }
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
}
