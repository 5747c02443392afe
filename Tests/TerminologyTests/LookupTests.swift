internal import ClinicalRecord
internal import Terminology
internal import Testing
internal import TextScanning

/// The embedded terminology finds names however they are written.
@Suite struct LookupTests {
  private let terms = Terminology.embedded

  private func text(_ words: String, _ language: Language = .french) -> TokenizedText {
    let note = NoteText(words)
    return TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: language)
  }

  /// The ingredients and the words taken of the drug that `words` begins with.
  private func drug(_ words: String, _ language: Language = .french) -> (ingredients: [String], words: String)? {
    let text = text(words, language)
    guard !text.tokens.isEmpty, let match = terms.drugs.longest(in: text, at: 0, terms: terms) else { return nil }
    return (terms.ingredientNames(of: match.entry), text.string(0..<match.end))
  }

  @Test(arguments: [
    ("paracétamol", "paracetamol"), ("PARACETAMOL", "paracetamol"), ("Paracétamol 1 g", "paracetamol"),
    ("parace\u{301}tamol", "paracetamol"),
    ("DOLIPRANE", "paracetamol"), ("Zestryl", "lisinopril"), ("lisinopril", "lisinopril"), ("Kardégic", "acetylsalicylic acid"),
    ("KARDEGIC", "acetylsalicylic acid"),
    ("furosémide", "furosemide"), ("Lasilix", "furosemide"), ("metformine", "metformin"), ("Solu-Médrol", "methylprednisolone"),
    ("SOLUMEDROL", "methylprednisolone"),
    ("Solu Medrol", "methylprednisolone"), ("solu‑medrol", "methylprednisolone"), ("insuline glargine", "insulin glargine"),
    ("Abasaglar", "insulin glargine"),
  ])
  func drugs(words: String, ingredient: String) throws {
    #expect(try #require(drug(words)).ingredients == [ingredient])
    #expect(try #require(drug(words, .english)).ingredients == [ingredient])
  }

  @Test func combinationsNameTheirIngredientsInOrder() throws {
    #expect(try #require(drug("Augmentin 1 g")).ingredients == ["amoxicillin", "clavulanic acid"])
    #expect(try #require(drug("abacavir/lamivudine")) == (["abacavir", "lamivudine"], "abacavir/lamivudine"))
  }

  @Test func longerNameWins() throws {
    #expect(try #require(drug("Abilify Maintena 400 mg")).words == "Abilify Maintena")
    #expect(try #require(drug("Abilify 10 mg")).words == "Abilify")
  }

  @Test func codesFollowTheBrandThenTheIngredient() throws {
    func codes(_ words: String) throws -> [String] {
      let match = try #require(terms.drugs.longest(in: text(words), at: 0, terms: terms))
      return terms.codes(of: match.entry).map { "\($0.system.rawValue) \($0.code)" }
    }
    #expect(try codes("Abilify Maintena") == ["atc N05AX12"])
    #expect(try codes("lisinopril") == ["atc C09AA03"])
    #expect(try codes("Zestryl") == ["atc C09AA03"])
  }

  @Test(arguments: ["bonjour", "le", "patient", "xyzzy"]) func noDrug(words: String) { #expect(drug(words) == nil) }

  private func problem(_ words: String, _ language: Language) -> (code: String, words: String)? {
    let text = text(words, language)
    guard let match = terms.problems.longest(in: text, at: 0, terms: terms) else { return nil }
    return (terms.string(terms.problems[match.entry].icd10), text.string(0..<match.end))
  }

  @Test(arguments: [
    ("hypertension artérielle", Language.french, "I10"), ("HYPERTENSION ARTERIELLE", .french, "I10"), ("HTA", .french, "I10"),
    ("hta", .french, "I10"),
    ("high blood pressure", .english, "I10"), ("fibrillation auriculaire", .french, "I48.9"), ("atrial fibrillation", .english, "I48.9"),
    ("FA", .french, "I48.9"),
    ("fièvres", .french, "R50.9"), ("œdème aigu du poumon", .french, "J81"), ("OEDEME AIGU DU POUMON", .french, "J81"),
    ("oedème aigu du poumon", .french, "J81"),
    ("non‑valvular AF", .english, "I48.9"),
  ])
  func problems(words: String, language: Language, code: String) throws {
    let found = try #require(problem(words, language))
    #expect(found.code.hasPrefix(code))
    #expect(found.words == words)
  }

  @Test func termsKeepToTheirLanguageAndToTheirCase() {
    #expect(problem("high blood pressure", .french) == nil)
    #expect(problem("fa", .french) == nil)
    #expect(problem("Fa", .french) == nil)
  }

  @Test(arguments: [
    ("mg/L", "mg/L"), ("mg / l", "mg/L"), ("MG/L", "mg/L"), ("µmol/L", "µmol/L"), ("μmol/l", "µmol/L"), ("umol/L", "µmol/L"),
    ("10⁹/L", "G/L"), ("10^9/L", "G/L"),
    ("x10^9/L", "G/L"), ("K/µL", "G/L"), ("UI/L", "IU/L"), ("/mm³", "/mm3"), ("mL/min/1,73 m²", "mL/min/1.73m2"),
    ("ml/min/1.73m2", "mL/min/1.73m2"), ("g/dL", "g/dL"),
    ("bpm", "/min"), ("%", "%"), ("mmHg", "mmHg"),
  ])
  func units(written: String, name: String) throws {
    let bytes = Array(written.utf8)
    let match = try #require(terms.units.match(bytes, at: 0))
    #expect(match.end == bytes.count)
    #expect(match.candidates.contains { terms.string(terms.units.names[Int($0)]) == name })
  }

  @Test func unitsEndAtWords() {
    let bytes = Array("mgx".utf8)
    #expect(terms.units.match(bytes, at: 0) == nil)
    #expect(terms.units.match(Array("mg\nL".utf8), at: 0)?.end == 2)
  }

  @Test func measurementsAreFoundInTheirLanguage() throws {
    func name(_ words: String, _ language: Language) -> String? {
      terms.measurements.longest(in: text(words, language), at: 0, terms: terms).map { terms.string(terms.measurements[$0.entry].name) }
    }
    #expect(name("Créatininémie", .french) == "creatinine")
    #expect(name("CREATININE", .english) == "creatinine")
    #expect(name("tension artérielle", .french) == "systolic_bp")
    #expect(name("NT-proBNP", .french) == "nt_probnp")
    #expect(name("D‑dimères", .french) == "d_dimer")
    #expect(terms.measurement("egfr") != nil)
    #expect(terms.measurement("nothing") == nil)
  }

  @Test func everyTableRowIsLoaded() throws {
    #expect(try terms.ingredients.count == Table("ingredients").rows.count)
    #expect(try terms.drugs.entries.count == Table("ingredients").rows.count + Table("brands").rows.count)
    #expect(try terms.problems.entries.count == Table("disorders").rows.count + Table("symptoms").rows.count)
    #expect(try terms.measurements.entries.count == Table("measurements").rows.count)
    #expect(try terms.units.names.count == Table("units").rows.count)
    #expect(try terms.procedures.entries.count == Table("procedures").rows.count)
    #expect(try terms.triggers.entries.count == Table("triggers").rows.count)
    #expect(try terms.statuses.entries.count == Table("statuses").rows.count)
    #expect(try terms.sigWords.entries.count == Table("sigwords").rows.count)
    #expect(try terms.endings.count == Table("morphology").rows.count)
  }

  /// The embedded bytes are the files': every ingredient finds itself by its own name.
  @Test func everyIngredientFindsItself() throws {
    for row in try Table("ingredients").rows where !row.cells[0].hasPrefix("=") {
      let found = drug(row.cells[0], .english)
      #expect(
        found?.words == row.cells[0] || found.map { folded($0.words) } == folded(row.cells[0]),
        "ingredients:\(row.line): \(row.cells[0]) → \(found?.words ?? "nothing")")
    }
  }
}
