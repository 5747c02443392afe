internal import ClinicalRecord

/// Liver function from the latest of each result; a Child–Pugh score only where the note reports one.
struct HepaticAssessment {
  private(set) var function = HepaticFunction()

  init(_ record: PatientRecord) {
    var used: [Measurement] = []
    func amount(_ name: String) -> Amount? {
      guard let result = latest(name, record) else { return nil }
      used.append(result)
      return Amount(result.value, result.unit)
    }
    function.ast = amount("ast")
    function.alt = amount("alt")
    function.bilirubin = amount("bilirubin")
    function.alp = amount("alp")
    function.ggt = amount("ggt")
    // albumin and INR alone say nothing of the liver
    let hasLiverTest = !used.isEmpty
    if let score = latest("child_pugh", record) {
      function.childPugh = .init(score: score.value, grade: score.value <= 6 ? "A" : score.value <= 9 ? "B" : "C")
      function.evidence += score.evidence
    }
    guard hasLiverTest || function.childPugh != nil else { return }
    function.albumin = amount("albumin")
    function.inr = amount("inr")
    function.evidence += used.flatMap(\.evidence)
    function.summary = summary(used, record.note.language)
  }

  private func summary(_ results: [Measurement], _ language: Language) -> String? {
    let french = language == .french
    var parts: [String] = []
    if let childPugh = function.childPugh { parts.append("Child-Pugh \(childPugh.grade)") }
    let abnormal = results.filter { $0.flag == .high || $0.flag == .low || $0.flag == .critical }
    if abnormal.isEmpty {
      if results.contains(where: { $0.flag == .normal }) { parts.append(french ? "bilan hépatique normal" : "normal liver tests") }
    } else {
      let list = abnormal.map { "\($0.label) \($0.flag == .low ? "↓" : $0.flag == .critical ? "‼" : "↑")" }
      parts.append(list.joined(separator: ", "))
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
