internal import ClinicalRecord
internal import FoundationEssentials
internal import Rendering

/// `POST /api/export?format=…`: a record in another form. The note is not read again, so that what was shown is what is exported.
enum ExportHandler {
  static let formats: [(name: String, format: OutputFormat, type: String, ending: String)] = [
    ("csv", .csv, "text/csv; charset=utf-8; header=present", "csv"), ("fhir", .fhir, "application/fhir+json; fhirVersion=4.0", "fhir.json"),
  ]

  /// Bytes: a record is some ten times as large as its note. A Lambda function may be sent 6 MB.
  private static let bodyLimit = 5_000_000

  static func respond(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    guard let form = formats.first(where: { $0.name == request.parameters["format"] }) else {
      throw Problem(.unknownFormat, "format must be one of: \(formats.map(\.name).joined(separator: ", ")).")
    }
    guard request.contentType?.type == "application/json" else {
      throw Problem(.unsupportedMediaType, "Send the record as application/json.")
    }
    let body = try await request.body(bodyLimit)
    let record: PatientRecord
    do {
      record = try JSONDecoder().decode(PatientRecord.self, from: Data(body))
    } catch {
      throw Problem(.badJSON, "Send a record as POST /api/extract gives it (GET /api/schema).")
    }
    return WebResponse(
      200, type: form.type, headers: [("Content-Disposition", "attachment; filename=\"record.\(form.ending)\"")],
      .bytes(render(record, as: form.format)))
  }
}
