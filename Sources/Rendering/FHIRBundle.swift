internal import ClinicalRecord

/// The record as a FHIR R4 Bundle of type `collection`: <https://hl7.org/fhir/R4/bundle.html>.
///
/// What the note denies is refuted, what it doubts provisional; what it only supposes ("if fever") is left out, since FHIR has no word for it.
/// A resource's note is the words of the evidence. The same record makes the same bundle, byte for byte.
func fhirBundle(_ record: PatientRecord) -> [UInt8] {
  var writer = JSONWriter(pretty: true)
  let bundle = FHIRBundle(record: record)
  writer.object { w in
    w.key("resourceType", "Bundle")
    w.key("type", "collection")
    w.key("entry") { w in
      w.array(bundle.resources) { w, resource in
        w.object { w in
          w.key("fullUrl", bundle.identifier(resource.number))
          w.key("resource") { w in
            w.object { w in
              w.key("resourceType", resource.type)
              resource.write(&w)
            }
          }
        }
      }
    }
  }
  return writer.bytes + [UInt8(ascii: "\n")]
}

struct FHIRBundle {
  struct Resource {
    var type: String
    var number: Int
    /// The keys after `resourceType`.
    var write: (inout JSONWriter) -> Void
  }

  let record: PatientRecord
  private let seed: UInt64

  init(record: PatientRecord) {
    self.record = record
    seed = Self.hash(record.json(pretty: false), 0xcbf2_9ce4_8422_2325)
  }

  var resources: [Resource] {
    var resources: [Resource] = []
    func add(_ type: String, _ write: @escaping (inout JSONWriter) -> Void) {
      resources.append(Resource(type: type, number: resources.count, write: write))
    }
    add("Patient") { if let sex = record.patient.sex { $0.key("gender", sex.value.rawValue) } }
    if let age = record.patient.age { add("Observation") { self.age(age, &$0) } }
    if record.stay != Stay() { add("Encounter") { self.stay(&$0) } }
    for problem in record.problems where problem.assertion.isTold {
      switch problem.assertion.subject {
      case .patient: add("Condition") { self.condition(problem, &$0) }
      case .family: if problem.assertion.polarity == .present { add("FamilyMemberHistory") { self.familyHistory(problem, &$0) } }
      case .other: break
      }
    }
    for allergy in record.allergies where allergy.assertion.isTold && allergy.assertion.subject == .patient {
      add("AllergyIntolerance") { self.allergy(allergy, &$0) }
    }
    for drug in record.medications where drug.assertion.isTold && drug.assertion.subject == .patient && drug.assertion.polarity == .present
    {
      let type = drug.list == .discharge ? "MedicationRequest" : "MedicationStatement"
      add(type) { self.medication(drug, &$0) }
    }
    for procedure in record.procedures where procedure.assertion.isTold && procedure.assertion.subject == .patient {
      add("Procedure") { self.procedure(procedure, &$0) }
    }
    for result in record.measurements { add("Observation") { self.result(result, &$0) } }
    for item in record.followUp { add("ServiceRequest") { self.request(item, &$0) } }
    return resources
  }

  /// A UUID (version 8, RFC 9562) of the record's own content and the resource's place in the bundle.
  func identifier(_ number: Int) -> String {
    let high = Self.hash([UInt8](String(number).utf8), seed)
    let low = Self.hash([UInt8]("\(number) \(seed)".utf8), high)
    let digits = Array((Self.hex(high & ~0xf000 | 0x8000) + Self.hex(low & ~(3 << 62) | 2 << 62)).utf8)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: digits[$0], as: UTF8.self) }
    return "urn:uuid:" + groups.joined(separator: "-")
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ bytes: [UInt8], _ start: UInt64) -> UInt64 { bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } }
}

extension Assertion {
  /// Whether it is said, and not only supposed.
  fileprivate var isTold: Bool { certainty != .hypothetical }
}
