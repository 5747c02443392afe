internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// All that the rules know of one note: what each stage found, for the stages after it. A class, because every finder holds it.
final class NoteAnalysis {
  let terms: Terminology
  let text: TokenizedText
  let layout: Layout
  let sections: Sections
  let sentences: Sentences
  let numbers: NumberScanner
  let dates: DateScanner
  /// By sentence: the classes of its words.
  private let classes: [SIMD4<UInt64>]
  /// The classes of all words.
  private let allClasses: SIMD4<UInt64>
  private(set) var mentions: [Mention] = []
  private(set) var firstReaching: [Int32] = []
  /// By sentence.
  private(set) var cues: [[ContextCue]] = []
  /// By token, as far as somebody has asked: several rules look at the same words.
  private var knownSigWords: [KnownSigWord] = []
  /// By token, as far as somebody has asked: the unit behind it.
  private var knownUnits: [KnownUnit] = []
  /// The lines that head aligned columns, for `TableSig`.
  private(set) lazy var alignedColumns = TableSig.headers(self)
  /// By line, as far as somebody has asked: the columns of `MedicationTable`; nil for a line that is no header.
  var tableHeaders: [Int: [MedicationTable.Column]?] = [:]

  private struct KnownSigWord {
    /// Past the last token; 0 before it is looked up, -1 where there is none.
    var end: Int32 = 0
    var entry: Int32 = 0
  }

  private struct KnownUnit {
    /// Byte past the unit; 0 before it is looked up, -1 where there is none.
    var end: Int32 = 0
    /// For `Units.candidates`.
    var spelling: Int32 = 0
  }

  init(_ note: NoteText, language: Language, terms: Terminology) {
    self.terms = terms
    var text = TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: language)
    layout = Layout(&text)
    sections = Sections(&text, layout, terms)
    sentences = Sentences(text, sections)
    numbers = NumberScanner(commaIsDecimal: language == .french)
    dates = DateScanner(text, terms.words)
    classes = sentences.all.map { sentence in sentence.reduce(into: .zero) { $0 |= terms.words.all(text.tokens[$1]) } }
    allClasses = classes.reduce(.zero, |)
    self.text = text
    mentions = MentionFinder(self).mentions()
    firstReaching = Self.firstReaching(mentions, text.tokens.count)
    cues = ContextCues.find(self)
  }

  var tokens: [Token] { text.tokens }
  /// Empty past the note's end.
  func sentence(of token: Int) -> Range<Int> {
    token < sentences.indexOf.count ? sentences.all[Int(sentences.indexOf[token])] : token..<token
  }
  func section(of token: Int) -> SectionName? { sections.section(at: token) }

  /// The longest sig word that begins at a token, within a limit; nil past the note's end.
  func sigWord(at index: Int, end limit: Int? = nil) -> (word: SigWord, end: Int)? {
    // most words are in no table
    guard text.tokens.indices.contains(index), LexiconMark.sigWords.isOn(text.tokens[index]) else { return nil }
    if knownSigWords.isEmpty { knownSigWords = Array(repeating: KnownSigWord(), count: text.tokens.count) }
    var known = knownSigWords[index]
    if known.end == 0 {
      if let match = terms.sigWords.longest(in: text, at: index, terms: terms) {
        known = KnownSigWord(end: Int32(match.end), entry: match.entry)
      } else {
        known.end = -1
      }
      knownSigWords[index] = known
    }
    guard known.end > 0 else { return nil }
    if let limit, Int(known.end) > limit {
      return terms.sigWords.longest(in: text, at: index, end: limit, terms: terms).map { (terms.sigWords[$0.entry], $0.end) }
    }
    return (terms.sigWords[known.entry], Int(known.end))
  }

  /// The unit right behind a token; nil where there is none.
  func unit(behind token: Int) -> Units.Match? {
    guard text.tokens.indices.contains(token) else { return nil }
    if knownUnits.isEmpty { knownUnits = Array(repeating: KnownUnit(), count: text.tokens.count) }
    if knownUnits[token].end == 0 {
      let found = terms.units.find(text.note.bytes, at: Int(text.tokens[token].end))
      knownUnits[token] = found.map { KnownUnit(end: Int32($0.end), spelling: $0.spelling) } ?? KnownUnit(end: -1)
    }
    let known = knownUnits[token]
    return known.end < 0 ? nil : terms.units.match(known.spelling, end: Int(known.end))
  }

  func quote(_ tokens: Range<Int>) -> Quote {
    Quote(.bytes(text.bytes(tokens)), section: section(of: tokens.lowerBound))
  }

  /// Whether any word of a sentence is of a class.
  @inline(__always) func sentence(_ index: Int, has wordClass: WordClass) -> Bool { classes[index].has(wordClass) }

  /// Whether any word of the note is of a class: most are looked for in vain.
  @inline(__always) func has(_ wordClass: WordClass) -> Bool { allClasses.has(wordClass) }

  /// Whether the token's word is of a class.
  @inline(__always) func isWord(_ index: Int, _ wordClass: WordClass) -> Bool {
    index >= 0 && index < text.tokens.count && terms.words.contains(text.tokens[index], wordClass)
  }
}
