internal import ClinicalRecord
package import LanguageModels

/// Puts the shape of an answer in a provider's dialect of JSON Schema. Nothing of a note or a patient is in it.
package enum AnswerSchemaEmitter {
  package static func schema(_ dialect: SchemaDialect) -> AnswerSchema {
    var writer = JSONWriter()
    writer.answer(AnswerShape.document.root, dialect)
    return AnswerSchema(name: "note_claims", json: String(decoding: writer.bytes, as: UTF8.self))
  }
}

extension JSONWriter {
  /// OpenAI wants every property required, so that what may be missing is a union with null; the others leave it out of `required`, which
  /// spares Anthropic the unions that it counts. Array limits go to those that know them.
  fileprivate mutating func answer(_ shape: Shape, _ dialect: SchemaDialect) {
    object { w in
      switch shape.kind {
      case .object(let fields):
        w.key("type", "object")
        w.key("properties") { w in
          w.object { w in
            for field in fields { w.key(named: field.name) { $0.answer(field.shape, dialect) } }
          }
        }
        let required = fields.filter { dialect == .openAI || !$0.shape.isNullable }
        w.key("required") { $0.array(required.map(\.name)) { $0.string($1) } }
        w.key("additionalProperties", false)
      case .array(let element, let least):
        w.key("type", "array")
        w.key("items") { $0.answer(element, dialect) }
        if least > 0, dialect != .openAI { w.key("minItems", least) }
      case .enumeration(let values):
        w.key("type", "string")
        w.key("enum") { $0.array(values) { $0.string($1) } }
      case .integer: w.key("type", "integer")
      case .number: w.key("type", "number")
      case .boolean: w.key("type", "boolean")
      case .string, .date, .constant, .reference:
        if shape.isNullable, dialect == .openAI {
          w.key("type") { $0.array(["string", "null"]) { $0.string($1) } }
        } else {
          w.key("type", "string")
        }
      }
      if !shape.meaning.isEmpty { w.key("description", shape.meaning) }
    }
  }
}
