internal import ClinicalRecord
internal import FoundationEssentials
internal import Testing

/// The keys that record.md promises, all of them, in its order.
@Suite struct RecordKeysTests {
  private static let assertion = "assertion:{polarity certainty time subject}"
  private static let code = "codes:[{system code}]"
  private static let evidence = "evidence:[{start end text section}]"
  private static let amount = "{value unit}"

  private static let full =
    "{format note:{source language characters}"
    + " engine:{name model version usage:{input_tokens output_tokens cost_usd} grounding:{quoted exact normalized rejected}}"
    + " patient:{age:{value unit \(evidence)} sex:{value \(evidence)}}"
    + " stay:{reason:{text \(evidence)} admitted:{date \(evidence)} discharged:{date \(evidence)}}"
    + " problems:[{name kind \(assertion) \(code) \(evidence)}]"
    + " allergies:[{substance reaction \(assertion) \(code) \(evidence)}]"
    + " medications:[{name ingredients:[] \(code) list status strength:\(amount) quantity:{value max unit} route"
    + " frequency:{text times_per_day interval_hours times:[] as_needed} duration:\(amount) daily_dose:\(amount) \(assertion) \(evidence)}]"
    + " procedures:[{name date \(assertion) \(evidence)}]"
    + " measurements:[{name label value unit comparator flag date \(code) \(evidence)}]"
    + " renal_function:{creatinine:\(amount) egfr:{value unit source equation} stage summary \(evidence)}"
    + " hepatic_function:{ast:\(amount) alt:\(amount) bilirubin:\(amount) alp:\(amount) ggt:\(amount) albumin:\(amount) inr:\(amount)"
    + " child_pugh:{score class} summary \(evidence)}"
    + " follow_up:[{text date \(evidence)}] warnings:[{code message}]}"

  private static let empty =
    "{format note:{source language characters}"
    + " engine:{name model version usage:{input_tokens output_tokens cost_usd} grounding:{quoted exact normalized rejected}}"
    + " patient:{age sex} stay:{reason admitted discharged} problems:[] allergies:[] medications:[] procedures:[] measurements:[]"
    + " renal_function:{creatinine egfr stage summary evidence:[]}"
    + " hepatic_function:{ast alt bilirubin alp ggt albumin inr child_pugh summary evidence:[]} follow_up:[] warnings:[]}"

  @Test(arguments: [false, true]) func fullRecord(pretty: Bool) {
    #expect(outline(Sample.full.json(pretty: pretty)) == Self.full)
  }

  @Test(arguments: [false, true]) func emptyRecord(pretty: Bool) {
    #expect(outline(Sample.empty.json(pretty: pretty)) == Self.empty)
  }

  @Test func bothFormsSayTheSame() throws {
    struct Known: Decodable, Equatable {
      struct Note: Decodable, Equatable { var source: String, language: String, characters: Int }
      struct Evidence: Decodable, Equatable { var start: Int, end: Int, text: String, section: String? }
      struct Problem: Decodable, Equatable { var name: String, kind: String, evidence: [Evidence] }
      var format: String
      var note: Note
      var problems: [Problem]
    }
    let compact = try JSONDecoder().decode(Known.self, from: Data(Sample.full.json(pretty: false)))
    let pretty = try JSONDecoder().decode(Known.self, from: Data(Sample.full.json(pretty: true)))
    #expect(compact == pretty)
    #expect(compact.format == "pie.record/1")
    #expect(compact.note == .init(source: "a \"b\".txt", language: "fr", characters: 42))
    #expect(compact.problems.first?.evidence == [.init(start: 3, end: 5, text: "é\n", section: "past_history")])
  }

  /// Without a line of its own, so that JSONL holds one record a line.
  @Test func compactIsOneLine() {
    #expect(!Sample.full.json(pretty: false).contains(0x0A))
  }

  @Test func noFrequencyIsNull() {
    var record = Sample.full
    record.medications[0].sig = Sig()
    let json = String(decoding: record.json(pretty: false), as: UTF8.self)
    #expect(json.contains(#""strength":null,"quantity":null,"route":null,"frequency":null,"duration":null,"daily_dose":null"#))
  }

  @Test func namesAreTheContracts() {
    #expect(Language.allCases.map(\.rawValue) == ["fr", "en"])
    #expect(Medication.List.allCases.map(\.rawValue) == ["home", "discharge", "inpatient", "mentioned"])
    #expect(Medication.Status.allCases.map(\.rawValue) == ["active", "stopped", "held", "started", "changed", "planned"])
    #expect(Assertion.Polarity.allCases.map(\.rawValue) == ["present", "absent"])
    #expect(Assertion.Certainty.allCases.map(\.rawValue) == ["certain", "possible", "hypothetical"])
    #expect(Assertion.Time.allCases.map(\.rawValue) == ["current", "history", "planned"])
    #expect(Assertion.Subject.allCases.map(\.rawValue) == ["patient", "family", "other"])
    #expect(Measurement.Flag.allCases.map(\.rawValue) == ["low", "normal", "high", "critical"])
    #expect(Patient.Age.Unit.allCases.map(\.rawValue) == ["years", "months", "weeks", "days"])
    #expect(Code.System.allCases.map(\.rawValue) == ["atc", "icd-10", "loinc"])
    #expect(RenalFunction.Source.allCases.map(\.rawValue) == ["reported", "computed"])
    #expect(RenalFunction.Stage.allCases.map(\.rawValue) == ["G1", "G2", "G3a", "G3b", "G4", "G5"])
  }

  @Test func momentsSortByTheDay() {
    #expect([Sig.Moment.bedtime, .evening, .noon, .morning].sorted() == [.morning, .noon, .evening, .bedtime])
  }
}
