internal import EmbeddedAssets
package import ClinicalRecord
package import TextScanning

/// What the offline engine knows of the world's words: all tables, loaded once, in a few milliseconds.
package struct Terminology: Sendable {
  /// The tables' own bytes; cells point into it.
  package private(set) var text: [UInt8]
  package private(set) var vocabulary = Vocabulary(capacity: 24_000)
  package private(set) var ingredients: [Ingredient] = []
  package private(set) var ingredientReferences: [Int32] = []
  package private(set) var drugs = Lexicon<DrugName>(capacity: 8_000)
  package private(set) var problems = Lexicon<ProblemConcept>(capacity: 10_000)
  package private(set) var measurements = Lexicon<MeasurementKind>(capacity: 2_000)
  package private(set) var units = Units()
  package private(set) var headings = Lexicon<SectionName>(capacity: 8_000)
  package private(set) var cues = Lexicon<SectionName>(capacity: 1_000)
  package private(set) var procedures = Lexicon<Procedures>(capacity: 2_000)
  package private(set) var triggers = Lexicon<Trigger>(capacity: 2_000)
  package private(set) var statuses = Lexicon<StatusWord>(capacity: 1_000)
  package private(set) var sigWords = Lexicon<SigWord>(capacity: 1_500)
  package private(set) var modifiers = Lexicon<Modifier>(capacity: 500)
  package private(set) var substances = Lexicon<Cell>(capacity: 500)
  package private(set) var endings: [Ending] = []
  package private(set) var words = WordClasses()
  private var ingredientByName: [UInt64: Int32] = [:]
  private(set) var measuredBySlug: [UInt64: Int32] = [:]

  /// The embedded tables.
  package static let embedded = Terminology()

  package func string(_ cell: Cell) -> String { text.string(cell) }

  private init() {
    text = []
    var reader = TableReader(capacity: 2_400_000)
    loadWords(&reader)
    loadDrugs(&reader)
    loadProblems(&reader)
    loadMeasurements(&reader)
    loadMeasured(&reader)
    loadPhrases(&reader)
    text = reader.text
  }

  /// The embedded tables and a user's own, which have the columns of `ingredients.tsv`, `brands.tsv`, `disorders.tsv` or `symptoms.tsv`:
  /// the header says which. Throws where a table has none of these headers, or a row names an unknown ingredient.
  package init(adding lexicons: [(name: String, bytes: [UInt8])]) throws(LexiconError) {
    self = .embedded
    var reader = TableReader(text: text)
    for lexicon in lexicons {
      let kind = try UserLexicon(lexicon.name, lexicon.bytes).kind()
      var unknown: LexiconError?
      lexicon.bytes.withUnsafeBufferPointer { bytes in
        switch kind {
        case .ingredients: loadIngredients(&reader, bytes)
        case .brands: unknown = loadBrands(&reader, bytes, lexicon.name)
        case .problems(let kind): loadProblems(&reader, bytes, kind)
        }
      }
      if let unknown { throw unknown }
    }
    text = reader.text
  }
}

extension Terminology {
  private mutating func loadWords(_ reader: inout TableReader) {
    reader.read(pie_table_words(), columns: 2) { text, cells in
      guard let wordClass = WordClass(rawValue: text.string(cells[0])) else { return }
      text.withUnsafeBufferPointer { bytes in
        scanTokens(UnsafeBufferPointer(rebasing: bytes[cells[1].range])) { words.add(vocabulary.insert($0.hash), to: wordClass) }
      }
    }
  }

  private mutating func loadDrugs(_ reader: inout TableReader) {
    loadIngredients(&reader, pie_table_ingredients().buffer)
    _ = loadBrands(&reader, pie_table_brands().buffer, "brands.tsv")
  }

  private mutating func loadIngredients(_ reader: inout TableReader, _ bytes: UnsafeBufferPointer<UInt8>) {
    reader.read(bytes, columns: 5) { text, cells in
      let index = Int32(ingredients.count)
      ingredients.append(Ingredient(name: cells[0], atc: firstPart(text, cells[1])))
      ingredientByName[hash(text, cells[0].range)] = index
      let reference = Int32(ingredientReferences.count)
      ingredientReferences.append(index)
      let entry = Int32(drugs.entries.count)
      drugs.entries.append(
        DrugName(
          ingredients: reference..<reference + 1, atc: .empty, route: .empty, isBrand: false,
          needsContext: text.equals(cells[4], "word")))
      for cell in [cells[0], cells[2], cells[3]] {
        drugs.addAll(text, cell, entry: entry, languages: .all, vocabulary: &vocabulary, joins: true)
      }
    }
  }

  /// The first ingredient that is unknown, if any is.
  private mutating func loadBrands(_ reader: inout TableReader, _ bytes: UnsafeBufferPointer<UInt8>, _ name: String) -> LexiconError? {
    var unknown: LexiconError?
    reader.read(bytes, columns: 6) { text, cells in
      let start = Int32(ingredientReferences.count)
      if !cells[1].isEmpty {
        forEachPart(of: text, cells[1].range, by: UInt8(ascii: ";")) { part in
          if let index = ingredientByName[hash(text, part)] {
            ingredientReferences.append(index)
          } else if unknown == nil {
            unknown = LexiconError(
              description: "\(name): \"\(text.string(cells[0]))\" names an ingredient that no table has: "
                + "\"\(String(decoding: text[part], as: UTF8.self))\"; add it to a table of ingredients that is read before")
          }
        }
      }
      drugs.entries.append(
        DrugName(
          ingredients: start..<Int32(ingredientReferences.count), atc: firstPart(text, cells[2]), route: cells[4], isBrand: true,
          needsContext: text.equals(cells[5], "word")))
      drugs.addAll(text, cells[0], entry: Int32(drugs.entries.count - 1), languages: .all, vocabulary: &vocabulary, joins: true)
    }
    return unknown
  }

  private mutating func loadProblems(_ reader: inout TableReader, _ bytes: UnsafeBufferPointer<UInt8>, _ kind: Problem.Kind) {
    reader.read(bytes, columns: 5) { text, cells in
      let entry = Int32(problems.entries.count)
      problems.entries.append(
        ProblemConcept(
          slug: cells[0], icd10: cells[1], kind: kind, isNegative: text.equals(cells[4], "negative"),
          isState: text.equals(cells[4], "state")))
      problems.addAll(text, cells[2], entry: entry, languages: .french, vocabulary: &vocabulary)
      problems.addAll(text, cells[3], entry: entry, languages: .english, vocabulary: &vocabulary)
    }
  }

  private mutating func loadProblems(_ reader: inout TableReader) {
    loadProblems(&reader, pie_table_disorders().buffer, .disorder)
    loadProblems(&reader, pie_table_symptoms().buffer, .symptom)
    reader.read(pie_table_procedures(), columns: 3) { text, cells in
      procedures.entries.append(Procedures(slug: cells[0]))
      let entry = Int32(procedures.entries.count - 1)
      procedures.addAll(text, cells[1], entry: entry, languages: .french, vocabulary: &vocabulary)
      procedures.addAll(text, cells[2], entry: entry, languages: .english, vocabulary: &vocabulary)
    }
    reader.read(pie_table_substances(), columns: 3) { text, cells in
      substances.entries.append(cells[0])
      let entry = Int32(substances.entries.count - 1)
      substances.addAll(text, cells[1], entry: entry, languages: .french, vocabulary: &vocabulary)
      substances.addAll(text, cells[2], entry: entry, languages: .english, vocabulary: &vocabulary)
    }
    reader.read(pie_table_morphology(), columns: 5) { text, cells in
      var except: [[UInt8]] = []
      forEachPart(of: text, cells[4].range, by: UInt8(ascii: "|")) { except.append(Array(folded(String(decoding: text[$0], as: UTF8.self)).utf8)) }
      endings.append(
        Ending(
          ending: Array(folded(text.string(cells[0])).utf8), languages: languages(text, cells[1]),
          kind: Ending.Kind(rawValue: text.string(cells[2])) ?? .disorder, least: Int(number(text, cells[3].range) ?? 8), except: except))
    }
  }

  private mutating func loadPhrases(_ reader: inout TableReader) {
    func sections(_ lexicon: inout Lexicon<SectionName>, _ asset: pie_asset, name: Int, language: Int, phrase: Int) {
      let first = lexicon.entries.count
      lexicon.entries.append(contentsOf: SectionName.allCases)
      let byName = Dictionary(uniqueKeysWithValues: SectionName.allCases.enumerated().map { (hash(of: $1.rawValue), Int32(first + $0)) })
      reader.read(asset, columns: 3) { text, cells in
        guard let entry = byName[hash(text, cells[name].range)] else { return }
        lexicon.addAll(text, cells[phrase], entry: entry, languages: languages(text, cells[language]), vocabulary: &vocabulary)
      }
    }
    sections(&headings, pie_table_headings(), name: 0, language: 1, phrase: 2)
    sections(&cues, pie_table_cues(), name: 2, language: 1, phrase: 0)
    reader.read(pie_table_triggers(), columns: 4) { text, cells in
      guard let effect = Trigger.Effect(rawValue: text.string(cells[2])), let direction = Trigger.Direction(rawValue: text.string(cells[3])) else { return }
      triggers.entries.append(Trigger(effect: effect, direction: direction))
      triggers.addAll(text, cells[0], entry: Int32(triggers.entries.count - 1), languages: languages(text, cells[1]), vocabulary: &vocabulary)
    }
    reader.read(pie_table_statuses(), columns: 4) { text, cells in
      guard let status = StatusWord.Status(rawValue: text.string(cells[2])), let direction = Trigger.Direction(rawValue: text.string(cells[3])) else { return }
      statuses.entries.append(StatusWord(status: status, direction: direction))
      statuses.addAll(text, cells[0], entry: Int32(statuses.entries.count - 1), languages: languages(text, cells[1]), vocabulary: &vocabulary)
    }
    reader.read(pie_table_sigwords(), columns: 4) { text, cells in
      guard let kind = SigWord.Kind(rawValue: text.string(cells[2])) else { return }
      sigWords.entries.append(SigWord(kind: kind, value: cells[3], number: number(text, cells[3].range) ?? 0))
      sigWords.addAll(text, cells[0], entry: Int32(sigWords.entries.count - 1), languages: languages(text, cells[1]), vocabulary: &vocabulary)
    }
    reader.read(pie_table_modifiers(), columns: 3) { text, cells in
      modifiers.entries.append(Modifier(stands: text.equals(cells[2], "before") ? .before : .after))
      modifiers.addAll(text, cells[0], entry: Int32(modifiers.entries.count - 1), languages: languages(text, cells[1]), vocabulary: &vocabulary)
    }
  }
}

extension Terminology {
  private mutating func loadMeasurements(_ reader: inout TableReader) {
    var unitByName: [UInt64: Int32] = [:]
    reader.read(pie_table_units(), columns: 2) { text, cells in
      let unit = Int32(units.names.count)
      units.names.append(cells[0])
      unitByName[hash(text, cells[0].range)] = unit
      units.add(text, cells[0].range, unit: unit)
      if !cells[1].isEmpty { forEachPart(of: text, cells[1].range, by: UInt8(ascii: "|")) { units.add(text, $0, unit: unit) } }
    }
    reader.read(pie_table_measurements(), columns: 8) { text, cells in
      let entry = Int32(measurements.entries.count)
      var kind = MeasurementKind(
        name: cells[0], units: [], ranges: ranges(text, cells[4]), plausible: ranges(text, cells[6]).first,
        isScore: text.equals(cells[7], "score"), isVital: text.equals(cells[7], "vital"), isDrugLevel: text.equals(cells[7], "drug_level"))
      if !cells[3].isEmpty {
        forEachPart(of: text, cells[3].range, by: UInt8(ascii: "|")) { part in
          if let reference = unitReference(text, part, unitByName) { kind.units.append(reference) }
        }
      }
      forEachPart(of: text, cells[5].range, by: UInt8(ascii: ";")) { part in
        guard let first = part.first, let limit = number(text, (first + 1)..<part.upperBound) else { return }
        if text[first] == UInt8(ascii: "<") { kind.criticalBelow = limit } else { kind.criticalAbove = limit }
      }
      measurements.entries.append(kind)
      measurements.addAll(text, cells[1], entry: entry, languages: .french, vocabulary: &vocabulary)
      measurements.addAll(text, cells[2], entry: entry, languages: .english, vocabulary: &vocabulary)
    }
  }

  private mutating func loadMeasured(_ reader: inout TableReader) {
    let byName = Dictionary(uniqueKeysWithValues: measurements.entries.enumerated().map { (reader.text.hash($1.name), Int32($0)) })
    reader.read(pie_table_measured(), columns: 2) { text, cells in
      if let entry = byName[text.hash(cells[1])] { measuredBySlug[text.hash(cells[0])] = entry }
    }
  }

  /// `unit[*factor][@loinc]`
  private func unitReference(_ text: [UInt8], _ part: Range<Int>, _ units: [UInt64: Int32]) -> MeasurementKind.UnitReference? {
    var end = part.upperBound
    var loinc = Cell.empty
    if let at = part.first(where: { text[$0] == UInt8(ascii: "@") }) {
      loinc = Cell(start: Int32(at + 1), end: Int32(part.upperBound))
      end = at
    }
    var factor = 1.0
    if let star = (part.lowerBound..<end).first(where: { text[$0] == UInt8(ascii: "*") }) {
      factor = number(text, (star + 1)..<end) ?? 1
      end = star
    }
    guard let unit = units[hash(text, part.lowerBound..<end)] else { return nil }
    return MeasurementKind.UnitReference(unit: unit, factor: factor, loinc: loinc)
  }

  /// `[who:]low-high;…`
  private func ranges(_ text: [UInt8], _ cell: Cell) -> [MeasurementKind.ReferenceRange] {
    var result: [MeasurementKind.ReferenceRange] = []
    guard !cell.isEmpty else { return result }
    var start = Int(cell.start)
    for end in Int(cell.start)...Int(cell.end) where end == Int(cell.end) || text[end] == UInt8(ascii: ";") {
      var part = start..<end
      start = end + 1
      var who = MeasurementKind.ReferenceRange.Who.anyone
      if let colon = part.first(where: { text[$0] == UInt8(ascii: ":") }) {
        switch text[part.lowerBound] {
        case UInt8(ascii: "m"): who = .male
        case UInt8(ascii: "f"): who = .female
        default: who = .child
        }
        part = (colon + 1)..<part.upperBound
      }
      guard let dash = part.dropFirst(0).first(where: { text[$0] == UInt8(ascii: "-") && $0 > part.lowerBound || text[$0] == UInt8(ascii: "-") && part.lowerBound == $0 }) else { continue }
      result.append(.init(who: who, low: number(text, part.lowerBound..<dash), high: number(text, (dash + 1)..<part.upperBound)))
    }
    return result
  }
}

private func languages(_ text: [UInt8], _ cell: Cell) -> LanguageSet {
  if text.equals(cell, "fr") { return .french }
  if text.equals(cell, "en") { return .english }
  return .all
}

private func firstPart(_ text: [UInt8], _ cell: Cell) -> Cell {
  var end = Int(cell.start)
  while end < Int(cell.end), text[end] != UInt8(ascii: ";") { end += 1 }
  return Cell(start: cell.start, end: Int32(end))
}

private func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
  var hash = fnvOffset
  for index in range { hash = hashByte(text[index], hash) }
  return hash
}

private func hash(of string: String) -> UInt64 { string.utf8.reduce(fnvOffset) { hashByte($1, $0) } }

/// A plain decimal number that fills the range, or nil.
private func number(_ text: [UInt8], _ range: Range<Int>) -> Double? {
  var value = 0.0
  var scale = 0.0
  var some = false
  for index in range {
    switch text[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      some = true
      let digit = Double(text[index] - UInt8(ascii: "0"))
      if scale == 0 { value = value * 10 + digit } else {
        value += digit * scale
        scale /= 10
      }
    case UInt8(ascii: ".") where scale == 0: scale = 0.1
    case UInt8(ascii: " "): continue
    default: return nil
    }
  }
  return some ? value : nil
}
