internal import FoundationEssentials

/// Any JSON, as the tools print it.
indirect enum JSONValue: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
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
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  init?(_ bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
    self = value
  }

  subscript(_ key: String) -> JSONValue? {
    guard case .object(let entries) = self else { return nil }
    return entries[key]
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var array: [JSONValue] { if case .array(let values) = self { values } else { [] } }
  var object: [String: JSONValue] { if case .object(let entries) = self { entries } else { [:] } }

  /// As a person reads it; nil for what is too much for a line.
  var short: String? {
    switch self {
    case .null: "none"
    case .bool(let value): String(value)
    case .number(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .text(let text): text.count <= 48 ? text : text.prefix(22) + "…" + text.suffix(22)
    case .array(let values) where values.count <= 3:
      values.allSatisfy { $0.short != nil } ? "[" + values.compactMap(\.short).joined(separator: ", ") + "]" : nil
    case .array, .object: nil
    }
  }
}

extension Outcome {
  var json: JSONValue? { JSONValue(output) }
}
