internal import ClinicalRecord

/// One statement a row, as RFC 4180 has it: a header, commas, quotation marks where they are needed, CRLF. A statement's first evidence is
/// its place; what a kind of statement does not have is empty.
func csvTable(_ record: PatientRecord) -> [UInt8] {
  var table = CSVTable()
  table.add(CSVTable.columns)
  let rows = CSVRows(record: record)
  for row in rows.all { table.add(CSVTable.columns.map { row[$0] ?? "" }) }
  return table.bytes
}

struct CSVTable {
  static let columns = [
    "source", "category", "name", "ingredients", "list", "status", "polarity", "certainty", "time", "subject", "comparator", "value",
    "unit", "flag", "route", "frequency", "times_per_day", "interval_hours", "as_needed", "duration", "daily_dose", "daily_dose_unit",
    "date",
    "detail", "codes", "start", "end", "section", "evidence",
  ]

  private(set) var bytes: [UInt8] = []

  mutating func add(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: Self.quoted(Self.harmless(cell)).utf8)
    }
    bytes.append(contentsOf: "\r\n".utf8)
  }

  /// A spreadsheet takes words that begin so for a formula, and runs it; with an apostrophe in front they are words. A number stays one.
  static func harmless(_ cell: String) -> String {
    guard let first = cell.utf8.first, "=+-@\t\r".utf8.contains(first), Double(cell) == nil else { return cell }
    return "'" + cell
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}

/// The rows of a record, by column.
private struct CSVRows {
  let record: PatientRecord

  var all: [[String: String]] {
    var rows: [[String: String]] = []
    if let age = record.patient.age { rows.append(row("age", age.evidence, ["value": number(age.value), "unit": age.unit.rawValue])) }
    if let sex = record.patient.sex { rows.append(row("sex", sex.evidence, ["name": sex.value.rawValue])) }
    if let reason = record.stay.reason { rows.append(row("reason", reason.evidence, ["name": reason.text])) }
    if let day = record.stay.admitted { rows.append(row("admitted", day.evidence, ["date": day.date])) }
    if let day = record.stay.discharged { rows.append(row("discharged", day.evidence, ["date": day.date])) }
    rows += record.problems.map {
      row("problem", $0.evidence, ["name": $0.name, "detail": $0.kind.rawValue, "codes": codes($0.codes)], $0.assertion)
    }
    rows += record.allergies.map {
      row("allergy", $0.evidence, ["name": $0.substance, "detail": $0.reaction ?? "", "codes": codes($0.codes)], $0.assertion)
    }
    rows += record.medications.map { medication($0) }
    rows += record.procedures.map { row("procedure", $0.evidence, ["name": $0.name, "date": $0.date ?? ""], $0.assertion) }
    rows += record.measurements.map { measurement($0) }
    rows += record.followUp.map { row("follow_up", $0.evidence, ["name": $0.text, "date": $0.date ?? ""]) }
    return rows
  }

  private func row(_ category: String, _ evidence: [Evidence], _ cells: [String: String], _ assertion: Assertion? = nil) -> [String: String]
  {
    var row = cells
    row["source"] = record.note.source
    row["category"] = category
    if let assertion {
      row["polarity"] = assertion.polarity.rawValue
      row["certainty"] = assertion.certainty.rawValue
      row["time"] = assertion.time.rawValue
      row["subject"] = assertion.subject.rawValue
    }
    if let first = evidence.first {
      row["start"] = String(first.start)
      row["end"] = String(first.end)
      row["section"] = first.section?.rawValue ?? ""
      row["evidence"] = evidence.map(\.text).joined(separator: " … ")
    }
    return row
  }

  private func medication(_ drug: Medication) -> [String: String] {
    let sig = drug.sig
    let cells = [
      "name": drug.name, "ingredients": drug.ingredients.joined(separator: " + "), "codes": codes(drug.codes), "list": drug.list.rawValue,
      "status": drug.status.rawValue, "value": number(sig.strength?.value), "unit": sig.strength?.unit ?? "", "route": sig.route ?? "",
      "frequency": sig.frequency.text ?? "", "times_per_day": number(sig.frequency.timesPerDay),
      "interval_hours": number(sig.frequency.intervalHours), "as_needed": sig.frequency.isEmpty ? "" : String(sig.frequency.asNeeded),
      "duration": sig.duration.map { "\(number($0.value)) \($0.unit.rawValue)" } ?? "", "daily_dose": number(sig.dailyDose?.value),
      "daily_dose_unit": sig.dailyDose?.unit ?? "",
      "detail": sig.quantity.map {
        [number($0.value), $0.max.map { "to \(number($0))" }, $0.unit].compactMap(\.self).joined(separator: " ")
      } ?? "",
    ]
    return row("medication", drug.evidence, cells, drug.assertion)
  }

  private func measurement(_ result: Measurement) -> [String: String] {
    let cells = [
      "name": result.name, "detail": result.label, "comparator": result.comparator?.rawValue ?? "", "value": number(result.value),
      "unit": result.unit ?? "", "flag": result.flag?.rawValue ?? "", "date": result.date ?? "", "codes": codes(result.codes),
    ]
    return row("measurement", result.evidence, cells)
  }

  private func codes(_ codes: [Code]) -> String { codes.map { "\($0.system.rawValue):\($0.code)" }.joined(separator: " ") }

  /// As in JSON; empty where there is none.
  private func number(_ value: Double?) -> String {
    guard let value else { return "" }
    var writer = JSONWriter(capacity: 32)
    writer.number(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
