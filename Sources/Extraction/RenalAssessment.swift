package import ClinicalRecord
internal import TextScanning

/// Renal function from the results: the latest creatinine and eGFR, the KDIGO stage; an eGFR is computed (CKD-EPI 2021) where none is reported.
struct RenalAssessment {
  private(set) var function = RenalFunction()

  init(_ record: PatientRecord) {
    let creatinine = latest("creatinine", record)
    let reported = latest("egfr", record)
    if let creatinine {
      function.creatinine = Amount(creatinine.value, creatinine.unit)
      function.evidence += creatinine.evidence
    }
    if let reported {
      function.egfr = .init(value: reported.value, unit: reported.unit, source: .reported, equation: nil)
      function.evidence += reported.evidence
    } else if let creatinine, let milligrams = Self.milligramsPerDecilitre(creatinine), let age = record.patient.age, age.unit == .years,
      age.value >= 18,
      let sex = record.patient.sex
    {
      let value = ckdEpi2021(creatinine: milligrams, age: age.value, isFemale: sex.value == .female)
      function.egfr = .init(value: value.rounded(), unit: "mL/min/1.73m2", source: .computed, equation: "CKD-EPI 2021")
      function.evidence += age.evidence + sex.evidence
    }
    guard let egfr = function.egfr else { return }
    // a child's filtration rate has other norms
    guard record.patient.age.map({ $0.unit == .years && $0.value >= 18 }) ?? true else { return }
    let stage = kdigoStage(egfr.value)
    function.stage = stage
    function.summary = summary(stage, egfr, record.note.language)
  }

  private func summary(_ stage: RenalFunction.Stage, _ egfr: RenalFunction.FiltrationRate, _ language: Language) -> String {
    let french = language == .french
    let words =
      switch stage {
      case .g1: french ? "fonction rénale normale" : "normal kidney function"
      case .g2: french ? "fonction rénale légèrement diminuée" : "mildly decreased kidney function"
      case .g3a: french ? "insuffisance rénale légère à modérée" : "mildly to moderately decreased kidney function"
      case .g3b: french ? "insuffisance rénale modérée à sévère" : "moderately to severely decreased kidney function"
      case .g4: french ? "insuffisance rénale sévère" : "severely decreased kidney function"
      case .g5: french ? "insuffisance rénale terminale" : "kidney failure"
      }
    let how = egfr.source == .reported ? (french ? "rapporté" : "reported") : (french ? "calculé, CKD-EPI 2021" : "computed, CKD-EPI 2021")
    return "\(words) (\(how))"
  }

  /// nil where the note gives no unit that is known.
  private static func milligramsPerDecilitre(_ creatinine: Measurement) -> Double? {
    switch creatinine.unit {
    case "µmol/L": creatinine.value / 88.4
    case "mg/dL": creatinine.value
    case "mg/L": creatinine.value / 10
    default: nil
    }
  }
}

/// The latest dated result of a name, else the last in the note; a baseline value only where there is no other.
func latest(_ name: String, _ record: PatientRecord) -> Measurement? {
  let places = record.measurements.indices.filter { record.measurements[$0].name == name }
  if places.count < 2 { return places.first.map { record.measurements[$0] } }
  let all = places.map { record.measurements[$0] }
  let actual = all.filter { !isBaseline($0) }
  let candidates = actual.isEmpty ? all : actual
  if let latest = candidates.compactMap(\.date).max() { return candidates.last { $0.date == latest } }
  return candidates.max { ($0.evidence.first?.end ?? 0) < ($1.evidence.first?.end ?? 0) }
}

/// Words of the evidence, folded, that say that a value is not the present one.
private let earlierWords: [StaticString] = [
  "base", "baseline", "habituelle", "habituel", "precedent", "precedente", "anterieur", "anterieure", "anteriorite", "previous", "prior",
]

private func isBaseline(_ measurement: Measurement) -> Bool {
  measurement.evidence.contains { evidence in
    Array(folded(evidence.text).utf8).split(separator: UInt8(ascii: " ")).contains { word in
      earlierWords.contains { known in known.withUTF8Buffer { $0.elementsEqual(word) } }
    }
  }
}

/// CKD-EPI 2021, without race. Creatinine in mg/dL, age in years; mL/min/1.73 m². Source: Inker et al., NEJM 2021.
package func ckdEpi2021(creatinine: Double, age: Double, isFemale: Bool) -> Double {
  let kappa = isFemale ? 0.7 : 0.9
  let alpha = isFemale ? -0.241 : -0.302
  let ratio = creatinine / kappa
  return 142 * power(min(ratio, 1), alpha) * power(max(ratio, 1), -1.2) * power(0.9938, age) * (isFemale ? 1.012 : 1)
}

/// KDIGO GFR categories; mL/min/1.73 m².
package func kdigoStage(_ egfr: Double) -> RenalFunction.Stage {
  switch egfr {
  case 90...: .g1
  case 60..<90: .g2
  case 45..<60: .g3a
  case 30..<45: .g3b
  case 15..<30: .g4
  default: .g5
  }
}
