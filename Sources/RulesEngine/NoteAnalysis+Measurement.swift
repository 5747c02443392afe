internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension NoteAnalysis {
  /// A result as the record has it, without evidence: the note's label, the unit's normal form, the code of label and unit.
  func measurement(_ mention: MeasurementMention, flag: Measurement.Flag?, date: String?) -> Measurement {
    let kind = terms.measurements[mention.entry]
    let reference = mention.unit.flatMap { unit in kind.units.first { $0.unit == unit } } ?? kind.units.first
    var codes: [Code] = []
    let loinc = reference?.loinc ?? kind.loinc
    if mention.name == "diastolic_bp" {
      codes = [Code(.loinc, "8462-4")]
    } else if !loinc.isEmpty {
      codes = [Code(.loinc, terms.string(loinc))]
    }
    return Measurement(
      name: mention.name, label: text.string(mention.label.isEmpty ? mention.tokens : mention.label), value: mention.value,
      unit: mention.unit.map { terms.unitNames[Int($0)] }, comparator: mention.comparator, flag: flag, date: date,
      codes: codes, evidence: [])
  }
}
