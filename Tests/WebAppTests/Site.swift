import Extraction
import FoundationEssentials
import Synchronization

@testable import WebApp

let token = "correct horse battery staple"
let note = "Motif : toux. Traitement habituel : DOLIPRANE 1 g x3/j. Pas de fièvre. Créatinine 75 µmol/L."

/// The application with what a test needs of it.
func site(_ access: AccessControl = .open, extraction: ExtractionService = ExtractionService(), isLocalOnly: Bool = false) -> WebSite {
  WebSite(extraction: extraction, access: access, isLocalOnly: isLocalOnly)
}

/// Seconds that pass when a test says so.
final class Clock: Sendable {
  private let seconds = Mutex(1_800_000_000)

  @Sendable func now() -> Int { seconds.withLock { $0 } }
  func pass(_ count: Int) { seconds.withLock { $0 += count } }
}

func guarded(_ clock: Clock = Clock(), token text: String = token, isSecure: Bool = false, trustsForwarding: Bool = false) -> AccessControl
{
  AccessControl(mode: .token, isSecure: isSecure, trustsForwarding: trustsForwarding, now: clock.now) { text }
}

func get(_ path: String, headers: [String: String] = [:], peer: String = "192.0.2.1") -> WebRequest {
  WebRequest("GET", path, headers: headers, peer: peer)
}

func post(
  _ path: String, _ body: String, type: String? = "application/json", headers: [String: String] = [:], peer: String = "192.0.2.1"
) -> WebRequest {
  var headers = headers
  headers["content-type"] = type
  return WebRequest("POST", path, headers: headers, peer: peer) { _ throws(Problem) in Array(body.utf8) }
}

extension WebResponse {
  /// Of an answer that is no stream.
  var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var json: JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) }
  var code: String? { json?["code"]?.string }
  var type: String { header("content-type") ?? "" }

  func events() async -> [(name: String, json: JSONValue?)] {
    guard case .events(let start) = body else { return [] }
    var events: [(name: String, json: JSONValue?)] = []
    for await item in start() {
      guard case .event(let event) = item else { continue }
      events.append((event.name, try? JSONDecoder().decode(JSONValue.self, from: Data(event.data))))
    }
    return events
  }
}

/// JSON as it is.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  subscript(_ key: String) -> JSONValue? { if case .object(let members) = self { members[key] } else { nil } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  var keys: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
}
