/// A key of `pie.yaml`: what it may be, what it is when nobody says, and the other names that it goes by.
package struct Setting: Hashable, Sendable {
  /// The key with its groups, as in `limits.note_megabytes`.
  package let path: String
  package let type: SettingType
  /// The value when no flag, variable or file gives one.
  package let standard: SettingValue
  /// One line for people; `Config/pie.yaml` holds the same line.
  package let meaning: String
  /// The environment variables that give it, the one that wins first.
  package let environment: [String]
  /// The flag that gives it, with its dashes.
  package let flag: String

  init(
    _ path: String, _ type: SettingType, _ standard: SettingValue, _ meaning: String,
    alsoNamed others: [String] = [], flag: String? = nil
  ) {
    self.path = path
    self.type = type
    self.standard = standard
    self.meaning = meaning
    let words = path.split(separator: ".")
    self.environment = ["PIE_" + words.joined(separator: "_").uppercased()] + others
    self.flag = flag ?? "--" + words[words.count - 1].split(separator: "_").joined(separator: "-")
  }
}

package enum SettingType: Hashable, Sendable {
  case text
  case bool
  case integer(ClosedRange<Int>)
  /// One of some whole numbers.
  case integers([Int])
  case choice([String])
  /// A list of texts.
  case texts
  /// A list of paths; a relative one starts at the folder of the file that names it, or else at the working directory.
  case paths

  static func choice<Choice: CaseIterable & RawRepresentable>(of choice: Choice.Type) -> SettingType
  where Choice.RawValue == String { .choice(choice.allCases.map(\.rawValue)) }

  var isList: Bool { self == .texts || self == .paths }

  /// What a value has to be, to follow "must be".
  var expectation: String {
    switch self {
    case .text: "text (a number needs quotes)"
    case .bool: "true or false"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .integers(let numbers): Self.listed(numbers.map(String.init))
    case .choice(let names): Self.listed(names)
    case .texts, .paths: "a list of texts"
    }
  }

  private static func listed(_ names: [String]) -> String {
    "one of \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
  }
}

/// The value of a setting, or of the flag that gives one. `unset` is YAML's null; as a flag it means "not given".
package enum SettingValue: Hashable, Sendable {
  case unset
  case text(String)
  case bool(Bool)
  case integer(Int)
  case list([String])
}

package typealias FlagValue = SettingValue
