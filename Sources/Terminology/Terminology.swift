package import ClinicalRecord
internal import Synchronization
package import TextScanning

/// What the offline engine knows of the world's words: all tables, loaded once, in a few milliseconds. One object, so that what holds it
/// is cheap to copy.
@usableFromInline package final class Terminology: Sendable {
  /// The tables' own bytes; cells point into it.
  package let text: [UInt8]
  package let vocabulary: Vocabulary
  package let ingredients: [Ingredient]
  package let ingredientReferences: [Int32]
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
  package let endings: [Ending]
  let endingTails: EndingTails
  package let words: WordClasses
  /// Made when the first misspelt word is met.
  let knownSpelling = Mutex<DrugSpelling?>(nil)
  let measurementByName: [UInt64: Int32]
  let measuredBySlug: [UInt64: Int32]

  /// The units' names, by their index.
  package let unitNames: [String]
  /// Whether a strength or a quantity may bear a unit, by its index.
  package let isDoseUnit: [Bool]

  /// The embedded tables, whole.
  package static let embedded = Terminology(TableLoader(.all))
  private static let french = Terminology(TableLoader(.french))
  private static let english = Terminology(TableLoader(.english))

  /// The embedded tables as far as notes of one language need them: half the work of loading all. Entries have the same numbers in each.
  package static func embedded(_ language: Language) -> Terminology { language == .french ? french : english }

  package func string(_ cell: Cell) -> String { text.withUnsafeBufferPointer { $0.string(cell) } }

  /// The embedded tables and a user's own, which have the columns of `ingredients.tsv`, `brands.tsv`, `disorders.tsv` or `symptoms.tsv`:
  /// the header says which. The French public drug database's own two files can be among them. Throws where a table has none of these headers,
  /// a row names an unknown ingredient, or one of the two files comes without the other.
  package convenience init(adding lexicons: [(name: String, bytes: [UInt8])]) throws(LexiconError) {
    var loader = TableLoader(.all)
    let own = try loader.loadPublicDatabase(lexicons)
    for lexicon in own { try loader.load(lexicon.name, lexicon.bytes) }
    self.init(loader)
  }

  private init(_ loader: TableLoader) {
    text = loader.texts.bytes
    var vocabulary = loader.numbers.vocabulary
    ingredients = loader.drugs.ingredients
    ingredientReferences = loader.drugs.ingredientReferences
    drugs = Lexicon(loader.drugs.drugs, .drugs, &vocabulary)
    problems = Lexicon(loader.problems.problems, .problems, &vocabulary)
    measurements = Lexicon(loader.measured.measurements, .measurements, &vocabulary)
    units = loader.measured.units
    headings = Lexicon(loader.phrases.headings, .headings, &vocabulary)
    cues = Lexicon(loader.phrases.cues, .cues, &vocabulary)
    procedures = Lexicon(loader.acts.procedures, .procedures, &vocabulary)
    triggers = Lexicon(loader.phrases.triggers, .triggers, &vocabulary)
    statuses = Lexicon(loader.phrases.statuses, .statuses, &vocabulary)
    sigWords = Lexicon(loader.phrases.sigWords, .sigWords, &vocabulary)
    modifiers = Lexicon(loader.phrases.modifiers, .modifiers, &vocabulary)
    substances = Lexicon(loader.acts.substances, .substances, &vocabulary)
    endings = loader.acts.endings
    endingTails = EndingTails(loader.acts.endings)
    words = loader.words
    words.mark(&vocabulary)
    self.vocabulary = vocabulary
    measurementByName = loader.measured.measurementByName
    measuredBySlug = loader.measured.measuredBySlug
    let bytes = loader.texts.bytes
    unitNames = bytes.withUnsafeBufferPointer { bytes in loader.measured.units.names.map { bytes.string($0) } }
    isDoseUnit = unitNames.map { doseUnits.contains($0) }
  }
}
