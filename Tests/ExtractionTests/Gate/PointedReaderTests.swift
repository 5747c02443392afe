internal import ClinicalRecord
internal import RulesEngine
internal import Testing
internal import TextScanning

/// What the gate makes of single claims.
@Suite struct PointedReaderTests {
  private func read(_ text: String, _ claim: PointedClaim, _ language: Language = .french) throws(ClaimFault) -> PointedReading {
    try PointedReader(NoteText(text), language: language, rules: RulesEngine()).read(claim)
  }

  private func drug(_ quotes: [String], _ attributes: [PointedClaim.Attribute: String], lines: [Int] = []) -> PointedClaim {
    PointedClaim(.medication, [.list: "mentioned", .status: "active"].merging(attributes) { $1 }, quotes: quotes, lines: lines)
  }

  private func medication(_ reading: PointedReading) -> Medication? {
    if case .medication(let medication)? = reading.claims.first?.content { medication } else { nil }
  }

  @Test func aDoseIsReadFromTheNotesWords() throws {
    let text = "Traitement : DOLIPRANE 500 mg, 2 cp x3/j si besoin pdt 5 j."
    let claim = drug([text], [.name: "doliprane", .strength: "500mg", .quantity: "2 cp", .frequency: "x3/j si besoin", .duration: "5 j"])
    let found = try #require(medication(try read(text, claim)))
    #expect(found.name == "DOLIPRANE")
    #expect(found.ingredients == ["paracetamol"])
    #expect(found.sig.strength == Amount(500, "mg") && found.sig.dailyDose == Amount(3000, "mg"))
    #expect(found.sig.frequency.asNeeded && found.sig.duration == Sig.Duration(value: 5, unit: .days))
  }

  /// A count that the claim leaves out is not one: no dose of the day that the words do not say.
  @Test func aLeftOutCountMakesNoDailyDose() throws {
    let text = "Traitement : DOLIPRANE 500 mg, 2 cp x3/j."
    let found = try #require(
      medication(try read(text, drug(["DOLIPRANE 500 mg, 2 cp x3/j"], [.name: "DOLIPRANE", .strength: "500 mg", .frequency: "x3/j"]))))
    #expect(found.sig.dailyDose == nil || found.sig.dailyDose == Amount(3000, "mg"))
  }

  @Test(arguments: [
    ("metformine 850 mg et ramipril 5 mg", "ramipril", "850 mg"), ("metformine 850 mg et ramipril 5 mg", "metformine", "5 mg"),
    ("metformine 850 mg ramipril", "ramipril", "850 mg"), ("XYZALIDE 5 mg, FOOBARINE 10 mg", "XYZALIDE", "10 mg"),
    ("ramipril 10 mg/kg", "ramipril", "10 mg"), ("ramipril 2,5 mg", "ramipril", "5 mg"), ("ramipril 1 000 mg", "ramipril", "000 mg"),
    ("ramipril 5 mg le matin, 10 mg le soir", "ramipril", "10 mg"),
  ])
  func aDoseOfAnotherIsRejected(text: String, name: String, strength: String) {
    #expect(throws: ClaimFault.self) { try read("Traitement : \(text).", drug([text], [.name: name, .strength: strength])) }
  }

  @Test(arguments: [("le soir", false), ("le matin", true)]) func aRhythmOfAnotherIsRejected(words: String, holds: Bool) throws {
    let text = "ramipril 5 mg le matin et bisoprolol 10 mg le soir"
    let claim = drug([text], [.name: "ramipril", .strength: "5 mg", .frequency: words])
    if holds { _ = try read(text, claim) } else { #expect(throws: ClaimFault.self) { try read(text, claim) } }
  }

  @Test func aNumberTakesItsUnit() throws {
    let found = try #require(medication(try read("Sous ramipril 5 mg.", drug(["ramipril 5 mg"], [.name: "ramipril", .strength: "5"]))))
    #expect(found.sig.strength == Amount(5, "mg"))
  }

  @Test(arguments: [
    ("La metformine est arrêtée.", "stopped", true), ("La metformine est poursuivie.", "stopped", false),
    ("La metformine est arrêtée.", "active", false),
  ])
  func aStatusNeedsItsWords(text: String, status: String, holds: Bool) throws {
    let claim = drug([text], [.name: "metformine", .status: status])
    if holds {
      #expect(medication(try read(text, claim))?.status == .stopped)
    } else {
      #expect(throws: ClaimFault.self) { try read(text, claim) }
    }
  }

  @Test(arguments: ["Pas de morphine.", "Allergie à la morphine."]) func noDrugThatIsDeniedOrAnAllergy(text: String) {
    #expect(throws: ClaimFault.self) { try read(text, drug([text], [.name: "morphine"])) }
  }

  // MARK: problems

  private func problem(_ quote: String, _ name: String, _ changes: [PointedClaim.Attribute: String] = [:]) -> PointedClaim {
    PointedClaim(
      .problem,
      [.name: name, .kind: "disorder", .polarity: "present", .certainty: "certain", .time: "current", .subject: "patient"].merging(changes)
      { $1 },
      quotes: [quote], lines: [])
  }

  @Test(arguments: [
    ("Pas de fièvre.", "fièvre", "present", "patient"), ("Fièvre à domicile.", "Fièvre", "absent", "patient"),
    ("Mère : diabète.", "diabète", "present", "patient"), ("Diabète ancien.", "Diabète", "present", "family"),
  ])
  func whatTheWordsTurnRoundIsRejected(text: String, name: String, polarity: String, subject: String) {
    #expect(throws: ClaimFault.self) { try read(text, problem(text, name, [.polarity: polarity, .subject: subject])) }
  }

  @Test func aRelativeOfAnotherNameIsNotThere() {
    #expect(throws: ClaimFault.self) { try read("Mère : diabète. Père : HTA.", problem("Père : diabète", "diabète", [.subject: "family"])) }
    #expect(throws: ClaimFault.self) { try read("Père : HTA. Mère : diabète.", problem("Père : diabète", "diabète", [.subject: "family"])) }
  }

  @Test func doubtOutranksTheClaim() throws {
    let reading = try read("Consulter si fièvre.", problem("si fièvre", "fièvre"))
    guard case .problem(let found)? = reading.claims.first?.content else {
      Issue.record("no such claim")
      return
    }
    #expect(found.assertion.certainty == .hypothetical)
    #expect(reading.doubts.map(\.code) == [.assertionMismatch])
  }

  // MARK: quotes

  @Test(arguments: [
    ("Antecedents d'embolie pulmonaire", true), ("ANTÉCÉDENTS D’EMBOLIE  PULMONAIRE", true), ("antécédents embolie pulmonaire", true),
    ("antécédents de phlébite pulmonaire", false), ("pas d'antécédents d'embolie pulmonaire", false),
    ("antécédents d'embolie cérébrale", false),
  ])
  func quotesInOtherSpellings(quote: String, holds: Bool) throws {
    let text = "Patient aux antécédents d'embolie pulmonaire."
    let claim = problem(quote, "embolie pulmonaire", [.time: "history"])
    if holds { _ = try read(text, claim) } else { #expect(throws: ClaimFault.self) { try read(text, claim) } }
  }

  // MARK: results

  private func result(_ quote: String, _ label: String, _ value: String, _ unit: String?) -> PointedClaim {
    var attributes: [PointedClaim.Attribute: String] = [.label: label, .value: value]
    attributes[.unit] = unit
    return PointedClaim(.measurement, attributes, quotes: [quote], lines: [])
  }

  @Test(arguments: [
    ("Créatinine", "75", "µmol/L", true), ("Créatinine", "75", "mmol/L", false), ("Créatinine", "76", "µmol/L", false),
    ("Créatinine", "139", "mmol/L", false),
    ("Na", "139", "mmol/L", true), ("Na", "75", "", false), ("K", "4,1", "mmol/L", true), ("K", "4.1", "mmol/l", true),
    ("K", "1", "mmol/L", false),
    ("TA", "128/74", "mmHg", true), ("TA", "138/74", "mmHg", false), ("TA", "128/74", "kPa", false),
  ])
  func results(label: String, value: String, unit: String, holds: Bool) throws {
    let text = "Créatinine 75 µmol/L, Na 139 mmol/L, K 4,1 mmol/L. TA 128/74 mmHg."
    let claim = result(text, label, value, unit.isEmpty ? nil : unit)
    if holds {
      let claims = try read(text, claim).claims
      #expect(claims.count == (label == "TA" ? 2 : 1))
    } else {
      #expect(throws: ClaimFault.self) { try read(text, claim) }
    }
  }

  @Test func aDateOfAnotherActIsRejected() throws {
    let text = "Chirurgicaux : cholécystectomie (1998), appendicectomie (2011)."
    func claim(_ date: String) -> PointedClaim {
      PointedClaim(.procedure, [.name: "cholécystectomie", .date: date], quotes: [text], lines: [])
    }
    guard case .procedure(let found)? = try read(text, claim("1998")).claims.first?.content else {
      Issue.record("no such claim")
      return
    }
    #expect(found.date == "1998")
    #expect(throws: ClaimFault.self) { try read(text, claim("2011")) }
  }

  @Test func messagesHaveNoWordOfTheNote() {
    let text = "Sous QUINZAPRIL 5 mg."
    for claim in [
      drug([text], [.name: "QUINZAPRIL", .strength: "50 mg"]), drug(["QUINZAPRIL 7 mg"], [.name: "QUINZAPRIL"]),
      problem(text, "QUINZAPRIL", [.polarity: "absent"]),
      result(text, "QUINZAPRIL", "5", "mg"),
    ] {
      do throws(ClaimFault) { _ = try read(text, claim) } catch { #expect(!error.message.lowercased().contains("quinzapril")) }
    }
  }
}
