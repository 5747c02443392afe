internal import ClinicalRecord
internal import Dispatch
internal import EmbeddedAssets
internal import Synchronization
internal import TextScanning

/// A terminology in the making: reads all tables, then is turned into one.
struct TableLoader {
  var texts = TableTexts(capacity: 2_000_000)
  let numbers: WordNumbers
  var words = WordClassesBuilder()
  var drugs = DrugTables()
  var problems = ProblemTables()
  var acts = ActTables()
  var measured = MeasurementTables()
  var phrases = PhraseTables()

  /// Reads the embedded tables, on all cores: of a table with languages only the terms of these.
  init(_ languages: LanguageSet) {
    numbers = WordNumbers(languages: languages)
    let places = TablePlaces(&texts)
    texts.bytes.withUnsafeBufferPointer { words.load($0, places.words, self.numbers) }
    let loaded = Mutex((drugs: drugs, problems: problems, acts: acts, measured: measured, phrases: phrases))
    let bytes = texts.bytes
    let numbers = numbers
    // the longest first
    DispatchQueue.concurrentPerform(iterations: 5) { part in
      bytes.withUnsafeBufferPointer { text in
        switch part {
        case 0:
          let problems = ProblemTables(text, places, numbers)
          loaded.withLock { $0.problems = problems }
        case 1:
          let phrases = PhraseTables(text, places, numbers)
          loaded.withLock { $0.phrases = phrases }
        case 2:
          let drugs = DrugTables(text, places, numbers)
          loaded.withLock { $0.drugs = drugs }
        case 3:
          let measured = MeasurementTables(text, places, numbers)
          loaded.withLock { $0.measured = measured }
        default:
          let acts = ActTables(text, places, numbers)
          loaded.withLock { $0.acts = acts }
        }
      }
    }
    (drugs, problems, acts, measured, phrases) = loaded.withLock { $0 }
  }

  /// Reads the French public drug database's files where they are among the lexicons; the others are left.
  mutating func loadPublicDatabase(_ lexicons: [(name: String, bytes: [UInt8])]) throws(LexiconError) -> [(name: String, bytes: [UInt8])] {
    var own: [(name: String, bytes: [UInt8])] = []
    var products: (name: String, bytes: [UInt8])?
    var compositions: (name: String, bytes: [UInt8])?
    for lexicon in lexicons {
      switch PublicDrugDatabase.file(lexicon.bytes) {
      case .products: products = lexicon
      case .compositions: compositions = lexicon
      case nil: own.append(lexicon)
      }
    }
    guard let products else {
      if let compositions { throw Self.missing("CIS_bdpm.txt", beside: compositions.name) }
      return own
    }
    guard let compositions else { throw Self.missing("CIS_COMPO_bdpm.txt", beside: products.name) }
    let vocabulary = numbers.vocabulary
    func words(_ name: String) -> [Int32] {
      var name = name
      return name.withUTF8 { bytes in
        var words: [Int32] = []
        scanTokens(bytes) { words.append(vocabulary.word($0.hash)) }
        return words
      }
    }
    let database = PublicDrugDatabase(products: products.bytes, compositions: compositions.bytes)
    let known = drugs
    let bytes = texts.bytes
    let tables = database.tables(
      known: { name in
        guard let entry = known.drugs.entry(of: words(name)).map({ known.drugs.entries[Int($0)] }), entry.ingredients.count == 1 else {
          return nil
        }
        let cell = known.ingredients[Int(known.ingredientReferences[Int(entry.ingredients.lowerBound)])].name
        return bytes.withUnsafeBufferPointer { $0.string(cell) }
      },
      isKnown: { known.drugs.entry(of: words($0)) != nil },
      // of the common words only those of the tables are known
      needsContext: { name in
        let parts = words(name)
        return parts.count == 1 && (parts[0] >= 0 || name.utf8.count <= 4)
      })
    try load(compositions.name, tables.ingredients)
    try load(products.name, tables.brands)
    return own
  }

  private static func missing(_ file: String, beside other: String) -> LexiconError {
    LexiconError(description: "\(other): the public drug database's other file is missing; give \(file) as a lexicon too")
  }

  /// Reads a user's table too.
  mutating func load(_ name: String, _ bytes: [UInt8]) throws(LexiconError) {
    let kind = try UserLexicon(name, bytes).kind()
    let table = bytes.withUnsafeBufferPointer { texts.append($0) }
    let unknown: LexiconError? = texts.bytes.withUnsafeBufferPointer { text in
      switch kind {
      case .ingredients: drugs.loadIngredients(text, table, numbers)
      case .brands: return drugs.loadBrands(text, table, name, numbers)
      case .problems(let kind): problems.load(text, table, kind, numbers)
      }
      return nil
    }
    if let unknown { throw unknown }
    drugs.drugs.finish(numbers)
    problems.problems.finish(numbers)
  }
}

/// Where each embedded table stands in the text of all.
struct TablePlaces: Sendable {
  let words, ingredients, brands, disorders, symptoms, procedures, substances, morphology: Range<Int>
  let units, measurements, measured, headings, cues, triggers, statuses, modifiers, sigwords: Range<Int>

  static var tables: [pie_asset] {
    [
      pie_table_words(), pie_table_ingredients(), pie_table_brands(), pie_table_disorders(), pie_table_symptoms(), pie_table_procedures(),
      pie_table_substances(), pie_table_morphology(), pie_table_units(), pie_table_measurements(), pie_table_measured(),
      pie_table_headings(), pie_table_cues(), pie_table_triggers(), pie_table_statuses(), pie_table_modifiers(), pie_table_sigwords(),
    ]
  }

  init(_ texts: inout TableTexts) {
    let places = Self.tables.map { texts.append($0.buffer) }
    words = places[0]
    ingredients = places[1]
    brands = places[2]
    disorders = places[3]
    symptoms = places[4]
    procedures = places[5]
    substances = places[6]
    morphology = places[7]
    units = places[8]
    measurements = places[9]
    measured = places[10]
    headings = places[11]
    cues = places[12]
    triggers = places[13]
    statuses = places[14]
    modifiers = places[15]
    sigwords = places[16]
  }
}

extension WordClassesBuilder {
  fileprivate mutating func load(_ text: TableText, _ table: Range<Int>, _ numbers: WordNumbers) {
    text.forEachRow(of: table, columns: 2) { cells in
      guard let wordClass = WordClass(rawValue: text.string(cells[0])) else { return }
      var hashes: [UInt64] = []
      scanTokens(UnsafeBufferPointer(rebasing: text[cells[1].range])) { hashes.append($0.hash) }
      for word in numbers.numbers(hashes) { add(word, to: wordClass) }
    }
  }
}
