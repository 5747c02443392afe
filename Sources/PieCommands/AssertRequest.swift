import ClinicalRecord
import FoundationEssentials

/// Why a line of `pie assert` cannot be answered; no word of its text is in it.
struct LineFault: Error {
  var message: String
}

/// A line of `pie assert`.
struct AssertRequest {
  var text: String
  /// nil where it is to be found from the text.
  var language: Language?
  var spans: [Range<Int>]
  /// The keys beside start and end of each span.
  var spanKeys: [[(String, LooseJSON)]]
  /// The other keys: `id` and `language` go before the text, the rest behind the spans.
  var leading: [(String, LooseJSON)]
  var trailing: [(String, LooseJSON)]

  init(_ line: Substring) throws(LineFault) {
    let shape = #"no JSON object with "text" and "spans": [{"start", "end"}]"#
    guard let object = try? JSONDecoder().decode([String: LooseJSON].self, from: Data(line.utf8)) else {
      throw LineFault(message: "this is \(shape)")
    }
    guard case .text(let text)? = object["text"], case .list(let list)? = object["spans"] else {
      throw LineFault(message: "this is \(shape)")
    }
    self.text = text
    language = try Self.language(object["language"])
    let count = text.unicodeScalars.count
    spans = []
    spanKeys = []
    for (index, item) in list.enumerated() {
      guard case .object(let span) = item, let start = span["start"]?.integer, let end = span["end"]?.integer else {
        throw LineFault(message: "span \(index + 1) has no whole numbers as start and end")
      }
      guard start >= 0, start < end, end <= count else {
        throw LineFault(message: "span \(index + 1) begins at \(start) and ends at \(end), of a text of \(count) characters")
      }
      spans.append(start..<end)
      spanKeys.append(span.filter { !["start", "end", "assertion"].contains($0.key) }.sorted { $0.key < $1.key })
    }
    leading = ["id", "language"].compactMap { key in object[key].map { (key, $0) } }
    trailing = object.filter { !["id", "language", "text", "spans"].contains($0.key) }.sorted { $0.key < $1.key }
  }

  private static func language(_ value: LooseJSON?) throws(LineFault) -> Language? {
    switch value {
    case nil, .null: return nil
    case .text(let tag):
      let lower = tag.lowercased()
      if lower == "auto" { return nil }
      let primary = lower.split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? ""
      if let language = Language(rawValue: primary) { return language }
    default: break
    }
    throw LineFault(message: #"the language is neither "fr" nor "en"; leave it out to have it found from the text"#)
  }
}

/// Any JSON, kept as it is.
enum LooseJSON: Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([LooseJSON])
  case object([String: LooseJSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([LooseJSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: LooseJSON].self))
    }
  }

  var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.raw("null")
    case .bool(let value): writer.raw(value ? "true" : "false")
    case .integer(let value): writer.raw(String(value))
    case .number(let value): writer.raw("\(value)")
    case .text(let value): writer.string(value)
    case .list(let items): writer.array(items) { $1.write(to: &$0) }
    case .object(let keys):
      writer.object { w in for (key, value) in keys.sorted(by: { $0.key < $1.key }) { w.key(named: key) { value.write(to: &$0) } } }
    }
  }
}
