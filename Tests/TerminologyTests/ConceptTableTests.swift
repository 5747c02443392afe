internal import Testing
internal import TextScanning

@Suite struct ConceptTableTests {
  private func isSlug(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-" || $0 == "_") } && !text.hasPrefix("-")
      && !text.hasSuffix("-")
  }

  @Test func conceptsAreUniqueSlugs() throws {
    let rows = try ["disorders", "symptoms"].flatMap { name in try Table(name).rows.map { (name, $0) } }
    for (name, row) in rows { #expect(isSlug(row.cells[0]), "\(name):\(row.line): «\(row.cells[0])»") }
    let doubles = rows.repeated { $0.1.cells[0] }
    #expect(doubles.isEmpty, "\(doubles.map { "\($0.0):\($0.1.line): \($0.1.cells[0])" })")
    for name in ["procedures"] { for row in try Table(name).rows { #expect(isSlug(row.cells[0]), "\(name):\(row.line)") } }
  }

  @Test func codesHaveTheShapeOfICD10() throws {
    for name in ["disorders", "symptoms"] {
      for row in try Table(name).rows {
        let code = row.cells[1]
        #expect(
          code.isEmpty && (name == "symptoms" || !row.cells[4].isEmpty) || ["A99", "A99.9", "A99.99"].contains { fits(code, $0) },
          "\(name):\(row.line): «\(code)»")
      }
    }
  }

  @Test func everyConceptHasATerm() throws {
    for name in ["disorders", "symptoms"] {
      for row in try Table(name).rows { #expect(!row.cells[2].isEmpty || !row.cells[3].isEmpty, "\(name):\(row.line)") }
    }
  }

  /// What a term says is one concept of a file in a language; a term of both files is a disorder, for that file is loaded first.
  @Test(arguments: ["disorders", "symptoms", "procedures", "substances"], ["fr", "en"]) func termsAreUnambiguous(
    name: String, language: String
  ) throws {
    let table = try Table(name)
    var owner: [String: String] = [:]
    for row in table.rows {
      for term in row.terms(table.column(language)) {
        let key = matched(term)
        if let other = owner[key] { #expect(other == row.cells[0], "\(name):\(row.line): \(language) «\(term)» is \(other) too") }
        owner[key] = row.cells[0]
      }
    }
  }

  @Test func shortTermsAreExact() throws {
    for name in ["disorders", "symptoms", "procedures"] {
      let table = try Table(name)
      for row in table.rows {
        for term in row.terms(table.column("fr")) + row.terms(table.column("en")) where !term.hasPrefix("=") {
          #expect(folded(term).count > 2, "\(name):\(row.line): «\(term)»")
        }
      }
    }
  }

  @Test func morphologyNumbers() throws {
    for row in try Table("morphology").rows {
      #expect((Int(row.cells[3]) ?? 0) >= row.cells[0].count, "morphology:\(row.line)")
      for word in row.terms(4) { #expect(folded(word).count >= 4, "morphology:\(row.line): «\(word)»") }
    }
  }

  @Test func measuredNamesWhatExists() throws {
    let slugs = try Set(["disorders", "symptoms"].flatMap { try Table($0).rows.map(\.cells[0]) })
    let measurements = try Set(Table("measurements").rows.map(\.cells[0]))
    var dead: [String] = []
    for row in try Table("measured").rows {
      if !slugs.contains(row.cells[0]) { dead.append("\(row.line): \(row.cells[0])") }
      #expect(measurements.contains(row.cells[1]), "measured:\(row.line): no measurement «\(row.cells[1])»")
    }
    #expect(dead.isEmpty, "\(dead)")
  }
}
