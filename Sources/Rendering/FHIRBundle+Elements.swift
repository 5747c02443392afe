internal import ClinicalRecord

/// The elements that several resources have.
extension FHIRBundle {
  func subject(_ w: inout JSONWriter) { reference("subject", &w) }

  /// To the patient, who is the bundle's first resource.
  func reference(_ key: String, _ w: inout JSONWriter) {
    w.key(named: key) { w in w.object { $0.key("reference", identifier(0)) } }
  }

  func concept(_ key: String, _ text: String, _ codes: [Code], _ w: inout JSONWriter) {
    w.key(named: key) { w in
      w.object { w in
        if !codes.isEmpty {
          w.key("coding") { w in
            w.array(codes) { w, code in
              w.object {
                $0.key("system", code.system.address)
                $0.key("code", code.code)
              }
            }
          }
        }
        w.key("text", text)
      }
    }
  }

  func quantity(_ key: String, _ amount: Amount, _ comparator: Measurement.Comparator?, _ w: inout JSONWriter) {
    w.key(named: key) { w in
      w.object {
        $0.key("value", amount.value)
        if let comparator { $0.key("comparator", comparator.rawValue) }
        if let unit = amount.unit { $0.key("unit", unit) }
      }
    }
  }

  /// The evidence, in the note's words.
  func notes(_ evidence: [Evidence], _ w: inout JSONWriter) {
    guard !evidence.isEmpty else { return }
    w.key("note") { w in w.array(evidence) { w, evidence in w.object { $0.key("text", evidence.text) } } }
  }
}

extension Code.System {
  /// The vocabulary's address in FHIR.
  fileprivate var address: String {
    switch self {
    case .atc: "http://www.whocc.no/atc"
    case .icd10: "http://hl7.org/fhir/sid/icd-10"
    case .loinc: "http://loinc.org"
    }
  }
}
