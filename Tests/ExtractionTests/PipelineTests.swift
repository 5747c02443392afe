internal import ClinicalRecord
internal import Extraction
internal import Testing

@Suite struct PipelineTests {
  @Test func countsAndEngine() async throws {
    let record = try await record(
      "HTA.\nDIABETE de type 2.",
      [
        .quoted(.problem("HTA"), "HTA"), .quoted(.problem("diabète"), "Diabète de type 2"), .quoted(.problem("asthme"), "asthme"),
        .quoted(.problem("goutte"), "goutte"),
      ])
    #expect(record.problems.map(\.name) == ["HTA", "diabète"])
    #expect(record.problems[1].evidence.map(\.text) == ["DIABETE de type 2"])
    let counts = record.engine.grounding
    #expect([counts.quoted, counts.exact, counts.normalized, counts.rejected] == [4, 1, 1, 2])
    #expect(record.engine.name == "stub")
    #expect(record.engine.model == "stub-1")
    #expect(record.engine.version == pieVersion)
    #expect(record.note == NoteSummary(source: "test", language: .french, characters: 23))
  }

  /// A rejected claim is counted and its kind is named, but no word of the note or of the claim is printed.
  @Test func rejectionsNameTheKindAlone() async throws {
    let record = try await record(
      "Patient Dupont, secretol 5 mg.",
      [
        .quoted(.problem("maladie secrète"), "maladie secrète"), .quoted(.problem("autre secret"), "autre secret"),
        .quoted(.medication("secretol") { $0.strength = Amount(77, "mg") }, "secretol 5 mg"),
        .quoted(.result("secret_level", 12), "Dupont"), .quoted(.age(33, .years), "Dupont"),
      ])
    #expect(record.problems.isEmpty && record.medications.isEmpty && record.measurements.isEmpty && record.patient.age == nil)
    #expect(record.engine.grounding.rejected == 5)
    #expect(record.warnings.map(\.code) == [.quoteNotFound, .valueNotInSource, .valueNotInSource, .valueNotInSource, .nothingFound])
    for warning in record.warnings {
      for word in ["Dupont", "secretol", "maladie", "autre", "77", "33", "5 mg"] {
        #expect(!warning.message.contains(word), "\(warning.message)")
      }
    }
    #expect(record.warnings[0].message.contains("(2 times)"))
    #expect(record.warnings[0].message.contains("problem"))
    #expect(record.warnings[1].message.contains("medication") && record.warnings[1].message.contains("strength"))
  }

  @Test func oneQuoteInTheNoteIsEnough() async throws {
    let record = try await record("HTA.", [.quoted(.problem("HTA"), "HTA", "tension élevée")])
    #expect(record.problems.first?.evidence.count == 1)
    #expect(record.engine.grounding.rejected == 1)
  }

  @Test func oneProblemPerConceptAndAssertion() async throws {
    var absent = Assertion()
    absent.polarity = .absent
    let denied = Claim.Content.problem(Problem(name: "HTA", kind: .disorder, assertion: absent, codes: [], evidence: []))
    let record = try await record(
      "HTA. Une hypertension. Pas d'HTA.",
      [
        Claim(.problem("HTA"), quotes: [.init(.words("HTA", lines: nil), section: nil)], concept: 7),
        Claim(.problem("hypertension"), quotes: [.init(.words("hypertension", lines: nil), section: nil)], concept: 7),
        Claim(denied, quotes: [.init(.words("Pas d'HTA", lines: nil), section: nil)], concept: 7),
        .quoted(.problem("Hta"), "HTA"), .quoted(.problem("HTA"), "HTA"),
      ])
    #expect(record.problems.map(\.name) == ["HTA", "HTA", "Hta"])
    #expect(record.problems.map(\.evidence.count) == [2, 1, 2])
  }

  @Test func theFirstAgeStands() async throws {
    let record = try await record("81 ans, 18 ans", [.quoted(.age(81, .years), "81 ans"), .quoted(.age(18, .years), "18 ans")])
    #expect(record.patient.age?.value == 81)
  }

  @Test func anEnginesFailureIsThrown() async throws {
    await #expect(throws: StubFailure.self) { try await Pipeline(engine: FailingEngine()).record(of: note("HTA")) }
  }

  @Test func nothingFoundIsSaid() async throws {
    #expect(try await record("RAS", []).warnings.map(\.code) == [.nothingFound])
  }

  @Test func theNotesWarningsStay() async throws {
    var note = note("HTA")
    note.warnings = [Warning(.encodingGuessed, "…")]
    let record = try await Pipeline(engine: StubEngine(claims: [.quoted(.problem("HTA"), "HTA")])).record(of: note)
    #expect(record.warnings == [Warning(.encodingGuessed, "…")])
  }

  /// The offline engine through the same gate: nothing that it says is rejected in a plain note.
  @Test func offline() async throws {
    let text =
      "Mme D., 81 ans, hospitalisée pour une chute.\nAntécédents : HTA.\nTraitement habituel :\n- ZESTRYL 5 mg 1 cp le matin\nCréatinine 75 µmol/L"
    let record = try await Pipeline().record(of: note(text))
    #expect(record.engine.name == "offline")
    #expect(record.engine.grounding.rejected == 0)
    #expect(record.engine.grounding.exact == record.engine.grounding.quoted)
    #expect(record.patient.age?.value == 81)
    #expect(record.medications.first?.ingredients == ["lisinopril"])
    #expect(record.renalFunction.egfr?.source == .computed)
  }
}
