internal import ClinicalRecord

/// One record, indented, as `pie schema` describes it.
func indentedJSON(_ record: PatientRecord) -> [UInt8] { record.json(pretty: true) + [UInt8(ascii: "\n")] }
