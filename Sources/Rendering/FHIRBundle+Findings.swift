internal import ClinicalRecord

extension FHIRBundle {
  private static let terminology = "http://terminology.hl7.org/CodeSystem/"

  func age(_ age: Patient.Age, _ w: inout JSONWriter) {
    w.key("status", "final")
    concept("code", "Age", [Code(.loinc, "30525-0")], &w)
    subject(&w)
    quantity("valueQuantity", Amount(age.value, age.unit.rawValue), nil, &w)
    notes(age.evidence, &w)
  }

  func stay(_ w: inout JSONWriter) {
    let stay = record.stay
    w.key("status", stay.discharged == nil ? "unknown" : "finished")
    let isInpatient = stay.admitted != nil || stay.discharged != nil
    w.key("class") { w in
      w.object {
        $0.key("system", Self.terminology + "v3-ActCode")
        $0.key("code", isInpatient ? "IMP" : "AMB")
      }
    }
    subject(&w)
    if isInpatient {
      w.key("period") { w in
        w.object {
          if let day = stay.admitted { $0.key("start", day.date) }
          if let day = stay.discharged { $0.key("end", day.date) }
        }
      }
    }
    if let reason = stay.reason { w.key("reasonCode") { w in w.array([reason.text]) { w, text in w.object { $0.key("text", text) } } } }
  }

  func condition(_ problem: Problem, _ w: inout JSONWriter) {
    let assertion = problem.assertion
    // that it is in the history says neither that it is over nor that it is not
    if assertion.polarity == .present, assertion.certainty == .certain, assertion.time == .current {
      status("clinicalStatus", "condition-clinical", "active", &w)
    }
    status("verificationStatus", "condition-ver-status", verification(assertion, possible: "provisional"), &w)
    concept("code", problem.name, problem.codes, &w)
    subject(&w)
    notes(problem.evidence, &w)
  }

  func familyHistory(_ problem: Problem, _ w: inout JSONWriter) {
    w.key("status", "partial")
    reference("patient", &w)
    w.key("relationship") { w in
      w.object { w in
        w.key("coding") { w in
          w.array(["FAMMEMB"]) { w, code in
            w.object {
              $0.key("system", Self.terminology + "v3-RoleCode")
              $0.key("code", code)
            }
          }
        }
      }
    }
    w.key("condition") { w in w.array([problem]) { w, problem in w.object { concept("code", problem.name, problem.codes, &$0) } } }
    notes(problem.evidence, &w)
  }

  func allergy(_ allergy: Allergy, _ w: inout JSONWriter) {
    status("clinicalStatus", "allergyintolerance-clinical", allergy.assertion.polarity == .present ? "active" : "inactive", &w)
    status("verificationStatus", "allergyintolerance-verification", verification(allergy.assertion, possible: "unconfirmed"), &w)
    concept("code", allergy.substance, allergy.codes, &w)
    reference("patient", &w)
    notes(allergy.evidence, &w)
    if let reaction = allergy.reaction {
      w.key("reaction") { w in
        w.array([reaction]) { w, reaction in
          w.object { $0.key("manifestation") { w in w.array([reaction]) { w, text in w.object { $0.key("text", text) } } } }
        }
      }
    }
  }

  func procedure(_ procedure: Procedure, _ w: inout JSONWriter) {
    let assertion = procedure.assertion
    w.key("status", assertion.polarity == .absent ? "not-done" : assertion.time == .planned ? "preparation" : "completed")
    concept("code", procedure.name, [], &w)
    subject(&w)
    if let date = procedure.date { w.key("performedDateTime", date) }
    notes(procedure.evidence, &w)
  }

  func result(_ result: Measurement, _ w: inout JSONWriter) {
    w.key("status", "final")
    concept("code", result.label, result.codes, &w)
    subject(&w)
    if let date = result.date { w.key("effectiveDateTime", date) }
    quantity("valueQuantity", Amount(result.value, result.unit), result.comparator, &w)
    if let flag = result.flag {
      w.key("interpretation") { w in
        w.array([flag]) { w, flag in
          w.object { w in
            w.key("coding") { w in
              w.array([flag]) { w, flag in
                w.object {
                  $0.key("system", Self.terminology + "v3-ObservationInterpretation")
                  $0.key("code", flag.interpretation)
                }
              }
            }
          }
        }
      }
    }
    notes(result.evidence, &w)
  }

  func request(_ item: FollowUp, _ w: inout JSONWriter) {
    w.key("status", "active")
    w.key("intent", "plan")
    concept("code", item.text, [], &w)
    subject(&w)
    if let date = item.date { w.key("occurrenceDateTime", date) }
    notes(item.evidence, &w)
  }

  private func verification(_ assertion: Assertion, possible: String) -> String {
    if assertion.polarity == .absent { return "refuted" }
    return assertion.certainty == .possible ? possible : "confirmed"
  }

  private func status(_ key: String, _ system: String, _ code: String, _ w: inout JSONWriter) {
    w.key(named: key) { w in
      w.object { w in
        w.key("coding") { w in
          w.array([code]) { w, code in
            w.object {
              $0.key("system", Self.terminology + system)
              $0.key("code", code)
            }
          }
        }
      }
    }
  }
}

extension Measurement.Flag {
  fileprivate var interpretation: String {
    switch self {
    case .low: "L"
    case .normal: "N"
    case .high: "H"
    case .critical: "AA"
    }
  }
}
