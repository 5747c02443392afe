package import ClinicalRecord
package import TextScanning

/// What the offline engine knows of the world's words: all tables, in the form in which they are asked. One object, so that what holds it
/// is cheap to copy.
@usableFromInline package final class Terminology: Sendable {
  /// What a record prints of the tables, and terms that match only as written; cells point into it.
  package let text: Frozen<UInt8>
  package let vocabulary: Vocabulary
  package let ingredients: Frozen<Ingredient>
  package let ingredientReferences: Frozen<Int32>
  package let drugs: Lexicon<DrugName>
  package let problems: Lexicon<ProblemConcept>
  package let measurements: Lexicon<MeasurementKind>
  package let units: Units
  package let headings: Lexicon<SectionName>
  package let cues: Lexicon<SectionName>
  package let procedures: Lexicon<Procedures>
  package let triggers: Lexicon<Trigger>
  package let statuses: Lexicon<StatusWord>
  package let sigWords: Lexicon<SigWord>
  package let modifiers: Lexicon<Modifier>
  package let substances: Lexicon<Cell>
  package let endings: Frozen<Ending>
  let endingTails: EndingTails
  package let words: WordClasses
  let spelling: DrugSpelling
  /// Hashes of names, marked with the entry plus 1.
  let measurementNames: Vocabulary
  let measuredSlugs: Vocabulary

  /// Whether it is the binary's snapshot, and no table was read.
  package let isPrebuilt: Bool

  /// The units' names, by their index.
  package let unitNames: [String]
  /// Whether a strength or a quantity may bear a unit, by its index.
  package let isDoseUnit: Frozen<Bool>

  /// The embedded tables, whole.
  package static let embedded = Terminology(TableLoader(.all))
  private static let french = Snapshot.embedded?.terminology(.french) ?? Terminology(TableLoader(.french))
  private static let english = Snapshot.embedded?.terminology(.english) ?? Terminology(TableLoader(.english))

  /// The embedded tables as far as notes of one language need them: as the binary's snapshot has them, else read, which is half the work of
  /// reading all. Entries have the same numbers in each.
  package static func embedded(_ language: Language) -> Terminology { language == .french ? french : english }

  package func string(_ cell: Cell) -> String { String(decoding: text(of: cell).buffer, as: UTF8.self) }

  func text(of cell: Cell) -> Frozen<UInt8> { text.part(Int(cell.start), cell.range.count) }

  /// The embedded tables and a user's own, which have the columns of `ingredients.tsv`, `brands.tsv`, `disorders.tsv` or `symptoms.tsv`:
  /// the header says which. The French public drug database's own two files can be among them. Throws where a table has none of these headers,
  /// a row names an unknown ingredient, or one of the two files comes without the other.
  package convenience init(adding lexicons: [(name: String, bytes: [UInt8])]) throws(LexiconError) {
    var loader = TableLoader(.all)
    let own = try loader.loadPublicDatabase(lexicons)
    for lexicon in own { try loader.load(lexicon.name, lexicon.bytes) }
    self.init(loader)
  }

  /// The tables as they were read, in the form that is asked.
  private convenience init(_ loader: TableLoader) {
    var writer = ImageWriter(capacity: 5_000_000)
    loader.write(&writer)
    var image = ImageReader(keeping: writer)
    self.init(&image)
  }

  /// What `TableLoader.write` wrote, in its order; of no use unless the reader says then that it is finished.
  init(_ image: inout ImageReader, isPrebuilt: Bool = false) {
    self.isPrebuilt = isPrebuilt
    drugs = Lexicon(&image, .drugs)
    problems = Lexicon(&image, .problems)
    let kinds = readMeasurements(&image)
    measurements = Lexicon(&image, .measurements, entries: kinds)
    headings = Lexicon(&image, .headings)
    cues = Lexicon(&image, .cues)
    procedures = Lexicon(&image, .procedures)
    triggers = Lexicon(&image, .triggers)
    statuses = Lexicon(&image, .statuses)
    sigWords = Lexicon(&image, .sigWords)
    modifiers = Lexicon(&image, .modifiers)
    substances = Lexicon(&image, .substances)
    ingredients = image.read()
    ingredientReferences = image.read()
    units = Units(&image)
    isDoseUnit = image.read()
    endings = image.read()
    endingTails = EndingTails(&image)
    words = WordClasses(&image)
    spelling = DrugSpelling(&image)
    measurementNames = Vocabulary(&image)
    measuredSlugs = Vocabulary(&image)
    vocabulary = Vocabulary(&image)
    let text: Frozen<UInt8> = image.read()
    self.text = text
    unitNames = units.names.map { String(decoding: text.part(Int($0.start), $0.range.count).buffer, as: UTF8.self) }
  }
}
