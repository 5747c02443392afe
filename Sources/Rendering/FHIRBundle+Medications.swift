internal import ClinicalRecord

extension FHIRBundle {
  /// A MedicationRequest of what is prescribed on leaving, a MedicationStatement of all else.
  func medication(_ drug: Medication, _ w: inout JSONWriter) {
    let isRequest = drug.list == .discharge
    w.key("status", isRequest ? drug.status.ofRequest : drug.status.ofStatement)
    if isRequest { w.key("intent", drug.status == .planned ? "proposal" : "order") }
    concept("medicationCodeableConcept", drug.name, drug.codes, &w)
    subject(&w)
    notes(drug.evidence, &w)
    let sig = drug.sig
    guard sig != Sig() else { return }
    w.key(named: isRequest ? "dosageInstruction" : "dosage") { w in w.array([sig]) { w, sig in w.object { dosage(sig, &$0) } } }
  }

  private func dosage(_ sig: Sig, _ w: inout JSONWriter) {
    let text = posology(sig, in: record.note.language)
    if !text.isEmpty { w.key("text", text) }
    timing(sig, &w)
    if sig.frequency.asNeeded { w.key("asNeededBoolean", true) }
    if let route = sig.route { w.key("route") { w in w.object { $0.key("text", route) } } }
    guard let quantity = sig.quantity else {
      if let strength = sig.strength { doses(&w) { self.quantity("doseQuantity", strength, nil, &$0) } }
      return
    }
    doses(&w) { w in
      guard let max = quantity.max else { return self.quantity("doseQuantity", Amount(quantity.value, quantity.unit), nil, &w) }
      w.key("doseRange") { w in
        w.object {
          self.quantity("low", Amount(quantity.value, quantity.unit), nil, &$0)
          self.quantity("high", Amount(max, quantity.unit), nil, &$0)
        }
      }
    }
  }

  private func doses(_ w: inout JSONWriter, _ body: (inout JSONWriter) -> Void) {
    w.key("doseAndRate") { w in w.array([0]) { w, _ in w.object { body(&$0) } } }
  }

  private func timing(_ sig: Sig, _ w: inout JSONWriter) {
    let rate = FHIRRate(sig.frequency)
    guard rate != nil || !sig.frequency.times.isEmpty || sig.duration != nil else { return }
    w.key("timing") { w in
      w.object { w in
        w.key("repeat") { w in
          w.object { w in
            if let duration = sig.duration {
              w.key("boundsDuration") { w in
                w.object {
                  $0.key("value", duration.value)
                  $0.key("system", "http://unitsofmeasure.org")
                  $0.key("code", duration.unit.symbol)
                }
              }
            }
            if let rate {
              w.key("frequency", rate.frequency)
              w.key("period", rate.period)
              w.key("periodUnit", rate.unit)
            }
            if !sig.frequency.times.isEmpty { w.key("when") { $0.array(sig.frequency.times) { $0.string($1.event) } } }
          }
        }
      }
    }
  }
}

/// So many times in so long, whole times as FHIR wants them.
private struct FHIRRate {
  var frequency: Int
  var period: Double
  var unit: String

  init?(_ frequency: Sig.Frequency) {
    if let hours = frequency.intervalHours, hours > 0 {
      (self.frequency, period, unit) = (1, hours, "h")
    } else if let times = frequency.timesPerDay, times > 0 {
      if let whole = Int(exactly: times) {
        (self.frequency, period, unit) = (whole, 1, "d")
      } else if let days = Int(exactly: (1 / times * 1000).rounded() / 1000) {
        (self.frequency, period, unit) = (1, Double(days), "d")
      } else {
        return nil
      }
    } else {
      return nil
    }
  }
}

extension Medication.Status {
  fileprivate var ofStatement: String {
    switch self {
    case .active, .started, .changed: "active"
    case .stopped: "stopped"
    case .held: "on-hold"
    case .planned: "intended"
    }
  }

  fileprivate var ofRequest: String {
    switch self {
    case .active, .started, .changed, .planned: "active"
    case .stopped: "stopped"
    case .held: "on-hold"
    }
  }
}

extension Sig.Moment {
  /// Of FHIR's EventTiming.
  fileprivate var event: String {
    switch self {
    case .morning: "MORN"
    case .noon: "NOON"
    case .evening: "EVE"
    case .bedtime: "HS"
    }
  }
}

extension Sig.Duration.Unit {
  /// Of UCUM.
  fileprivate var symbol: String {
    switch self {
    case .hours: "h"
    case .days: "d"
    case .weeks: "wk"
    case .months: "mo"
    case .years: "a"
    }
  }
}
