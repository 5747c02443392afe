extension PatientRecord {
  /// The record as JSON: every key of the contract, in its order; what is unknown is `null` or an empty list.
  package func json(pretty: Bool) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    write(to: &writer)
    return writer.bytes
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { w in
      w.key("format", Self.format)
      w.key("note") { w in
        w.object {
          $0.key("source", note.source)
          $0.key("language", note.language.rawValue)
          $0.key("characters", note.characters)
        }
      }
      w.key("engine") { engine.write(to: &$0) }
      w.key("patient") { patient.write(to: &$0) }
      w.key("stay") { stay.write(to: &$0) }
      w.key("problems") { $0.array(problems) { $1.write(to: &$0) } }
      w.key("allergies") { $0.array(allergies) { $1.write(to: &$0) } }
      w.key("medications") { $0.array(medications) { $1.write(to: &$0) } }
      w.key("procedures") { $0.array(procedures) { $1.write(to: &$0) } }
      w.key("measurements") { $0.array(measurements) { $1.write(to: &$0) } }
      w.key("renal_function") { renalFunction.write(to: &$0) }
      w.key("hepatic_function") { hepaticFunction.write(to: &$0) }
      w.key("follow_up") { $0.array(followUp) { $1.write(to: &$0) } }
      if let ungrounded { w.key("ungrounded") { $0.array(ungrounded) { $1.write(to: &$0) } } }
      w.key("warnings") { w in
        w.array(warnings) { w, warning in
          w.object {
            $0.key("code", warning.code.rawValue)
            $0.key("message", warning.message)
          }
        }
      }
    }
  }
}

extension EngineSummary {
  fileprivate func write(to w: inout JSONWriter) {
    w.object { w in
      w.key("name", name)
      w.key("model", model)
      w.key("version", version)
      w.key("usage") { w in
        w.object {
          $0.key("input_tokens", usage.inputTokens)
          $0.key("output_tokens", usage.outputTokens)
          $0.key("cost_usd", usage.costUSD)
        }
      }
      w.key("grounding") { w in
        w.object {
          $0.key("quoted", grounding.quoted)
          $0.key("exact", grounding.exact)
          $0.key("normalized", grounding.normalized)
          $0.key("rejected", grounding.rejected)
        }
      }
    }
  }
}

extension Patient {
  fileprivate func write(to w: inout JSONWriter) {
    w.object { w in
      w.key("age") { w in
        guard let age else { return w.null() }
        w.object {
          $0.key("value", age.value)
          $0.key("unit", age.unit.rawValue)
          $0.key(evidence: age.evidence)
        }
      }
      w.key("sex") { w in
        guard let sex else { return w.null() }
        w.object {
          $0.key("value", sex.value.rawValue)
          $0.key(evidence: sex.evidence)
        }
      }
    }
  }
}

extension Stay {
  fileprivate func write(to w: inout JSONWriter) {
    func day(_ day: Day?, _ w: inout JSONWriter) {
      guard let day else { return w.null() }
      w.object {
        $0.key("date", day.date)
        $0.key(evidence: day.evidence)
      }
    }
    w.object { w in
      w.key("reason") { w in
        guard let reason else { return w.null() }
        w.object {
          $0.key("text", reason.text)
          $0.key(evidence: reason.evidence)
        }
      }
      w.key("admitted") { day(admitted, &$0) }
      w.key("discharged") { day(discharged, &$0) }
    }
  }
}

extension Assertion {
  /// The JSON of each, by its number: a record has one in every other entry.
  fileprivate static let compact: [[UInt8]] = (0..<count).map { number in
    var writer = JSONWriter(capacity: 128)
    writer.object { Assertion(number: number).writeKeys(to: &$0) }
    return writer.bytes
  }

  fileprivate func writeKeys(to w: inout JSONWriter) {
    w.key("polarity", polarity.rawValue)
    w.key("certainty", certainty.rawValue)
    w.key("time", time.rawValue)
    w.key("subject", subject.rawValue)
  }
}

extension Problem {
  func write(to w: inout JSONWriter) {
    w.object {
      $0.key("name", name)
      $0.key("kind", kind.rawValue)
      $0.key(assertion: assertion)
      $0.key(codes: codes)
      $0.key(evidence: evidence)
    }
  }
}

extension Allergy {
  func write(to w: inout JSONWriter) {
    w.object {
      $0.key("substance", substance)
      $0.key("reaction", reaction)
      $0.key(assertion: assertion)
      $0.key(codes: codes)
      $0.key(evidence: evidence)
    }
  }
}

extension Medication {
  func write(to w: inout JSONWriter) {
    w.object {
      $0.key("name", name)
      $0.key("ingredients") { $0.array(ingredients) { $0.string($1) } }
      $0.key(codes: codes)
      $0.key("list", list.rawValue)
      $0.key("status", status.rawValue)
      sig.writeKeys(to: &$0)
      $0.key(assertion: assertion)
      $0.key(evidence: evidence)
    }
  }
}

extension Sig {
  /// The keys from `strength` to `daily_dose`, inside an object that the caller has opened.
  package func writeKeys(to w: inout JSONWriter) {
    w.key(amount: "strength", strength)
    w.key("quantity") { w in
      guard let quantity else { return w.null() }
      w.object {
        $0.key("value", quantity.value)
        $0.key("max", quantity.max)
        $0.key("unit", quantity.unit)
      }
    }
    w.key("route", route)
    w.key("frequency") { w in
      guard !frequency.isEmpty else { return w.null() }
      w.object {
        $0.key("text", frequency.text)
        $0.key("times_per_day", frequency.timesPerDay)
        $0.key("interval_hours", frequency.intervalHours)
        $0.key("times") { $0.array(frequency.times) { $0.string($1.rawValue) } }
        $0.key("as_needed", frequency.asNeeded)
      }
    }
    w.key("duration") { w in
      guard let duration else { return w.null() }
      w.object {
        $0.key("value", duration.value)
        $0.key("unit", duration.unit.rawValue)
      }
    }
    w.key(amount: "daily_dose", dailyDose)
  }
}

extension Procedure {
  func write(to w: inout JSONWriter) {
    w.object {
      $0.key("name", name)
      $0.key("date", date)
      $0.key(assertion: assertion)
      $0.key(evidence: evidence)
    }
  }
}

extension Measurement {
  func write(to w: inout JSONWriter) {
    w.object {
      $0.key("name", name)
      $0.key("label", label)
      $0.key("value", value)
      $0.key("unit", unit)
      $0.key("comparator", comparator?.rawValue)
      $0.key("flag", flag?.rawValue)
      $0.key("date", date)
      $0.key(codes: codes)
      $0.key(evidence: evidence)
    }
  }
}

extension RenalFunction {
  fileprivate func write(to w: inout JSONWriter) {
    w.object { w in
      w.key(amount: "creatinine", creatinine)
      w.key("egfr") { w in
        guard let egfr else { return w.null() }
        w.object {
          $0.key("value", egfr.value)
          $0.key("unit", egfr.unit)
          $0.key("source", egfr.source.rawValue)
          $0.key("equation", egfr.equation)
        }
      }
      w.key("stage", stage?.rawValue)
      w.key("summary", summary)
      w.key(evidence: evidence)
    }
  }
}

extension HepaticFunction {
  fileprivate func write(to w: inout JSONWriter) {
    w.object { w in
      w.key(amount: "ast", ast)
      w.key(amount: "alt", alt)
      w.key(amount: "bilirubin", bilirubin)
      w.key(amount: "alp", alp)
      w.key(amount: "ggt", ggt)
      w.key(amount: "albumin", albumin)
      w.key(amount: "inr", inr)
      w.key("child_pugh") { w in
        guard let childPugh else { return w.null() }
        w.object {
          $0.key("score", childPugh.score)
          $0.key("class", childPugh.grade)
        }
      }
      w.key("summary", summary)
      w.key(evidence: evidence)
    }
  }
}

extension FollowUp {
  func write(to w: inout JSONWriter) {
    w.object {
      $0.key("text", text)
      $0.key("date", date)
      $0.key(evidence: evidence)
    }
  }
}

extension JSONWriter {
  package mutating func key(assertion: Assertion) {
    key("assertion") { w in
      if w.pretty { w.object { assertion.writeKeys(to: &$0) } } else { w.ready(Assertion.compact[assertion.number]) }
    }
  }

  package mutating func key(codes: [Code]) {
    key("codes") { w in
      w.array(codes) { w, code in
        w.object {
          $0.key("system", code.system.rawValue)
          $0.key("code", code.code)
        }
      }
    }
  }

  mutating func key(evidence: [Evidence]) {
    key("evidence") { w in
      w.array(evidence) { w, evidence in
        w.object {
          $0.key("start", evidence.start)
          $0.key("end", evidence.end)
          $0.key("text", evidence.text)
          $0.key("section", evidence.section?.rawValue)
        }
      }
    }
  }

  fileprivate mutating func key(amount name: StaticString, _ amount: Amount?) {
    key(name) { w in
      guard let amount else { return w.null() }
      w.object {
        $0.key("value", amount.value)
        $0.key("unit", amount.unit)
      }
    }
  }
}

extension UngroundedClaim {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { w in
      w.key("category", category.rawValue)
      w.key("text", text)
      w.key("quotes") { $0.array(quotes) { $0.string($1) } }
      w.key("reason", reason)
    }
  }
}
