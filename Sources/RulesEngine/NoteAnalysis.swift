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
  private(set) var mentions: [Mention] = []
  /// By sentence.
  private(set) var cues: [[ContextCue]] = []

  init(_ note: NoteText, language: Language, terms: Terminology) {
    self.terms = terms
    var text = TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: language)
    layout = Layout(&text)
    sections = Sections(&text, layout, terms)
    sentences = Sentences(text, sections)
    numbers = NumberScanner(commaIsDecimal: language == .french)
    dates = DateScanner(text, terms.words)
    self.text = text
    mentions = MentionFinder(self).mentions()
    cues = ContextCues.find(self)
  }

  var tokens: [Token] { text.tokens }
  func sentence(of token: Int) -> Range<Int> { sentences.all[Int(sentences.indexOf[token])] }
  func section(of token: Int) -> SectionName? { sections.section(at: token) }

  func quote(_ tokens: Range<Int>) -> Quote {
    Quote(.bytes(text.bytes(tokens)), section: section(of: tokens.lowerBound))
  }

  /// Whether the token's word is of a class.
  @inline(__always) func isWord(_ index: Int, _ wordClass: WordClass) -> Bool {
    index >= 0 && index < text.tokens.count && terms.words.contains(text.tokens[index], wordClass)
  }
}
