/// One thing that is wrong with the settings. No secret is in it: the value under a key that looks like one is not
/// kept.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable {
    // the file
    case missingFile, unreadableFile, fileTooLarge, notText
    // its YAML
    case syntax, alias, tag, severalDocuments, tooDeep, notAKey, duplicateKey
    // its keys and values, and those of flags and variables
    case unknownKey, secretKey, wrongType, badValue
  }

  package let code: Code
  /// What is wrong, without the place and the suggestion.
  package let message: String
  package let place: Origin
  /// The path of the key, when the error is about one.
  package let key: String?
  /// The nearest known key, or the nearest valid value as YAML.
  package let suggestion: String?

  init(_ code: Code, _ message: String, at place: Origin, key: String? = nil, suggestion: String? = nil) {
    self.code = code
    self.message = message
    self.place = place
    self.key = key
    self.suggestion = suggestion
  }

  /// One line: `pie.yaml:3:1: unknown key "langauge"; did you mean "language"?`
  package var description: String {
    guard let suggestion else { return "\(place): \(message)" }
    let shown = code == .unknownKey ? suggestion.quoted() : suggestion
    return "\(place): \(message); did you mean \(shown)?"
  }
}

/// All that is wrong with the settings, file by file in the order of the lines. Never empty.
package struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
  package let errors: [ConfigurationError]

  /// A file with more errors than this is not read further.
  static let limit = 50

  /// A line an error.
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}
