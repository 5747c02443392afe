internal import ClinicalRecord
internal import Terminology
internal import Testing
internal import TextScanning

/// What holds for every row of every table.
@Suite struct TableShapeTests {
  private static let headers = [
    "ingredients": "ingredient atc fr synonyms flags", "brands": "brand ingredients atc country route flags",
    "disorders": "concept icd10 fr en flags",
    "symptoms": "concept icd10 fr en flags", "measurements": "name fr en units ranges critical plausible flags", "units": "unit written",
    "headings": "section language heading", "procedures": "procedure fr en", "triggers": "phrase language effect direction",
    "statuses": "phrase language status direction", "sigwords": "phrase language kind value", "cues": "phrase language section",
    "measured": "slug measurement", "models": "provider model context output input_usd output_usd sampling api schema checked",
    "modifiers": "phrase language side", "morphology": "ending language kind least except",
    "substances": "substance fr en",
    "words": "class words",
  ]

  @Test func everyTableIsHere() { #expect(Table.names == Self.headers.keys.sorted()) }

  @Test(arguments: Table.names) func shape(name: String) throws {
    let table = try Table(name)
    #expect(table.lines.first?.hasPrefix("# Source: ") == true)
    #expect(table.header.joined(separator: " ") == Self.headers[name])
    #expect(!table.rows.isEmpty)
    for row in table.rows {
      #expect(row.cells.count == table.header.count, "\(name):\(row.line)")
      #expect(!row.cells[0].isEmpty, "\(name):\(row.line)")
      for cell in row.cells {
        #expect(cell.trimmedOfSpaces == cell && !cell.contains("\r") && !cell.contains("  "), "\(name):\(row.line): «\(cell)»")
      }
    }
  }

  /// The columns that README.md of the tables documents are those of the files.
  @Test func headersAreAsDocumented() throws {
    var documented = 0
    for line in try Table.text("Sources/EmbeddedAssets/README.md").split(separator: "\n") where line.hasPrefix("| `") {
      guard let end = line.range(" | ") else { continue }
      let names = line[..<end.lowerBound].split(separator: "`").filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(4)) }
      let columns = line[end.upperBound...].split(separator: "·").compactMap { part in
        part.split(separator: "`").dropFirst(part.hasPrefix("`") ? 0 : 1).first.map(String.init)
      }
      for name in names {
        documented += 1
        #expect(try Table(name).header == columns, "\(name)")
      }
    }
    #expect(documented >= 11)
  }

  /// Terms are not empty, not said twice in one row, and of `=` or of letters.
  @Test(arguments: [
    ("ingredients", ["fr", "synonyms"]), ("disorders", ["fr", "en"]), ("symptoms", ["fr", "en"]), ("measurements", ["fr", "en"]),
    ("procedures", ["fr", "en"]),
    ("substances", ["fr", "en"]), ("units", ["written"]),
  ])
  func terms(name: String, columns: [String]) throws {
    let table = try Table(name)
    for row in table.rows {
      for column in columns {
        let terms = row.terms(table.column(column))
        for term in terms { #expect(!term.isEmpty && term == term.trimmedOfSpaces && term != "=", "\(name):\(row.line): «\(term)»") }
        if name != "units" { #expect(terms.repeated { $0 }.isEmpty, "\(name):\(row.line) has a term twice: \(terms.repeated { $0 })") }
      }
    }
  }

  @Test(arguments: [
    ("triggers", 4), ("statuses", 4), ("sigwords", 3), ("headings", 3), ("cues", 3), ("modifiers", 3), ("morphology", 2), ("words", 1),
    ("measured", 1), ("substances", 1), ("procedures", 1), ("measurements", 1), ("units", 1),
  ])
  func noRowTwice(name: String, columns: Int) throws {
    let table = try Table(name)
    let keys = table.rows.map { $0.cells.prefix(columns).joined(separator: " · ") }
    #expect(keys.repeated { $0 }.isEmpty, "\(name): \(keys.repeated { $0 })")
  }

  @Test(arguments: [
    ("headings", "language", "fr en"), ("cues", "language", "fr en"), ("modifiers", "language", "fr en"),
    ("morphology", "language", "fr en"),
    ("triggers", "language", "fr en"), ("statuses", "language", "fr en"), ("sigwords", "language", "fr en *"),
    ("modifiers", "side", "after before both"),
    ("morphology", "kind", "disorder symptom procedure"), ("ingredients", "flags", "word"), ("brands", "flags", "word"),
    ("disorders", "flags", "state negative decoy"),
    ("symptoms", "flags", "state negative decoy"), ("measurements", "flags", "score vital drug_level derived"),
    (
      "brands", "route",
      "inhaled nasal subcutaneous intravenous intramuscular transdermal ophthalmic otic topical rectal vaginal sublingual"
    ),
  ])
  func allowedValues(name: String, column: String, allowed: String) throws {
    let table = try Table(name)
    let mayBeEmpty = column == "flags" || column == "route"
    let allowed = Set(allowed.split(separator: " ").map(String.init))
    for row in table.rows {
      let cell = row.cells[table.column(column)]
      #expect(allowed.contains(cell) || mayBeEmpty && cell.isEmpty, "\(name):\(row.line): \(column) «\(cell)»")
    }
  }

  @Test func wordsOfTheCode() throws {
    func check(_ name: String, _ column: String, _ allowed: [String]) throws {
      let table = try Table(name)
      for row in table.rows {
        let cell = row.cells[table.column(column)]
        #expect(allowed.contains(cell), "\(name):\(row.line): \(column) «\(cell)»")
      }
    }
    try check("headings", "section", SectionName.allCases.map(\.rawValue))
    try check("cues", "section", SectionName.allCases.map(\.rawValue))
    try check("triggers", "effect", Trigger.Effect.allCases.map(\.rawValue))
    try check("triggers", "direction", Trigger.Direction.allCases.map(\.rawValue))
    try check("statuses", "status", StatusWord.Status.allCases.map(\.rawValue))
    try check("statuses", "direction", ["before", "after"])
    try check("sigwords", "kind", SigWord.Kind.allCases.map(\.rawValue))
    try check("words", "class", WordClass.allCases.map(\.rawValue))
    #expect(try Set(Table("words").rows.map(\.cells[0])) == Set(WordClass.allCases.map(\.rawValue)), "a class has no words")
  }

  @Test func sigwordValues() throws {
    let moments = ["morning", "noon", "evening", "bedtime"]
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    for row in try Table("sigwords").rows {
      let value = row.cells[3]
      let holds =
        switch SigWord.Kind(rawValue: row.cells[2]) {
        case .moment: moments.contains(value)
        case .weekday: days.contains(value)
        case .times, .interval, .number: Double(value).map { $0 > 0 } ?? false
        case .per: ["hour", "day", "24h", "week", "month", "year", "minute", "kg"].contains(value)
        case .unit: ["hour", "day", "week", "month", "year"].contains(value)
        case .prn: value == "asneeded"
        case .form, .dosageform, .release, .route, .duration, .until, .stat: !value.isEmpty
        case nil: false
        }
      #expect(holds, "sigwords:\(row.line): \(row.cells)")
    }
  }

  /// One heading names one section in a language.
  @Test func headingsAreUnambiguous() throws {
    var sections: [String: String] = [:]
    for row in try Table("headings").rows {
      let key = row.cells[1] + " " + matched(row.cells[2])
      if let other = sections[key] { #expect(other == row.cells[0], "headings:\(row.line): «\(row.cells[2])» is \(other) too") }
      sections[key] = row.cells[0]
    }
  }
}

extension Array {
  /// The elements whose key stands earlier already.
  func repeated<Key: Hashable>(_ key: (Element) -> Key) -> [Element] {
    var seen: Set<Key> = []
    return filter { !seen.insert(key($0)).inserted }
  }
}

extension StringProtocol {
  var trimmedOfSpaces: String {
    var text = String(self)[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  func range(_ words: String) -> Range<Index>? {
    indices.first { self[$0...].hasPrefix(words) }.map { $0..<index($0, offsetBy: words.count) }
  }
}
