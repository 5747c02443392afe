internal import ClinicalRecord
internal import Extraction
internal import FoundationEssentials

/// A note that came to be read, and how.
struct ExtractRequest: Equatable {
  var text: [UInt8]
  var language: Language?
  var provider: String?

  /// From `{"text", "language"?, "provider"?}` or from plain text.
  static func read(_ request: WebRequest) async throws(Problem) -> ExtractRequest {
    guard let (type, charset) = request.contentType, type == "application/json" || type == "text/plain" else {
      throw Problem(.unsupportedMediaType, "Send application/json or text/plain.")
    }
    if let coding = request.headers["content-encoding"], coding.lowercased() != "identity" {
      throw Problem(.unsupportedMediaType, "Send the body without Content-Encoding.")
    }
    if let charset, charset != "utf-8" { throw Problem(.unsupportedMediaType, "Send the body in UTF-8.") }
    let body = try await request.body(WebSite.bodyLimit)
    return type == "text/plain" ? ExtractRequest(text: body) : try ExtractRequest(json: body)
  }

  init(text: [UInt8], language: Language? = nil, provider: String? = nil) {
    self.text = text
    self.language = language
    self.provider = provider
  }

  init(json: [UInt8]) throws(Problem) {
    let fields: Fields
    do {
      fields = try JSONDecoder().decode(Fields.self, from: Data(json))
    } catch {
      throw Problem(
        .badJSON,
        #"Send {"text": "…"}, with "language" (auto, fr or en) and "provider" where they matter, all of them strings, and no other key."#)
    }
    self.init(text: Array(fields.text.utf8), language: fields.language.flatMap(Language.init), provider: fields.provider)
  }

  func note(standard: Language? = nil) throws(Problem) -> Note {
    do {
      return try NoteReader(limit: WebSite.bodyLimit, language: language ?? standard).note(text, source: "request")
    } catch {
      switch error.code {
      case .empty: throw Problem(.emptyNote, "Send the words of the note in \"text\".")
      case .binary: throw Problem(.notText, "Export the document as plain text first.")
      case .tooLarge: throw Problem(.tooLarge, "A note may have \(WebSite.bodyLimit / 1_000_000) MB.")
      }
    }
  }

  /// The body's keys, each at most once and no other.
  private struct Fields: Decodable {
    struct Key: CodingKey, Hashable {
      var stringValue: String
      var intValue: Int? { nil }

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    struct Unexpected: Error {}

    var text: String
    var language: String?
    var provider: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      guard Set(container.allKeys.map(\.stringValue)).isSubset(of: ["text", "language", "provider"]) else { throw Unexpected() }
      func optional(_ name: String) throws -> String? {
        let key = Key(stringValue: name)
        return container.contains(key) ? try container.decode(String.self, forKey: key) : nil
      }
      text = try container.decode(String.self, forKey: Key(stringValue: "text"))
      language = try optional("language")
      provider = try optional("provider")
      guard language == nil || language == "auto" || language.flatMap(Language.init) != nil else { throw Unexpected() }
    }
  }
}
