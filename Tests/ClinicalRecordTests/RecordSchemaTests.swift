import ClinicalRecord
import FoundationEssentials
import Testing

@Suite("The record's JSON Schema")
struct RecordSchemaTests {
  private let schema: SchemaReader

  init() throws { schema = SchemaReader(root: try JSON(RecordSchema.json())) }

  @Test("names its dialect and the record's version, and ends its last line") func head() {
    #expect(schema.root["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
    #expect(schema.root["$id"] == .string("urn:pie:record:1"))
    #expect(schema.root["title"] == .string(PatientRecord.format))
    #expect(schema.root["$defs"]?.keys == ["amount", "assertion", "code", "evidence"])
    #expect(RecordSchema.json().suffix(2) == Array("}\n".utf8))
  }

  @Test("holds an empty record") func empty() throws {
    let record = PatientRecord(
      note: NoteSummary(source: "", language: .english, characters: 0), engine: EngineSummary(name: "offline", version: "1"))
    #expect(schema.faults(try JSON(record.json(pretty: false))) == [])
  }

  @Test("has the keys of a full record, no more and no fewer") func full() throws {
    let written = try JSON(fullRecord().json(pretty: false))
    #expect(schema.faults(written) == [])
    #expect(written.keyPaths().symmetricDifference(schema.keyPaths()).sorted() == [])
  }

  @Test("keeps the order in which they are written") func order() {
    // one element an array, nothing null: every key is written once, where the shape has it
    #expect(keysAsWritten(fullRecord().json(pretty: false)) == RecordShape.document.fieldNames(RecordShape.document.root))
  }

  @Test("closes every object and requires all its keys") func closed() {
    let objects = schema.root.all.filter { $0["properties"] != nil }
    #expect(objects.count > 20)
    for object in objects {
      #expect(object["additionalProperties"] == .bool(false))
      // but for what has to be asked for
      #expect(object["required"]?.strings.sorted() == object["properties"]?.keys.filter { $0 != "ungrounded" })
    }
  }

  @Test("refuses what the contract forbids") func refusals() throws {
    func faults(_ change: (inout PatientRecord) -> Void) throws -> [String] {
      var record = fullRecord()
      change(&record)
      return schema.faults(try JSON(record.json(pretty: false)))
    }
    #expect(try faults { $0.stay.admitted?.date = "12/03/2024" } == ["stay.admitted.date: pattern"])
    #expect(try faults { $0.stay.admitted?.date = "2024-03" } == [])
    #expect(try faults { $0.problems[0].evidence = [] } == ["problems[].evidence: minItems"])
    #expect(try faults { $0.renalFunction.evidence = [] } == [])
    #expect(try faults { $0.hepaticFunction.evidence = [] } == [])
    #expect(try faults { $0.followUp[0].evidence[0].start = -1 } == ["follow_up[].evidence[].start: minimum"])
    #expect(try faults { $0.measurements[0].value = .nan } == ["measurements[].value: type"])
    #expect(try faults { $0.hepaticFunction.childPugh?.grade = "D" } == ["hepatic_function.child_pugh.class: enum"])
  }
}

/// Every field filled, one element an array.
private func fullRecord() -> PatientRecord {
  let evidence = [Evidence(start: 0, end: 4, text: "\"81\"\n", section: .course)]
  let codes = [Code(.atc, "C09AA03")]
  var record = PatientRecord(
    note: NoteSummary(source: "note.txt", language: .french, characters: 4),
    engine: EngineSummary(name: "mistral", model: "large", version: "1"))
  record.engine.usage.costUSD = 0.25
  record.patient.age = .init(value: 81, unit: .years, evidence: evidence)
  record.patient.sex = .init(value: .female, evidence: evidence)
  record.stay.reason = .init(text: "chute", evidence: evidence)
  record.stay.admitted = .init(date: "2024-03-12", evidence: evidence)
  record.stay.discharged = .init(date: "2024", evidence: evidence)
  record.problems = [Problem(name: "HTA", kind: .disorder, assertion: Assertion(), codes: codes, evidence: evidence)]
  record.allergies = [Allergy(substance: "iode", reaction: "urticaire", assertion: Assertion(), codes: codes, evidence: evidence)]
  var sig = Sig()
  sig.strength = Amount(5, "mg")
  sig.quantity = .init(value: 1, max: 2, unit: "tablet")
  sig.route = "oral"
  sig.frequency.text = "1 à 2 le matin"
  sig.frequency.timesPerDay = 0.5
  sig.frequency.intervalHours = 48
  sig.frequency.times = [.morning]
  sig.frequency.asNeeded = true
  sig.duration = .init(value: 7, unit: .days)
  sig.dailyDose = Amount(2.5, "mg")
  record.medications = [
    Medication(
      name: "ZESTRYL", ingredients: ["lisinopril"], codes: codes, list: .home, status: .active, sig: sig, assertion: Assertion(),
      evidence: evidence)
  ]
  record.procedures = [Procedure(name: "scanner", date: "2024-03", assertion: Assertion(), evidence: evidence)]
  record.measurements = [
    Measurement(
      name: "ast", label: "ASAT", value: 12, unit: "UI/L", comparator: .lessOrEqual, flag: .normal, date: "2024-03-12", codes: codes,
      evidence: evidence)
  ]
  record.renalFunction.creatinine = Amount(75, "µmol/L")
  record.renalFunction.egfr = .init(value: 72, unit: "mL/min", source: .computed, equation: "CKD-EPI 2021")
  record.renalFunction.stage = .g2
  record.renalFunction.summary = "G2"
  record.renalFunction.evidence = evidence
  for result: WritableKeyPath<HepaticFunction, Amount?> in [\.ast, \.alt, \.bilirubin, \.alp, \.ggt, \.albumin, \.inr] {
    record.hepaticFunction[keyPath: result] = Amount(1, "UI/L")
  }
  record.hepaticFunction.childPugh = .init(score: 5, grade: "A")
  record.hepaticFunction.summary = "Child-Pugh A"
  record.hepaticFunction.evidence = evidence
  record.followUp = [FollowUp(text: "contrôle", date: "2024-04", evidence: evidence)]
  record.ungrounded = [UngroundedClaim(category: .problem, text: "asthme", quotes: ["asthme"], reason: "not there")]
  record.warnings = Warning.Code.allCases.prefix(1).map { Warning($0, "why") }
  return record
}

/// The keys of compact JSON, in order.
private func keysAsWritten(_ json: [UInt8]) -> [String] {
  var keys: [String] = []
  var at = 0
  while at < json.count {
    defer { at += 1 }
    guard json[at] == UInt8(ascii: "\"") else { continue }
    let start = at + 1
    at = start
    while json[at] != UInt8(ascii: "\"") { at += json[at] == UInt8(ascii: "\\") ? 2 : 1 }
    if at + 1 < json.count, json[at + 1] == UInt8(ascii: ":") { keys.append(String(decoding: json[start..<at], as: UTF8.self)) }
  }
  return keys
}

extension ShapeDocument {
  /// The names of all fields below a shape, depth first, definitions put in place.
  fileprivate func fieldNames(_ shape: Shape) -> [String] {
    switch shape.kind {
    case .object(let fields): fields.flatMap { [$0.name] + fieldNames($0.shape) }
    case .array(let element, _): fieldNames(element)
    case .reference(let name): definitions.filter { $0.name == name }.flatMap { fieldNames($0.shape) }
    case .string, .date, .number, .integer, .boolean, .enumeration, .constant: []
    }
  }
}

/// The keywords of JSON Schema that the record's schema uses, and no other.
private struct SchemaReader {
  let root: JSON

  func faults(_ value: JSON) -> [String] { faults(value, root, "").map { "\($0.dropFirst())" } }

  private func faults(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    if let name = schema["$ref"] { return self.faults(value, definition(name), path) }
    if let branches = schema["anyOf"] {
      let all = branches.elements.map { self.faults(value, $0, path) }
      return all.contains([]) ? [] : all[0]
    }
    var faults: [String] = []
    func check(_ keyword: String, _ holds: (JSON) -> Bool) {
      if let constraint = schema[keyword], !holds(constraint) { faults.append("\(path): \(keyword)") }
    }
    check("type") { type in value.types.contains { type == .string($0) || type.elements.contains(.string($0)) } }
    check("const") { $0 == value }
    check("enum") { $0.elements.contains(value) }
    check("pattern") { pattern in
      guard case .string(let text) = value, case .string(let pattern) = pattern, let regex = try? Regex(pattern) else {
        return value == .null
      }
      return text.firstMatch(of: regex) != nil
    }
    if case .number(let number) = value { check("minimum") { $0.isAtMost(number) } }
    if case .array(let elements) = value {
      check("minItems") { $0.isAtMost(Double(elements.count)) }
      for element in elements { faults += self.faults(element, schema["items"] ?? .null, path + "[]") }
    }
    if case .object(let fields) = value {
      check("properties") { Set(value.keys).isSubset(of: $0.keys) }
      check("required") { Set($0.strings).isSubset(of: value.keys) }
      for (name, field) in fields { faults += self.faults(field, schema["properties"]?[name] ?? .null, "\(path).\(name)") }
    }
    return faults
  }

  /// `medications[].codes[].system` and the like, of all that a record may hold.
  func keyPaths() -> Set<String> { keyPaths(root, "") }

  private func keyPaths(_ schema: JSON, _ path: String) -> Set<String> {
    if let name = schema["$ref"] { return keyPaths(definition(name), path) }
    if let branches = schema["anyOf"] { return branches.elements.reduce(into: []) { $0.formUnion(keyPaths($1, path)) } }
    if let element = schema["items"] { return keyPaths(element, path + "[]") }
    guard case .object(let properties)? = schema["properties"] else { return [] }
    return properties.reduce(into: []) {
      $0.insert("\(path).\($1.key)")
      $0.formUnion(keyPaths($1.value, "\(path).\($1.key)"))
    }
  }

  private func definition(_ reference: JSON) -> JSON {
    root["$defs"]?.keys.first { reference == .string("#/$defs/\($0)") }.flatMap { root["$defs"]?[$0] } ?? .null
  }
}

private enum JSON: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(JSON.self, from: Data(bytes)) }

  init(from decoder: any Decoder) throws {
    let one = try decoder.singleValueContainer()
    if one.decodeNil() {
      self = .null
    } else if let bool = try? one.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? one.decode(Double.self) {
      self = .number(number)
    } else if let string = try? one.decode(String.self) {
      self = .string(string)
    } else if let array = try? one.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try one.decode([String: JSON].self))
    }
  }

  subscript(name: String) -> JSON? { if case .object(let fields) = self { fields[name] } else { nil } }

  var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
  var keys: [String] { if case .object(let fields) = self { fields.keys.sorted() } else { [] } }
  var strings: [String] { elements.compactMap { if case .string(let text) = $0 { text } else { nil } } }

  /// Itself and all below it.
  var all: [JSON] {
    switch self {
    case .array(let elements): [self] + elements.flatMap(\.all)
    case .object(let fields): [self] + fields.values.flatMap(\.all)
    case .null, .bool, .number, .string: [self]
    }
  }

  var types: [String] {
    switch self {
    case .null: ["null"]
    case .bool: ["boolean"]
    case .number(let number): number == number.rounded() ? ["number", "integer"] : ["number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }

  func isAtMost(_ number: Double) -> Bool { if case .number(let least) = self { least <= number } else { false } }

  func keyPaths(_ path: String = "") -> Set<String> {
    switch self {
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.keyPaths(path + "[]")) }
    case .object(let fields): fields.reduce(into: []) { $0.formUnion($1.value.keyPaths("\(path).\($1.key)").union(["\(path).\($1.key)"])) }
    case .null, .bool, .number, .string: []
    }
  }
}
