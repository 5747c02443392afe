internal import ClinicalRecord
internal import Extraction
internal import LanguageModels
internal import Testing

@Suite struct ModelEngineTests {
  private let text = """
    TRAITEMENT À L'ENTRÉE
    ZESTRYL 5 mg 1 cp le matin
    ANTÉCÉDENTS
    Pas de diabète. Mère : cancer du sein.
    BIOLOGIE
    Créatinine 75 µmol/L
    """

  private let zestryl =
    #"{"quotes":["ZESTRYL 5 mg 1 cp le matin"],"lines":[2],"name":"ZESTRYL","list":"home","status":"active","strength":"5 mg","quantity":"1 cp","frequency":"le matin"}"#

  private func diabetes(_ polarity: String) -> String {
    #"{"quotes":["Pas de diabète"],"lines":[4],"name":"diabète","kind":"disorder","polarity":"\#(polarity)","certainty":"certain","time":"history","subject":"patient"}"#
  }

  @Test func aGoodAnswerIsARecord() async throws {
    let model = ScriptedModel([
      .text(
        #"{"medications":[\#(zestryl)],"problems":[\#(diabetes("absent"))],"measurements":[{"quotes":["Créatinine 75 µmol/L"],"lines":[6],"label":"Créatinine","value":"75","unit":"µmol/L"}]}"#
      )
    ])
    let record = try await record(text, model)
    let drug = try #require(record.medications.first)
    #expect(drug.ingredients == ["lisinopril"])
    #expect(drug.codes == [Code(.atc, "C09AA03")])
    #expect(drug.sig.strength == Amount(5, "mg"))
    #expect(drug.sig.frequency.timesPerDay == 1)
    #expect(drug.sig.dailyDose == Amount(5, "mg"))
    #expect(drug.evidence.map(\.text) == ["ZESTRYL 5 mg 1 cp le matin"])
    #expect(record.problems.map(\.name) == ["diabète"])
    #expect(record.problems.first?.assertion.polarity == .absent)
    #expect(record.measurements.first?.name == "creatinine")
    #expect(record.measurements.first?.codes == [Code(.loinc, "14682-9")])
    #expect(record.engine.name == "scripted")
    #expect(record.engine.model == "scripted-1-2026")
    #expect(record.engine.usage.inputTokens == 100 && record.engine.usage.outputTokens == 20)
    #expect(record.engine.grounding == counts(quoted: 3, exact: 3))
    #expect(record.warnings.isEmpty)
    #expect(model.requests.count == 1)
    #expect(model.requests[0].schema == AnswerSchemaEmitter.schema(.plain))
  }

  private func counts(quoted: Int, exact: Int, normalized: Int = 0, rejected: Int = 0) -> GroundingCounts {
    var counts = GroundingCounts()
    (counts.quoted, counts.exact, counts.normalized, counts.rejected) = (quoted, exact, normalized, rejected)
    return counts
  }

  @Test func fencedJSONIsRead() async throws {
    let record = try await record(text, ScriptedModel([.text("Voici :\n```json\n{\"medications\":[\(zestryl)]}\n```\n")]))
    #expect(record.medications.count == 1)
  }

  @Test func whatFailsIsAskedAgainAlone() async throws {
    let wrong = zestryl.replacing("\"5 mg\"", with: "\"50 mg\"")
    let model = ScriptedModel([
      .text(#"{"medications":[\#(wrong)],"problems":[\#(diabetes("absent"))]}"#), .text(#"{"medications":[\#(zestryl)]}"#),
    ])
    let record = try await record(text, model)
    #expect(record.medications.count == 1 && record.problems.count == 1)
    #expect(record.engine.grounding.rejected == 0)
    #expect(model.requests.count == 2)
    let again = model.requests[1].messages
    #expect(again.count == 4)
    #expect(again[..<2] == model.requests[0].messages[...])
    #expect(again[2].text.contains("50 mg") && !again[2].text.contains("diabète"))
    #expect(again[3].text.contains("medications[0]: its strength does not stand in the words that it quotes"))
  }

  @Test func atMostTwiceThenItIsRejectedAndNamed() async throws {
    let wrong = #"{"medications":[\#(zestryl.replacing("\"5 mg\"", with: "\"50 mg\""))],"problems":[\#(diabetes("absent"))]}"#
    let model = ScriptedModel([.text(wrong), .text(wrong), .text(wrong), .text(wrong)])
    let record = try await record(text, model)
    #expect(model.requests.count == 3)
    #expect(record.medications.isEmpty && record.problems.count == 1)
    #expect(record.engine.grounding.rejected == 1)
    #expect(
      record.warnings == [Warning(.valueNotInSource, "a medication was rejected: its strength does not stand in the words that it quotes")])
    #expect(record.ungrounded == nil)
  }

  @Test func ungroundedIsToldApart() async throws {
    let invented = zestryl.replacing("ZESTRYL", with: "OLMETEC")
    let answer = #"{"medications":[\#(invented)]}"#
    let record = try await record(text, ScriptedModel([.text(answer), .text(answer), .text(answer)]), tellsUngrounded: true)
    #expect(record.medications.isEmpty)
    let claim = try #require(record.ungrounded?.first)
    #expect(claim.category == .medication)
    #expect(claim.text == "OLMETEC · home · active · 5 mg · 1 cp · le matin")
    #expect(claim.quotes == ["OLMETEC 5 mg 1 cp le matin"])
    #expect(claim.reason == "its words are not in the note")
  }

  @Test func aWithdrawnClaimIsCountedOut() async throws {
    let wrong = zestryl.replacing("ZESTRYL", with: "OLMETEC")
    let record = try await record(text, ScriptedModel([.text(#"{"medications":[\#(wrong)]}"#), .text(#"{"medications":[]}"#)]))
    #expect(record.medications.isEmpty)
    #expect(record.engine.grounding.rejected == 1)
  }

  @Test func aNegationTurnedRoundIsRejected() async throws {
    let answer = #"{"problems":[\#(diabetes("present"))]}"#
    let record = try await record(text, ScriptedModel([.text(answer), .text(answer), .text(answer)]))
    #expect(record.problems.isEmpty)
    #expect(record.warnings.first?.code == .assertionMismatch)
  }

  @Test(arguments: ["", "no", "[1]", "{}", #"{"answer":42}"#, #"{"medications":{}}"#])
  func anAnswerWithoutTheFormFails(answer: String) async throws {
    let model = ScriptedModel(Array(repeating: .text(answer), count: 5))
    await #expect(throws: EngineFailure(.badAnswer, provider: "scripted", model: "scripted-1")) { try await record(text, model) }
    #expect(model.requests.count == 3)
    #expect(model.requests[1].messages.count == 4)
  }

  @Test func aWrongFormIsMended() async throws {
    let record = try await record(text, ScriptedModel([.text("Sorry."), .text(#"{"medications":[\#(zestryl)]}"#)]))
    #expect(record.medications.count == 1)
  }

  @Test func anItemOfAWrongFormIsAskedAgain() async throws {
    let bad = #"{"quotes":["Créatinine 75 µmol/L"],"lines":[6],"label":"Créatinine","value":75}"#
    let model = ScriptedModel([
      .text(#"{"medications":[\#(zestryl)],"measurements":[\#(bad)]}"#),
      .text(#"{"measurements":[\#(bad.replacing(":75}", with: ":\"75\"}"))]}"#),
    ])
    let record = try await record(text, model)
    #expect(record.measurements.count == 1 && record.medications.count == 1)
    #expect(model.requests[1].messages[3].text.contains("measurements[0].value is a number"))
  }

  @Test(arguments: [Completion.Finish.refused("no"), .filtered("self_harm")]) func refusalIsItsOwnResult(finish: Completion.Finish)
    async throws
  {
    let code: EngineFailure.Code = if case .refused = finish { .refused } else { .filtered }
    let model = ScriptedModel([.finish(finish, "")])
    await #expect(throws: EngineFailure(code, provider: "scripted", model: "scripted-1")) { try await record(text, model) }
    #expect(model.requests.count == 1)
  }

  @Test func truncationSplitsThePiece() async throws {
    let model = ScriptedModel(
      [],
      answer: { request in
        let note = request.messages[1].text
        let lines = note.split(separator: "\n").filter { $0.contains("| ") && !$0.hasPrefix("<") }
        if lines.count > 3 { return .finish(.truncated, #"{"medications":[{"quo"#) }
        return .text(note.contains("ZESTRYL") ? #"{"medications":[\#(self.zestryl)]}"# : #"{"medications":[]}"#)
      })
    let record = try await record(text, model)
    #expect(record.medications.count == 1)
    #expect(model.requests.count > 2)
    #expect(record.engine.usage.inputTokens == 100 * model.requests.count)
    // the heading goes along with what stands under it
    #expect(model.requests.allSatisfy { $0.messages[1].text.contains("<note>\n") })
  }

  @Test func anEndlessTruncationFails() async throws {
    let model = ScriptedModel([], answer: { _ in .finish(.truncated, "{") })
    await #expect(throws: EngineFailure(.truncated, provider: "scripted", model: "scripted-1")) { try await record(text, model) }
  }

  @Test func duplicatesAreOne() async throws {
    let record = try await record(
      text, ScriptedModel([.text(#"{"medications":[\#(zestryl),\#(zestryl)],"problems":[\#(diabetes("absent")),\#(diabetes("absent"))]}"#)])
    )
    #expect(record.medications.count == 1)
    #expect(record.problems.count == 1)
  }

  @Test func wrongLinesDoNoHarm() async throws {
    let record = try await record(text, ScriptedModel([.text(#"{"medications":[\#(zestryl.replacing("[2]", with: "[77,-3]"))]}"#)]))
    #expect(record.medications.first?.evidence.first?.start == 22)
  }

  @Test func theListIsThatOfTheSection() async throws {
    let record = try await record(
      text, ScriptedModel([.text(#"{"medications":[\#(zestryl.replacing("\"home\"", with: "\"discharge\""))]}"#)]))
    #expect(record.medications.first?.list == .home)
    #expect(record.warnings == [Warning(.assertionMismatch, "a medication's list is not that of the section in which it stands")])
  }

  @Test func aLongNoteIsReadInPieces() async throws {
    let filler = (1...400).map { "Observation \($0) : état stable ce jour, sans plainte nouvelle." }.joined(separator: "\n")
    let long = filler + "\nTRAITEMENT DE SORTIE\nZESTRYL 5 mg 1 cp le matin\n"
    let model = ScriptedModel(
      [],
      answer: { request in
        let note = request.messages[1].text
        guard note.contains("| ZESTRYL") else { return .text(#"{"problems":[]}"#) }
        return .text(#"{"medications":[\#(self.zestryl.replacing("[2]", with: "[402]").replacing("home", with: "discharge"))]}"#)
      })
    let record = try await record(long, model)
    #expect(record.medications.count == 1)
    #expect(model.requests.count > 3)
    // every line once, with its number in the whole note
    let asked: [String] = model.requests.flatMap { request in request.messages[1].text.split(separator: "\n").map(String.init) }
    let lines = asked.filter { $0.contains("| Observation") }
    #expect(lines.count == 400)
    #expect(lines.contains("400| Observation 400 : état stable ce jour, sans plainte nouvelle."))
    #expect(Set(model.requests.map { $0.messages[0].text }).count == 1)
  }

  // MARK: fallback

  private func chain(_ engines: any Engine...) async throws -> PatientRecord {
    try await Pipeline(engine: FallbackEngine(engines)).record(of: note(text))
  }

  @Test(arguments: [LanguageModelError.Code.rateLimited, .quotaUsedUp, .overloaded, .serverError, .unreachable, .timedOut])
  func theNextIsAsked(code: LanguageModelError.Code) async throws {
    let second = ScriptedModel([.text(#"{"medications":[\#(zestryl)]}"#)], provider: "second")
    let record = try await chain(ModelEngine(ScriptedModel([.error(code)])), ModelEngine(second))
    #expect(record.engine.name == "second")
    #expect(
      record.warnings == [
        Warning(.engineFallback, "scripted (scripted-1) gave no reading: \(code.rawValue); the next in the fallback chain was asked")
      ])
  }

  @Test(arguments: [LanguageModelError.Code.badKey, .noKey, .forbidden, .noSuchModel, .badRequest, .cancelled])
  func whatTheUserMustMendIsNoFallback(code: LanguageModelError.Code) async throws {
    await #expect(throws: EngineFailure.self) { try await chain(ModelEngine(ScriptedModel([.error(code)])), OfflineEngine()) }
  }

  @Test func theRulesAreALastResort() async throws {
    let record = try await chain(ModelEngine(ScriptedModel([.finish(.refused(nil), "")])), OfflineEngine())
    #expect(record.engine.name == "offline" && record.engine.model == nil)
    #expect(record.medications.count == 1)
    #expect(record.warnings.first?.code == .engineFallback)
  }

  @Test func aFailedCorrectionKeepsWhatWasProved() async throws {
    let wrong = diabetes("present")
    let record = try await record(
      text, ScriptedModel([.text(#"{"medications":[\#(zestryl)],"problems":[\#(wrong)]}"#), .error(.overloaded)]))
    #expect(record.medications.count == 1 && record.problems.isEmpty)
    #expect(record.engine.grounding.rejected == 1)
  }
}
