internal import Testing
internal import TextScanning

@Suite struct DrugTableTests {
  private func names(_ row: Table.Row) -> [String] { [row.cells[0]] + row.terms(2) + row.terms(3) }

  @Test func codesHaveTheShapeOfATC() throws {
    for name in ["ingredients", "brands"] {
      let table = try Table(name)
      for row in table.rows {
        for code in row.codes(table.column("atc")) { #expect(fits(code, "A99AA99"), "\(name):\(row.line): «\(code)»") }
      }
    }
    // every code of an ingredient is one that a therapy has; brands may lean on their ingredient's
    #expect(try Table("ingredients").rows.filter { $0.cells[1].isEmpty }.count * 10 < Table("ingredients").rows.count)
  }

  @Test func ingredientsAreLowerCaseAndUnique() throws {
    let rows = try Table("ingredients").rows
    for row in rows { #expect(row.cells[0] == row.cells[0].lowercased(), "ingredients:\(row.line)") }
    let doubles = rows.repeated { folded($0.cells[0]) }
    #expect(doubles.isEmpty, "\(doubles.map { "\($0.line): \($0.cells[0])" })")
  }

  /// No name stands for two ingredients.
  @Test func ingredientNamesAreUnique() throws {
    var owner: [String: String] = [:]
    for row in try Table("ingredients").rows {
      for name in names(row) {
        let key = matched(name)
        if let other = owner[key] { #expect(other == row.cells[0], "ingredients:\(row.line): «\(name)» is \(other) too") }
        owner[key] = row.cells[0]
      }
    }
  }

  @Test func brandsAreUnique() throws {
    let doubles = try Table("brands").rows.repeated { matched($0.cells[0]) }
    #expect(doubles.isEmpty, "\(doubles.map { "\($0.line): \($0.cells[0])" })")
  }

  @Test func brandsHaveIngredientsThatExist() throws {
    let known = try Set(Table("ingredients").rows.map(\.cells[0]))
    for row in try Table("brands").rows {
      let ingredients = row.codes(1)
      // none: food, devices
      #expect(Set(ingredients).count == ingredients.count, "brands:\(row.line): \(row.cells[0])")
      for ingredient in ingredients { #expect(known.contains(ingredient), "brands:\(row.line): \(row.cells[0]) has «\(ingredient)»") }
    }
  }

  @Test func countries() throws {
    for row in try Table("brands").rows {
      let countries = row.codes(3)
      #expect(
        !countries.isEmpty && Set(countries).isSubset(of: ["fr", "uk", "us"]) && Set(countries).count == countries.count,
        "brands:\(row.line)")
    }
  }

  /// A name that is a common word is a drug only beside a dose, so it must bear the flag.
  @Test func commonWordsAreFlagged() throws {
    var common: Set<String> = []
    for line in try Table.text("Tests/Fixtures/common-words.tsv").split(separator: "\n").dropFirst(2) {
      let word = folded(String(line.split(separator: "\t")[1]))
      common.insert(word)
      if word.count > 3, word.hasSuffix("s") || word.hasSuffix("x") { common.insert(String(word.dropLast())) }
    }
    #expect(common.count > 1000)
    for row in try Table("ingredients").rows where row.cells[4] != "word" {
      for name in names(row) where !name.hasPrefix("=") { #expect(!common.contains(folded(name)), "ingredients:\(row.line): «\(name)»") }
    }
    for row in try Table("brands").rows where row.cells[5] != "word" && !row.cells[0].hasPrefix("=") {
      #expect(!common.contains(folded(row.cells[0])), "brands:\(row.line): «\(row.cells[0])»")
    }
  }

  /// One or two letters match only as written.
  @Test func shortNamesAreExact() throws {
    for row in try Table("ingredients").rows {
      for name in names(row) where !name.hasPrefix("=") { #expect(name.count > 2, "ingredients:\(row.line): «\(name)»") }
    }
    for row in try Table("brands").rows where !row.cells[0].hasPrefix("=") {
      #expect(row.cells[0].count > 2, "brands:\(row.line): «\(row.cells[0])»")
    }
  }
}
