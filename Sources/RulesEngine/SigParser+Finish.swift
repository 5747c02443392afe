internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension SigParser {
  /// Puts together what the walk found: intakes, rate, daily dose.
  func finish(_ state: State, _ range: Range<Int>) -> Result {
    // nothing was found
    guard state.some || state.formRoute != nil else { return Result(end: state.end) }
    var sig = Sig()
    var state = state
    sig.strength = state.strength
    sig.route = state.route ?? state.formRoute
    sig.duration = state.duration
    sig.frequency.asNeeded = state.asNeeded
    if state.weekdays > 0 {
      if state.isExcept {
        if state.weekdays < 7, state.intervalHours == nil {
          state.timesPerDay = (state.timesPerDay ?? Double(max(1, state.intakes.count))) * Double(7 - state.weekdays) / 7
        }
      } else if state.weekdays == 1 {
        if state.timesPerDay == nil { state.intervalHours = state.intervalHours ?? 168 }
      } else if state.timesPerDay == nil, state.intervalHours == nil {
        state.timesPerDay = Double(state.weekdays) / 7
      }
    }
    sig.frequency.intervalHours = state.intervalHours
    sig.frequency.timesPerDay = state.timesPerDay
    if !state.intakes.isEmpty {
      sig.frequency.times = state.intakes.compactMap(\.moment).sorted()
      if state.timesPerDay == nil, state.intervalHours == nil { sig.frequency.timesPerDay = Double(state.intakes.count) }
      // "le soir une fois par semaine" names no intake of every day
      if let interval = state.intervalHours, interval > 24 { sig.frequency.times = [] }
    }
    if let tokens = state.frequencyTokens { sig.frequency.text = note.text.string(tokens) }
    let quantities = state.intakes.compactMap(\.quantity)
    var uneven: Double?
    if let first = quantities.first, quantities.count == state.intakes.count {
      let values = quantities.map(\.value)
      let low = values.min() ?? first.value
      let high = values.max() ?? first.value
      if high > low {
        sig.quantity = Sig.Quantity(value: low, max: high, unit: first.unit)
        uneven = values.reduce(0, +)
      } else {
        sig.quantity = first
      }
    } else {
      sig.quantity = state.quantity
    }
    sig.dailyDose = state.hasMaximum ? nil : state.isPerDay ? sig.strength : dailyDose(sig, uneven: uneven)
    return Result(sig: sig, end: state.end, isEmpty: !state.some)
  }

  /// Strength × quantity × times a day; nil for a range, for what is taken less than daily, and where no unit is known.
  func dailyDose(_ sig: Sig, uneven: Double?) -> Amount? {
    let rate = sig.frequency.timesPerDay ?? sig.frequency.intervalHours.map { 24 / $0 }
    guard let rate, rate >= 1 else { return nil }
    if sig.quantity?.max != nil, uneven == nil { return nil }
    if let strength = sig.strength {
      guard let unit = strength.unit, unit != "%", !unit.hasSuffix("/mL"), !unit.hasSuffix("/h"), !unit.hasSuffix("/min") else {
        return nil
      }
      if let form = sig.quantity?.unit, form == "mL" { return nil }
      let count = uneven ?? (sig.quantity?.value ?? 1) * rate
      return Amount(rounded(strength.value * count), unit)
    }
    guard let quantity = sig.quantity, quantity.unit == "IU" else { return nil }
    return Amount(rounded(uneven ?? quantity.value * rate), "IU")
  }
}

/// Six decimals, so that arithmetic prints as a person would write it.
func rounded(_ value: Double) -> Double { (value * 1_000_000).rounded() / 1_000_000 }

extension NoteAnalysis {
  /// The route that a counted form implies.
  func formRoute(_ form: SigWord, _ route: inout String?) {
    guard route == nil else { return }
    switch terms.string(form.value) {
    case "tablet", "capsule", "sachet", "spoon", "lozenge": route = "oral"
    case "puff", "nebule": route = "inhaled"
    case "patch": route = "transdermal"
    case "suppository": route = "rectal"
    case "pessary": route = "vaginal"
    case "application": route = "topical"
    default: break
    }
  }

  func dosageFormRoute(_ form: String, _ route: inout String?) {
    guard route == nil else { return }
    switch form {
    case "eye_drops", "eye_ointment": route = "ophthalmic"
    case "ear_drops": route = "otic"
    case "nasal_spray", "nasal_drops": route = "nasal"
    case "cream", "ointment", "gel", "lotion", "topical": route = "topical"
    case "inhaler": route = "inhaled"
    case "syrup", "oral_solution", "oral_suspension", "oral_drops", "elixir": route = "oral"
    default: break
    }
  }
}
