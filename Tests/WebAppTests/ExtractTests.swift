import ClinicalRecord
import Extraction
import LanguageModels
import Testing

@testable import WebApp

struct ExtractTests {
  static func record(_ text: String = note) async throws -> [UInt8] {
    try await Pipeline().record(of: NoteReader().note(Array(text.utf8), source: "request")).json(pretty: false)
  }

  @Test func `The record is the one that pie extract prints`() async throws {
    let record = try await Self.record()
    let body = #"{"text":"\#(note)"}"#
    #expect(await site().respond(to: post("/api/extract", body)).bytes == record)
    #expect(await site().respond(to: post("/api/extract", body, type: "application/json; charset=UTF-8")).bytes == record)
    #expect(await site().respond(to: post("/api/extract", note, type: "text/plain")).bytes == record)
    #expect(await site().respond(to: post("/api/extract", note, type: "Text/Plain;charset=\"utf-8\"")).type == "application/json")
  }

  @Test func `The language can be said`() async {
    let answer = await site().respond(to: post("/api/extract", #"{"text":"DOLIPRANE 1 g","language":"en","provider":"offline"}"#))
    #expect(answer.json?["note"]?["language"]?.string == "en")
    let guessed = await site().respond(to: post("/api/extract", #"{"text":"\#(note)","language":"auto"}"#))
    #expect(guessed.json?["note"]?["language"]?.string == "fr")
  }

  @Test(arguments: [
    ("{}", "bad_json"), ("", "bad_json"), ("[]", "bad_json"), ("null", "bad_json"), (#"{"text":1}"#, "bad_json"),
    (#"{"text":"a","more":1}"#, "bad_json"),
    (#"{"text":"a","language":"de"}"#, "bad_json"), (#"{"text":"a","language":null}"#, "bad_json"), (#"{"text":"a""#, "bad_json"),
    (#"{"text":"a","provider":3}"#, "bad_json"), (#"{"text":"\ud800"}"#, "bad_json"), (#"{"text":""}"#, "empty_note"),
    (#"{"text":" \n "}"#, "empty_note"),
    (#"{"text":"a\u0000b"}"#, "not_text"), (#"{"text":"a","provider":"acme"}"#, "unknown_provider"),
    (String(repeating: "[", count: 100_000), "bad_json"),
  ])
  func `What is no request is told so`(body: String, code: String) async {
    let answer = await site().respond(to: post("/api/extract", body))
    #expect(answer.code == code)
    #expect(answer.status == Problem.Code(rawValue: code)?.status)
  }

  @Test(arguments: [
    nil, "application/xml", "application/json; charset=latin1", "application/x-www-form-urlencoded", "multipart/form-data", "", "json",
  ])
  func `Only JSON and plain text are read`(type: String?) async {
    let answer = await site().respond(to: post("/api/extract", #"{"text":"a"}"#, type: type))
    #expect(answer.code == "unsupported_media_type")
  }

  @Test func `Packed bodies are not unpacked`() async {
    let answer = await site().respond(to: post("/api/extract", "x", headers: ["content-encoding": "gzip"]))
    #expect(answer.code == "unsupported_media_type")
  }

  @Test(arguments: [
    ("application/json", "application/json"), ("*/*", "application/json"), ("", "application/json"),
    ("text/event-stream", "text/event-stream"),
    ("text/event-stream, application/json;q=0.9", "text/event-stream"),
    ("application/*;q=0.5, text/event-stream;q=0.2", "application/json"),
    ("text/html, */*;q=0.1", "application/json"), ("text/html", "not_acceptable"), ("application/json;q=0", "not_acceptable"),
  ])
  func `The form is the one that is liked best`(accept: String, given: String) async {
    let answer = await site().respond(to: post("/api/extract", note, type: "text/plain", headers: ["accept": accept]))
    #expect(answer.code ?? answer.type == given)
  }

  @Test func `The stream tells each insight, and ends with the record`() async throws {
    let answer = await site().respond(to: post("/api/extract", note, type: "text/plain", headers: ["accept": "text/event-stream"]))
    let events = await answer.events()
    let record = try #require(events.last)
    #expect(events.first?.name == "progress")
    #expect(record.name == "record")
    #expect(record.json == WebResponse.json(try await Self.record()).json)
    let insights = events.filter { $0.name == "insight" }
    let categories = Set(insights.compactMap { $0.json?["category"]?.string })
    #expect(categories.isSuperset(of: ["problem", "medication", "measurement"]))
    // an insight is told as the record has it
    let medication = insights.first { $0.json?["category"]?.string == "medication" }
    #expect(medication?.json?["value"] == record.json?["medications"]?.array?.first)
  }

  @Test func `A stream's trouble is its last event`() async throws {
    let refusing = ExtractionService.Provider(name: "acme", isLocal: false) { _ in throw LanguageModelError(.badKey, "the key is wrong") }
    let service = ExtractionService(providers: [refusing])
    let request = post("/api/extract", #"{"text":"a","provider":"acme"}"#, headers: ["accept": "text/event-stream"])
    let last = try #require(await site(extraction: service).respond(to: request).events().last)
    #expect(last.name == "error")
    #expect(last.json?["code"]?.string == "provider_failed")
    #expect(last.json?["detail"]?.string == "the key is wrong")
  }
}

/// An engine that never answers, or answers with an error.
struct Trouble: Engine {
  /// nil: until it is given up.
  var error: (any Error)?

  func reading(of note: Note) async throws -> Reading {
    if let error { throw error }
    try await Task.sleep(for: .seconds(3600))
    throw CancellationError()
  }
}

struct FallbackTests {
  static func answer(_ engine: Trouble, budget: Duration = .seconds(60)) async -> WebResponse {
    let acme = ExtractionService.Provider(name: "acme", model: "m-1", isLocal: false) { _ in engine }
    let service = ExtractionService(providers: [acme], standard: "acme", budget: budget)
    return await site(extraction: service).respond(to: post("/api/extract", note, type: "text/plain"))
  }

  @Test func `A provider that is too slow costs no answer`() async {
    let answer = await Self.answer(Trouble(), budget: .milliseconds(1))
    #expect(answer.status == 200)
    #expect(answer.json?["engine"]?["name"]?.string == "offline")
    #expect(answer.json?["warnings"]?.array?.first?["code"]?.string == "provider_timed_out")
    #expect(answer.json?["medications"]?.array?.isEmpty == false)
    #expect(answer.figures.fallbacks == 1)
  }

  @Test(arguments: [
    LanguageModelError.Code.overloaded, .rateLimited, .unreachable, .serverError, .timedOut, .badAnswer, .quotaUsedUp, .tooLong,
  ])
  func `Nor does one that passes its trouble on`(code: LanguageModelError.Code) async {
    let answer = await Self.answer(Trouble(error: LanguageModelError(code, "secret words")))
    #expect(answer.status == 200)
    #expect(answer.json?["warnings"]?.array?.first?["code"]?.string == "provider_failed")
    #expect(!answer.text.contains("secret words"))
  }

  @Test(arguments: [LanguageModelError.Code.badKey, .noKey, .forbidden, .noSuchModel, .badRequest])
  func `What somebody has to put right is told`(code: LanguageModelError.Code) async {
    let answer = await Self.answer(Trouble(error: LanguageModelError(code, "do this")))
    #expect(answer.status == 502)
    #expect(answer.code == "provider_failed")
    #expect(answer.json?["detail"]?.string == "do this")
  }

  @Test(arguments: [EngineFailure.Code.refused, .filtered, .truncated, .badAnswer])
  func `A model that gives no reading costs no answer`(code: EngineFailure.Code) async {
    let answer = await Self.answer(Trouble(error: EngineFailure(code, provider: "acme", model: "m-1")))
    #expect(answer.status == 200)
    #expect(answer.json?["engine"]?["name"]?.string == "offline")
    #expect(answer.json?["warnings"]?.array?.first?["code"]?.string == "provider_failed")
  }

  @Test func `An error that nobody foresaw is told without its words`() async {
    struct Odd: Error, CustomStringConvertible { let description = "patient Zyxoquabel" }
    let answer = await Self.answer(Trouble(error: Odd()))
    #expect(answer.status == 500)
    #expect(!answer.text.contains("Zyxoquabel"))
  }
}
