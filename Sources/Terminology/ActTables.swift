internal import TextScanning

/// `procedures.tsv`, `substances.tsv`, `morphology.tsv`
struct ActTables: Sendable {
  private(set) var procedures = LexiconTerms<Procedures>()
  private(set) var substances = LexiconTerms<Cell>()
  private(set) var endings = EndingsBuilder()

  init() {}

  init(_ text: TableText, _ places: TablePlaces, _ numbers: WordNumbers) {
    procedures.open(places.procedures, numbers)
    text.forEachRow(of: places.procedures, columns: 3) { cells in
      procedures.add(Procedures(slug: cells[0]), numbers)
      procedures.add(text, cells[1], .french)
      procedures.add(text, cells[2], .english)
    }
    text.forEachRow(of: places.substances, columns: 3) { cells in
      substances.add(cells[0], numbers)
      substances.add(text, cells[1], .french)
      substances.add(text, cells[2], .english)
    }
    procedures.finish(numbers)
    substances.finish(numbers)
    loadEndings(text, places.morphology)
  }

  private mutating func loadEndings(_ text: TableText, _ table: Range<Int>) {
    text.forEachRow(of: table, columns: 5) { cells in
      var except: [String] = []
      text.forEachPart(of: cells[4], by: UInt8(ascii: "|")) { except.append(folded(text.string($0))) }
      endings.add(
        folded(text.string(cells[0])), text.languages(cells[1]), Ending.Kind(rawValue: text.string(cells[2])) ?? .disorder,
        least: text.number(cells[3].range).map { Int32($0) } ?? 8, except: except)
    }
  }
}
