internal import ClinicalRecord
internal import TextScanning

/// An insight of a record as the marks name it: a category, its evidence, its values by the marks' keys.
struct FoundInsight {
  var category: MarkedCase.Category
  var name: String
  var evidence: [Evidence]
  /// In the form in which a mark has them; nil where the record has null.
  var values: [String: String?] = [:]

  func overlaps(_ range: Range<Int>) -> Bool { evidence.contains { $0.start < range.upperBound && range.lowerBound < $0.end } }

  /// Throws for a key that the category does not have.
  func meets(_ key: String, _ wanted: String) throws -> Bool {
    guard let found = values[key] else { throw CaseError(description: "\(category.rawValue) has no key \(key)") }
    guard let found else { return wanted == "none" || wanted == "null" }
    switch key {
    case "reaction", "substance": return folded(found).contains(folded(wanted.spaced))
    case "moments": return Set(found.split(separator: "+")) == Set(wanted.split(separator: "+"))
    case "ingredients", "route": return found == wanted.spaced
    case "unit": return found == wanted.spaced
    default: return sameAmount(found, wanted)
    }
  }

  var description: String {
    let filled = values.sorted { $0.key < $1.key }.compactMap { key, value in value.map { "\(key)=\($0)" } }
    return "\(name) {\(filled.joined(separator: " "))} «\(evidence.map(\.text).joined(separator: "» «"))»"
  }
}

extension String {
  fileprivate var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}

/// `12.50mg` is `12.5mg`, `3/7` is 0.428571; what is no number must be the same words.
private func sameAmount(_ found: String, _ wanted: String) -> Bool {
  if found == wanted { return true }
  func parts(_ text: String) -> (Double, Substring)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    guard var value = Double(digits) else { return nil }
    var rest = text[digits.endIndex...]
    if rest.hasPrefix("/"), let below = Double(rest.dropFirst()) {
      value /= below
      rest = ""
    }
    return (value, rest)
  }
  guard let a = parts(found), let b = parts(wanted), a.1 == b.1 else { return false }
  return abs(a.0 - b.0) <= 0.001 * max(1, abs(b.0))
}

extension PatientRecord {
  /// All insights, as the marks name them.
  var insights: [FoundInsight] {
    var all: [FoundInsight] = []
    if let age = patient.age {
      all.append(
        .init(category: .age, name: "age", evidence: age.evidence, values: ["value": plain(age.value), "unit": age.unit.rawValue]))
    }
    if let sex = patient.sex {
      all.append(.init(category: .sex, name: "sex", evidence: sex.evidence, values: ["value": sex.value.rawValue]))
    }
    if let reason = stay.reason { all.append(.init(category: .reason, name: reason.text, evidence: reason.evidence)) }
    if let day = stay.admitted {
      all.append(.init(category: .admitted, name: "admitted", evidence: day.evidence, values: ["date": day.date]))
    }
    if let day = stay.discharged {
      all.append(.init(category: .discharged, name: "discharged", evidence: day.evidence, values: ["date": day.date]))
    }
    all += problems.map {
      .init(
        category: .problem, name: $0.name, evidence: $0.evidence, values: $0.assertion.values.merging(["kind": $0.kind.rawValue]) { $1 })
    }
    all += allergies.map {
      .init(
        category: .allergy, name: $0.substance, evidence: $0.evidence, values: $0.assertion.values.merging(["reaction": $0.reaction]) { $1 }
      )
    }
    all += medications.map(\.insight)
    all += procedures.map {
      .init(category: .procedure, name: $0.name, evidence: $0.evidence, values: $0.assertion.values.merging(["date": $0.date]) { $1 })
    }
    all += measurements.map {
      .init(
        category: .measurement, name: $0.label, evidence: $0.evidence,
        values: [
          "name": $0.name, "value": plain($0.value), "unit": $0.unit, "flag": $0.flag?.rawValue, "comparator": $0.comparator?.rawValue,
          "date": $0.date,
        ])
    }
    all += followUp.map { .init(category: .followup, name: $0.text, evidence: $0.evidence, values: ["date": $0.date]) }
    return all
  }
}

extension Assertion {
  fileprivate var values: [String: String?] {
    ["polarity": polarity.rawValue, "certainty": certainty.rawValue, "time": time.rawValue, "subject": subject.rawValue]
  }
}

extension Medication {
  fileprivate var insight: FoundInsight {
    var values = assertion.values
    values["list"] = list.rawValue
    values["status"] = status.rawValue
    values["ingredients"] = ingredients.joined(separator: "+")
    values["strength"] = .some(sig.strength.map(plain))
    values["quantity"] = .some(sig.quantity.map { plain($0.value) + ($0.max.map { "-" + plain($0) } ?? "") })
    values["unit"] = .some(sig.quantity?.unit)
    values["times"] = .some(sig.frequency.timesPerDay.map(plain))
    values["interval"] = .some(sig.frequency.intervalHours.map(plain))
    values["moments"] = sig.frequency.times.map(\.rawValue).joined(separator: "+")
    values["prn"] = sig.frequency.asNeeded ? "yes" : "no"
    values["duration"] = .some(sig.duration.map { plain($0.value) + $0.unit.rawValue.prefix(1) })
    values["daily"] = .some(sig.dailyDose.map(plain))
    values["route"] = .some(sig.route)
    return FoundInsight(category: .medication, name: name, evidence: evidence, values: values)
  }
}

private func plain(_ amount: Amount) -> String { plain(amount.value) + (amount.unit ?? "") }

private func plain(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)" }
