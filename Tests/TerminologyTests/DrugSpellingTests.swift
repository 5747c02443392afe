internal import ClinicalRecord
internal import Terminology
internal import Testing
internal import TextScanning

/// One typo in a long word is forgiven, and no word that is known is taken for another.
@Suite struct DrugSpellingTests {
  @Test(arguments: ["amoxiciline", "amoxicillline", "amoxixilline", "amxoicilline", "AMOXICILINE"])
  func oneTypo(word: String) throws {
    let terms = Terminology.embedded
    let note = NoteText(word)
    let text = TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: .french)
    let entry = try #require(terms.misspeltDrug(text, text.tokens[0]))
    #expect(terms.ingredientNames(of: entry) == ["amoxicillin"])
  }

  @Test(arguments: ["amxiciline", "prednisolone", "Lasilx", "patiente", "consultation", "hypertension"])
  func noTypo(word: String) {
    let terms = Terminology.embedded
    let note = NoteText(word)
    let text = TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: .french)
    #expect(terms.misspeltDrug(text, text.tokens[0]) == nil)
  }

  /// No common word is taken for a drug with a typo.
  @Test func commonWordsAreNoTypos() throws {
    let terms = Terminology.embedded
    for line in try Table.text("Tests/Fixtures/common-words.tsv").split(separator: "\n").dropFirst(2) {
      let word = String(line.split(separator: "\t")[1])
      let note = NoteText(word)
      let text = TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: .french)
      for token in text.tokens { #expect(terms.misspeltDrug(text, token) == nil, "\(word)") }
    }
  }
}
