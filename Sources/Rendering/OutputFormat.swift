package import ClinicalRecord

/// What a record can be printed as.
package enum OutputFormat: String, Sendable, CaseIterable {
  /// A report for people, in the note's language.
  case text
  /// One record, indented.
  case json
  /// One record a line.
  case jsonl
  /// One statement a row.
  case csv
  /// A FHIR R4 Bundle, indented.
  case fhir
}

/// How a record is printed. JSON heeds none of it.
package struct RenderingOptions: Sendable, Equatable {
  /// Colour and width of the text report.
  package var style: TerminalStyle
  /// The note's words and their place under each line of the text report.
  package var showsEvidence: Bool

  package init(style: TerminalStyle = .plain, showsEvidence: Bool = false) {
    self.style = style
    self.showsEvidence = showsEvidence
  }
}

/// A record as UTF-8 bytes, ending in a newline.
package func render(_ record: PatientRecord, as format: OutputFormat, options: RenderingOptions = RenderingOptions()) -> [UInt8] {
  switch format {
  case .text: textReport(record, options)
  case .json: indentedJSON(record)
  case .jsonl: jsonLine(record)
  case .csv: csvTable(record)
  case .fhir: fhirBundle(record)
  }
}
