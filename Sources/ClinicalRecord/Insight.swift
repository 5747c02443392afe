/// One statement that passed the gate, before its record is whole.
package struct Insight: Sendable {
  package var content: Claim.Content
  package var evidence: [Evidence]

  package init(_ content: Claim.Content, evidence: [Evidence]) {
    self.content = content
    self.evidence = evidence
  }

  package var category: String { content.category }

  /// The statement as the record's JSON has it.
  package func write(to writer: inout JSONWriter) {
    switch content {
    case .age(let value, let unit):
      writer.object {
        $0.key("value", value)
        $0.key("unit", unit.rawValue)
        $0.key(evidence: evidence)
      }
    case .sex(let value):
      writer.object {
        $0.key("value", value.rawValue)
        $0.key(evidence: evidence)
      }
    case .reason(let text):
      writer.object {
        $0.key("text", text)
        $0.key(evidence: evidence)
      }
    case .admitted(let date), .discharged(let date):
      writer.object {
        $0.key("date", date)
        $0.key(evidence: evidence)
      }
    case .problem(var problem):
      problem.evidence = evidence
      problem.write(to: &writer)
    case .allergy(var allergy):
      allergy.evidence = evidence
      allergy.write(to: &writer)
    case .medication(var medication):
      medication.evidence = evidence
      medication.write(to: &writer)
    case .procedure(var procedure):
      procedure.evidence = evidence
      procedure.write(to: &writer)
    case .measurement(var measurement):
      measurement.evidence = evidence
      measurement.write(to: &writer)
    case .followUp(var item):
      item.evidence = evidence
      item.write(to: &writer)
    }
  }
}

extension Claim.Content {
  /// What kind of thing it says, for a machine.
  package var category: String {
    switch self {
    case .age: "age"
    case .sex: "sex"
    case .reason: "reason"
    case .admitted: "admitted"
    case .discharged: "discharged"
    case .problem: "problem"
    case .allergy: "allergy"
    case .medication: "medication"
    case .procedure: "procedure"
    case .measurement: "measurement"
    case .followUp: "follow_up"
    }
  }
}
