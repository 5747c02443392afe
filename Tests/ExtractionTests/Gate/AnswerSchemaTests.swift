internal import Extraction
internal import FoundationEssentials
internal import LanguageModels
internal import Testing

/// The schemas keep to the dialects' rules, whatever becomes of the record.
@Suite struct AnswerSchemaTests {
  private indirect enum Node: Decodable {
    case object([String: Node]), array([Node]), string(String), number(Double), boolean(Bool), null

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if let x = try? value.decode([String: Node].self) {
        self = .object(x)
      } else if let x = try? value.decode([Node].self) {
        self = .array(x)
      } else if let x = try? value.decode(String.self) {
        self = .string(x)
      } else if let x = try? value.decode(Bool.self) {
        self = .boolean(x)
      } else {
        self = .number(try value.decode(Double.self))
      }
    }

    subscript(key: String) -> Node? { if case .object(let object) = self { object[key] } else { nil } }
    var items: [Node] { if case .array(let items) = self { items } else { [] } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
  }

  private struct Census {
    var properties = 0
    var optional = 0
    var unions = 0
    var choices = 0
    var depth = 0
    var keywords: Set<String> = []

    mutating func count(_ schema: Node, depth level: Int = 1) {
      guard case .object(let object) = schema else { return }
      keywords.formUnion(object.keys)
      depth = max(depth, level)
      if object["type"]?.items.isEmpty == false { unions += 1 }
      choices += object["enum"]?.items.count ?? 0
      if let items = object["items"] { count(items, depth: level + 1) }
      guard case .object(let fields)? = object["properties"] else { return }
      #expect(object["additionalProperties"].map { if case .boolean(false) = $0 { true } else { false } } == true)
      properties += fields.count
      optional += fields.count - (object["required"]?.items.count ?? 0)
      for field in fields.values { count(field, depth: level + 1) }
    }
  }

  private func census(_ dialect: SchemaDialect) throws -> Census {
    let schema = AnswerSchemaEmitter.schema(dialect)
    let node = try JSONDecoder().decode(Node.self, from: Data(schema.json.utf8))
    #expect(node["type"]?.text == "object")
    var census = Census()
    census.count(node)
    return census
  }

  @Test func openAI() throws {
    let census = try census(.openAI)
    #expect(census.properties <= 100 && census.depth <= 6 && census.choices <= 500)
    #expect(census.optional == 0)
    #expect(census.unions > 0)
    #expect(census.keywords.isSubset(of: ["type", "properties", "required", "additionalProperties", "items", "enum", "description"]))
  }

  @Test func anthropic() throws {
    let census = try census(.anthropic)
    #expect(census.optional <= 24 && census.unions <= 16)
    #expect(
      census.keywords.isSubset(of: ["type", "properties", "required", "additionalProperties", "items", "enum", "description", "minItems"]))
  }

  @Test func plain() throws {
    let census = try census(.plain)
    #expect(census.unions == 0)
    #expect(
      census.keywords.isSubset(of: ["type", "properties", "required", "additionalProperties", "items", "enum", "description", "minItems"]))
  }
}
