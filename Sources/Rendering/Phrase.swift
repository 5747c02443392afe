internal import ClinicalRecord

/// The same words in the report's two languages.
struct Phrase: Sendable, Equatable {
  var french: String
  var english: String

  init(_ french: String, _ english: String) {
    self.french = french
    self.english = english
  }
}

/// One and many of a counted thing.
struct CountedPhrase: Sendable {
  var one: Phrase
  var many: Phrase

  init(_ one: Phrase, _ many: Phrase) {
    self.one = one
    self.many = many
  }
}

extension Language {
  subscript(_ phrase: Phrase) -> String {
    switch self {
    case .french: phrase.french
    case .english: phrase.english
    }
  }

  /// The word for `count` things. French has its plural from 2 on, English from anything above 1.
  func word(_ phrase: CountedPhrase, for count: Double) -> String {
    let isMany =
      switch self {
      case .french: count >= 2
      case .english: count > 1 || count == 0
      }
    return self[isMany ? phrase.many : phrase.one]
  }

  /// A label and its colon: French sets a space before it.
  func label(_ text: String) -> String {
    switch self {
    case .french: "\(text)\(noBreak):"
    case .english: "\(text):"
    }
  }

  /// In the language's quotation marks.
  func quoted(_ text: String) -> String {
    switch self {
    case .french: "«\(noBreak)\(text)\(noBreak)»"
    case .english: "“\(text)”"
    }
  }
}
