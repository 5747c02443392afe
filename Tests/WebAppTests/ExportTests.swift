import ClinicalRecord
import Extraction
import Rendering
import Testing

@testable import WebApp

struct ExportTests {
  static func export(_ body: [UInt8], query: String, type: String? = "application/json") async -> WebResponse {
    var headers: [String: String] = [:]
    headers["content-type"] = type
    return await site().respond(to: WebRequest("POST", "/api/export", query: query, headers: headers) { _ throws(WebApp.Problem) in body })
  }

  @Test(arguments: [("csv", OutputFormat.csv, "text/csv"), ("fhir", .fhir, "application/fhir+json")])
  func `A record comes back in another form`(name: String, format: OutputFormat, type: String) async throws {
    let record = try await Pipeline().record(of: NoteReader().note(Array(note.utf8), source: "request"))
    let answer = await Self.export(record.json(pretty: false), query: "format=\(name)")
    #expect(answer.status == 200)
    #expect(answer.type.hasPrefix(type))
    #expect(answer.header("Content-Disposition")?.hasPrefix("attachment; filename=\"record.") == true)
    #expect(answer.bytes == render(record, as: format))
  }

  @Test(arguments: ["", "format=", "format=xml", "format=json", "fromat=csv"])
  func `An unknown form is told`(query: String) async { #expect(await Self.export([], query: query).code == "unknown_format") }

  @Test(arguments: ["", "{}", "[]", "null", #"{"format":"pie.record/1"}"#])
  func `What is no record is told`(body: String) async {
    #expect(await Self.export(Array(body.utf8), query: "format=csv").code == "bad_json")
  }

  @Test func `Only JSON is read`() async {
    #expect(await Self.export([], query: "format=csv", type: "text/plain").code == "unsupported_media_type")
  }
}
