internal import ClinicalRecord

extension Language {
  /// A number and its unit, on one line.
  func amount(_ amount: Amount) -> String { number(amount.value) + unitBehind(amount.unit) }

  /// A unit behind its number: `5 mg`, `88/min`, and `97 %` or `97%`.
  func unitBehind(_ unit: String?) -> String {
    guard let unit, !unit.isEmpty else { return "" }
    if unit.hasPrefix("/") || (self == .english && unit == "%") { return self.unit(unit) }
    return "\(noBreak)\(self.unit(unit))"
  }

  /// The record's unit as a person writes it: `UI` for `IU` in French, `m²` for `m2`.
  func unit(_ unit: String) -> String {
    unit.split(separator: "/", omittingEmptySubsequences: false).map { written(String($0)) }.joined(separator: "/")
  }

  private func written(_ part: String) -> String {
    switch (part, self) {
    case ("1.73m2", .french): "1,73\(noBreak)m²"
    case ("1.73m2", .english): "1.73\(noBreak)m²"
    case ("m2", _): "m²"
    case ("cm2", _): "cm²"
    case ("mm3", _): "mm³"
    case ("IU", .french): "UI"
    case ("mIU", .french): "mUI"
    case ("kIU", .french): "kUI"
    case ("MIU", .french): "MUI"
    case ("day", .french): "j"
    default: part
    }
  }

  /// What is taken in a day: `75 mg/j`.
  func perDay(_ dose: Amount) -> String {
    let text = amount(dose)
    if let unit = dose.unit, unit.hasSuffix("/day") || unit.hasSuffix("/24h") { return text }
    return text + self[Phrase("/j", "/day")]
  }
}
