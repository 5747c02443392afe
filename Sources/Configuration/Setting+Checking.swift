extension Setting {
  /// The value that the text of a variable stands for. A list is divided at colons, as PATH is; a text that cannot be
  /// of this type stays a text, for `error` to refuse.
  func value(ofVariable text: String) -> SettingValue {
    switch type {
    case .text, .choice: return .text(text)
    case .integer, .integers: return Int(text).map(SettingValue.integer) ?? .text(text)
    case .texts, .paths: return .list(text.split(separator: ":").map(String.init))
    case .bool:
      switch text.lowercased() {
      case "1", "true", "yes", "on": return .bool(true)
      case "0", "false", "no", "off": return .bool(false)
      default: return .text(text)
      }
    }
  }

  /// What is wrong with `value`; nil when nothing is.
  /// - Parameters:
  ///   - value: nil for what no setting can be.
  ///   - shown: the value as the user wrote it, to follow "not".
  func error(in value: SettingValue?, shown: String, at place: Origin) -> ConfigurationError? {
    switch fault(of: value) {
    case nil:
      nil
    case .blank:
      ConfigurationError(.badValue, "\(path) must not be empty or hold control characters", at: place, key: path)
    case .type:
      ConfigurationError(
        .wrongType, "\(path) must be \(type.expectation), not \(shown)", at: place, key: path,
        suggestion: meant(by: value))
    case .value:
      ConfigurationError(
        .badValue, "\(path) must be \(type.expectation), not \(shown)", at: place, key: path,
        suggestion: meant(by: value))
    }
  }

  /// What is wrong with one item of a list; nil when nothing is.
  func error(inItem item: SettingValue?, shown: String, at place: Origin) -> ConfigurationError? {
    guard case .text(let text) = item else {
      return ConfigurationError(.wrongType, "each item of \(path) must be text, not \(shown)", at: place, key: path)
    }
    if text.isClean { return nil }
    let message = "an item of \(path) must not be empty or hold control characters"
    return ConfigurationError(.badValue, message, at: place, key: path)
  }

  private enum Fault { case type, value, blank }

  private func fault(of value: SettingValue?) -> Fault? {
    switch (type, value) {
    case (_, .unset): standard == .unset ? nil : .type
    case (.text, .text(let text)): text.isClean ? nil : .blank
    case (.bool, .bool): nil
    case (.integer(let range), .integer(let number)): range.contains(number) ? nil : .value
    case (.integers(let numbers), .integer(let number)): numbers.contains(number) ? nil : .value
    case (.choice(let names), .text(let text)): names.contains(text) ? nil : .value
    case (.texts, .list(let items)), (.paths, .list(let items)): items.allSatisfy(\.isClean) ? nil : .blank
    default: .type
    }
  }

  /// The valid value, as YAML, that a wrong text was probably meant to be: the nearest choice, or what it is without
  /// its quotes.
  private func meant(by value: SettingValue?) -> String? {
    guard case .text(let text) = value, text.utf8.count <= 64 else { return nil }
    if case .choice(let names) = type { return Spelling.nearest(to: text, among: names) }
    let bare = self.value(ofVariable: text)
    return fault(of: bare) == nil ? bare.yaml : nil
  }
}

extension SettingValue {
  /// The value in an error: as YAML, not too long.
  var summary: String {
    switch self {
    case .text(let text): text.quoted(limit: 40)
    case .list: "a list"
    default: yaml
    }
  }
}

extension String {
  fileprivate var isClean: Bool { !isEmpty && !unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
