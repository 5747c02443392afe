internal import ClinicalRecord

extension Language {
  /// `1,5` or `1.5`; thousands apart from 10 000 on (`150 000`, `150,000`); six decimals at most, no exponent.
  func number(_ value: Double) -> String {
    let millionths = (abs(value) * 1_000_000).rounded()
    guard value.isFinite, millionths < 1e15, millionths > 0 || value == 0 else { return "\(value)" }
    let whole = Int(millionths) / 1_000_000
    var decimals = String(String(Int(millionths) % 1_000_000 + 1_000_000).dropFirst())
    while decimals.last == "0" { decimals.removeLast() }
    let sign = value < 0 ? "-" : ""
    let point = self == .french ? "," : "."
    return sign + grouped(whole) + (decimals.isEmpty ? "" : point + decimals)
  }

  /// A count of tablets or the like, where a half is written as a person writes it: `½`, `1½`, `¾`.
  func count(_ value: Double) -> String {
    let whole = value.rounded(.down)
    let marks = [(0.25, "¼"), (0.5, "½"), (0.75, "¾"), (1.0 / 3, "⅓"), (2.0 / 3, "⅔")]
    guard value >= 0, value < 100, let mark = marks.first(where: { abs(value - whole - $0.0) < 0.005 }) else { return number(value) }
    return (whole == 0 ? "" : number(whole)) + mark.1
  }

  private func grouped(_ value: Int) -> String {
    let digits = String(value)
    guard digits.count > 4 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(self == .french ? noBreak : ",") }
      result.append(digit)
    }
    return result
  }
}
