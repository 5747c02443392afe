internal import ClinicalRecord

/// One record on one line: line breaks of the note are escaped.
func jsonLine(_ record: PatientRecord) -> [UInt8] { record.json(pretty: false) + [UInt8(ascii: "\n")] }
