/// A record out of its own JSON: what `write(to:)` wrote, and nothing looser. What `egfr`, `stage` and the like say is taken as it stands.
extension PatientRecord: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    guard try keys.value("format", String.self) == Self.format else { throw keys.fault("format") }
    self.init(note: try keys.value("note"), engine: try keys.value("engine"))
    patient = try keys.value("patient")
    stay = try keys.value("stay")
    problems = try keys.value("problems")
    allergies = try keys.value("allergies")
    medications = try keys.value("medications")
    procedures = try keys.value("procedures")
    measurements = try keys.value("measurements")
    renalFunction = try keys.value("renal_function")
    hepaticFunction = try keys.value("hepatic_function")
    followUp = try keys.value("follow_up")
    warnings = try keys.value("warnings")
  }
}

/// The members of an object, by the names of the contract.
struct RecordKeys {
  struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let container: KeyedDecodingContainer<Key>

  init(_ decoder: any Decoder) throws { container = try decoder.container(keyedBy: Key.self) }

  func value<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value {
    try container.decode(type, forKey: Key(name))
  }

  /// nil for `null`; the key is there all the same.
  func optional<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value? {
    try container.decode(Value?.self, forKey: Key(name))
  }

  func fault(_ name: String) -> DecodingError {
    .dataCorruptedError(forKey: Key(name), in: container, debugDescription: "not what the contract says")
  }
}

extension Language: Decodable {}
extension Warning.Code: Decodable {}
extension SectionName: Decodable {}
extension Assertion.Polarity: Decodable {}
extension Assertion.Certainty: Decodable {}
extension Assertion.Time: Decodable {}
extension Assertion.Subject: Decodable {}
extension Code.System: Decodable {}
extension Patient.Age.Unit: Decodable {}
extension Patient.Sex.Value: Decodable {}
extension Problem.Kind: Decodable {}
extension Medication.List: Decodable {}
extension Medication.Status: Decodable {}
extension Sig.Moment: Decodable {}
extension Sig.Duration.Unit: Decodable {}
extension Measurement.Comparator: Decodable {}
extension Measurement.Flag: Decodable {}
extension RenalFunction.Source: Decodable {}
extension RenalFunction.Stage: Decodable {}

extension NoteSummary: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(source: try keys.value("source"), language: try keys.value("language"), characters: try keys.value("characters"))
  }
}

extension EngineSummary: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(name: try keys.value("name"), model: try keys.optional("model"), version: try keys.value("version"))
    usage = try keys.value("usage")
    grounding = try keys.value("grounding")
  }
}

extension Usage: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    inputTokens = try keys.value("input_tokens")
    outputTokens = try keys.value("output_tokens")
    costUSD = try keys.value("cost_usd")
  }
}

extension GroundingCounts: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    quoted = try keys.value("quoted")
    exact = try keys.value("exact")
    normalized = try keys.value("normalized")
    rejected = try keys.value("rejected")
  }
}

extension Warning: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(try keys.value("code"), try keys.value("message"))
  }
}
