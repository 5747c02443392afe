internal import TextScanning

/// `ingredients.tsv`, `brands.tsv`
struct DrugTables: Sendable {
  private(set) var ingredients: [Ingredient] = []
  private(set) var ingredientReferences: [Int32] = []
  private var ingredientByName: [UInt64: Int32] = [:]
  var drugs = LexiconTerms<DrugName>()

  init() {}

  init(_ text: TableText, _ places: TablePlaces, _ numbers: WordNumbers) {
    drugs.open(places.ingredients.lowerBound..<places.brands.upperBound, numbers)
    loadIngredients(text, places.ingredients, numbers)
    _ = loadBrands(text, places.brands, "brands.tsv", numbers)
    drugs.finish(numbers)
  }

  mutating func loadIngredients(_ text: TableText, _ table: Range<Int>, _ numbers: WordNumbers) {
    text.forEachRow(of: table, columns: 5) { cells in
      let index = Int32(ingredients.count)
      ingredients.append(Ingredient(name: cells[0], atc: text.firstPart(cells[1])))
      ingredientByName[text.hash(cells[0])] = index
      let reference = Int32(ingredientReferences.count)
      ingredientReferences.append(index)
      drugs.add(
        DrugName(
          ingredients: reference..<reference + 1, atc: .empty, route: .empty, isBrand: false,
          needsContext: text.equals(cells[4], "word")), numbers)
      for cell in [0, 2, 3] { drugs.add(text, cells[cell], .all, joins: true) }
    }
  }

  /// The first ingredient that is unknown, if any is.
  mutating func loadBrands(_ text: TableText, _ table: Range<Int>, _ name: String, _ numbers: WordNumbers) -> LexiconError? {
    var unknown: LexiconError?
    text.forEachRow(of: table, columns: 6) { cells in
      let start = Int32(ingredientReferences.count)
      text.forEachPart(of: cells[1], by: UInt8(ascii: ";")) { part in
        if let index = ingredientByName[text.hash(part)] {
          ingredientReferences.append(index)
        } else if unknown == nil {
          unknown = LexiconError(
            description: "\(name): \"\(text.string(cells[0]))\" names an ingredient that no table has: "
              + "\"\(text.string(part))\"; add it to a table of ingredients that is read before")
        }
      }
      drugs.add(
        DrugName(
          ingredients: start..<Int32(ingredientReferences.count), atc: text.firstPart(cells[2]), route: cells[4], isBrand: true,
          needsContext: text.equals(cells[5], "word")), numbers)
      drugs.add(text, cells[0], .all, joins: true)
    }
    return unknown
  }
}
