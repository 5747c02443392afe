import ClinicalRecord
import FoundationEssentials
import Rendering
import Testing

@Suite("FHIR R4")
struct FHIRTests {
  struct Bundle: Decodable {
    struct Entry: Decodable {
      struct Resource: Decodable {
        struct Reference: Decodable { var reference: String }
        struct Concept: Decodable {
          struct Coding: Decodable {
            var system: String
            var code: String
          }
          var coding: [Coding]?
          var text: String?
        }
        struct Note: Decodable { var text: String }
        struct Quantity: Decodable {
          var value: Double
          var comparator: String?
          var unit: String?
        }
        var resourceType: String
        var subject: Reference?
        var patient: Reference?
        var code: Concept?
        var verificationStatus: Concept?
        var clinicalStatus: Concept?
        var status: String?
        var note: [Note]?
        var valueQuantity: Quantity?
      }
      var fullUrl: String
      var resource: Resource
    }
    var resourceType: String
    var type: String
    var entry: [Entry]
  }

  static func bundle(_ record: PatientRecord = FrenchDischarge.record) throws -> Bundle {
    try JSONDecoder().decode(Bundle.self, from: Data(render(record, as: .fhir)))
  }

  @Test("a collection whose first resource is the patient, of whom all others speak") func references() throws {
    let bundle = try Self.bundle()
    #expect(bundle.resourceType == "Bundle")
    #expect(bundle.type == "collection")
    let addresses = bundle.entry.map(\.fullUrl)
    #expect(Set(addresses).count == addresses.count)
    for address in addresses {
      let groups = address.dropFirst("urn:uuid:".count).split(separator: "-")
      #expect(address.hasPrefix("urn:uuid:"))
      #expect(groups.map(\.count) == [8, 4, 4, 4, 12])
      #expect(groups[2].first == "8")
      #expect(groups[3].first.map { "89ab".contains($0) } == true)
    }
    #expect(bundle.entry.first?.resource.resourceType == "Patient")
    for entry in bundle.entry.dropFirst() {
      #expect((entry.resource.subject ?? entry.resource.patient)?.reference == addresses[0], "\(entry.resource.resourceType)")
    }
  }

  @Test("another record has other addresses, the same one the same") func identity() throws {
    var other = FrenchDischarge.record
    other.patient.sex = nil
    #expect(render(FrenchDischarge.record, as: .fhir) == render(FrenchDischarge.record, as: .fhir))
    #expect(try Set(Self.bundle(other).entry.map(\.fullUrl)).isDisjoint(with: Self.bundle().entry.map(\.fullUrl)))
  }

  @Test("what is denied is refuted, what is doubted provisional, what is supposed is left out") func assertions() throws {
    var record = FrenchDischarge.record
    func condition(_ change: (inout Assertion) -> Void) throws -> Bundle.Entry.Resource? {
      var assertion = Assertion()
      change(&assertion)
      record.problems = [Problem(name: "embolie", kind: .disorder, assertion: assertion, codes: [Code(.icd10, "I26")], evidence: [])]
      return try Self.bundle(record).entry.first {
        $0.resource.code?.text == "embolie" || $0.resource.resourceType == "FamilyMemberHistory"
      }?.resource
    }
    #expect(try condition { _ in }?.verificationStatus?.coding?.first?.code == "confirmed")
    #expect(try condition { _ in }?.clinicalStatus?.coding?.first?.code == "active")
    #expect(try condition { _ in }?.code?.coding?.first?.system == "http://hl7.org/fhir/sid/icd-10")
    #expect(try condition { $0.polarity = .absent }?.verificationStatus?.coding?.first?.code == "refuted")
    #expect(try condition { $0.polarity = .absent }?.clinicalStatus == nil)
    #expect(try condition { $0.certainty = .possible }?.verificationStatus?.coding?.first?.code == "provisional")
    #expect(try condition { $0.time = .history }?.clinicalStatus == nil)
    #expect(try condition { $0.certainty = .hypothetical } == nil)
    #expect(try condition { $0.subject = .other } == nil)
    #expect(try condition { $0.subject = .family }?.resourceType == "FamilyMemberHistory")
  }

  @Test("results keep value, unit, comparator and the note's words") func results() throws {
    let record = FrenchDischarge.record
    let observations = try Self.bundle().entry.map(\.resource).filter { $0.resourceType == "Observation" }.dropFirst()
    #expect(observations.count == record.measurements.count)
    for (observation, result) in zip(observations, record.measurements) {
      #expect(observation.valueQuantity?.value == result.value)
      #expect(observation.valueQuantity?.unit == result.unit)
      #expect(observation.valueQuantity?.comparator == result.comparator?.rawValue)
      #expect(observation.note?.map(\.text) == result.evidence.map(\.text))
    }
  }

  @Test("a record that says nothing is a patient of whom nothing is known") func empty() throws {
    let record = PatientRecord(
      note: NoteSummary(source: "a", language: .english, characters: 0), engine: EngineSummary(name: "offline", version: "0"))
    #expect(try Self.bundle(record).entry.map(\.resource.resourceType) == ["Patient"])
  }
}

@Suite("records out of their JSON")
struct DecodingTests {
  @Test("what was written is read") func roundTrip() throws {
    for record in [FrenchDischarge.record, EnglishLetter.record] {
      #expect(try JSONDecoder().decode(PatientRecord.self, from: Data(record.json(pretty: false))) == record)
    }
  }

  @Test(
    "a key that is missing, a value that no contract knows: no record",
    arguments: [
      ("\"format\":\"pie.record/1\"", "\"format\":\"pie.record/2\""), ("\"sex\":", "\"gender\":"),
      ("\"polarity\":\"present\"", "\"polarity\":\"perhaps\""),
      ("\"start\":", "\"begin\":"), ("\"characters\":", "\"characters\":\"many\",\"more\":"),
    ])
  func refused(from: String, to: String) {
    let text = String(decoding: FrenchDischarge.record.json(pretty: false), as: UTF8.self)
    #expect(text.contains(from))
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(PatientRecord.self, from: Data(text.replacing(from, with: to).utf8))
    }
  }
}
