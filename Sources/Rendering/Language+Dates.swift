internal import ClinicalRecord

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

extension Language {
  /// An ISO 8601 day, however much of it is known: `12/03/2024`, `03/2024`, `2024`; in English `12 Mar 2024`, which nobody reads the other
  /// way round. Anything else is left as it is.
  func day(_ iso: String) -> String {
    let parts = iso.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts[0].count == 4, parts.allSatisfy({ Int($0) != nil }) else { return iso }
    guard parts.count > 1, parts[1].count == 2, let month = Int(parts[1]), months.indices.contains(month - 1) else { return iso }
    let day = parts.count == 3 ? String(parts[2]) : nil
    switch self {
    case .french: return [day, String(parts[1]), String(parts[0])].compactMap { $0 }.joined(separator: "/")
    case .english:
      let number = day.flatMap { Int($0) }.map { String($0) }
      return [number, months[month - 1], String(parts[0])].compactMap { $0 }.joined(separator: String(noBreak))
    }
  }
}
