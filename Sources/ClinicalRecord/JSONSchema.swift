package enum RecordSchema {
  /// The record's JSON Schema (draft 2020-12), indented, with a newline at its end.
  package static func json() -> [UInt8] { JSONSchema.bytes(of: RecordShape.document) }
}

/// Puts shapes in JSON Schema, draft 2020-12: <https://json-schema.org/draft/2020-12>.
package enum JSONSchema {
  package static let dialect = "https://json-schema.org/draft/2020-12/schema"

  /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
  static let datePattern = #"^\d{4}(-\d{2}(-\d{2})?)?$"#

  package static func bytes(of document: ShapeDocument) -> [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.object { w in
      w.key("$schema", dialect)
      w.key("$id", identifier(of: document))
      w.key("title", document.name)
      w.keys(of: document.root, "#/$defs/")
      w.key("$defs") { w in
        w.object { w in
          for definition in document.definitions { w.key(named: definition.name) { $0.schema(of: definition.shape, "#/$defs/") } }
        }
      }
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  /// The document's root under a name, and its definitions, as schemas of an OpenAPI document: inside an object that the caller has opened.
  package static func writeComponents(of document: ShapeDocument, named name: String, to writer: inout JSONWriter) {
    writer.key(named: name) { $0.schema(of: document.root, components) }
    for definition in document.definitions { writer.key(named: definition.name) { $0.schema(of: definition.shape, components) } }
  }

  private static let components = "#/components/schemas/"

  /// `urn:pie:record:1` for `pie.record/1`: a schema's `$id` is an absolute URI, and a URN promises no page behind it.
  private static func identifier(of document: ShapeDocument) -> String {
    "urn:" + String(document.name.map { $0 == "." || $0 == "/" ? ":" : $0 })
  }
}

extension JSONWriter {
  /// `base`: where the shapes lie that others refer to.
  fileprivate mutating func schema(of shape: Shape, _ base: String) { object { $0.keys(of: shape, base) } }

  /// The keywords of a shape, inside an object that the caller has opened.
  fileprivate mutating func keys(of shape: Shape, _ base: String) {
    if !shape.meaning.isEmpty { key("description", shape.meaning) }
    switch shape.kind {
    case .object(let fields):
      type("object", shape)
      keys(of: fields, base)
    case .array(let element, let count):
      type("array", shape)
      key("items") { $0.schema(of: element, base) }
      if count > 0 { key("minItems", count) }
    case .string: type("string", shape)
    case .date:
      type("string", shape)
      key("pattern", JSONSchema.datePattern)
    case .number(let least):
      type("number", shape)
      if let least { key("minimum", least) }
    case .integer(let least):
      type("integer", shape)
      if let least { key("minimum", least) }
    case .boolean: type("boolean", shape)
    case .enumeration(let values):
      type("string", shape)
      key("enum") { $0.array(values + (shape.isNullable ? [nil] : [])) { $0.string($1) } }
    case .constant(let value):
      alternatives(shape) {
        $0.key("type", "string")
        $0.key("const", value)
      }
    case .reference(let name): alternatives(shape) { $0.key("$ref", base + name) }
    }
  }

  private mutating func keys(of fields: [Shape.Field], _ base: String) {
    key("properties") { w in
      w.object { w in
        for field in fields { w.key(named: field.name) { $0.schema(of: field.shape, base) } }
      }
    }
    key("required") { $0.array(fields.filter { !$0.shape.mayBeMissing }.map(\.name)) { $0.string($1) } }
    key("additionalProperties", false)
  }

  private mutating func type(_ name: String, _ shape: Shape) {
    guard shape.isNullable else { return key("type", name) }
    key("type") { $0.array([name, "null"]) { $0.string($1) } }
  }

  /// For keywords that a wider `type` does not open to `null`: there it is a second branch.
  private mutating func alternatives(_ shape: Shape, _ keywords: (inout JSONWriter) -> Void) {
    guard shape.isNullable else { return keywords(&self) }
    key("anyOf") { w in
      w.array([false, true]) { w, isNull in
        w.object { isNull ? $0.key("type", "null") : keywords(&$0) }
      }
    }
  }
}
