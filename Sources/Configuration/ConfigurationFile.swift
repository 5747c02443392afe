/// The settings of one file, and all that is wrong with it.
struct ConfigurationFile {
  private(set) var entries: [String: Configuration.Entry] = [:]
  private(set) var errors: [ConfigurationError] = []
  private let paths: PathBase

  /// - Parameters:
  ///   - file: the path to show.
  ///   - paths: what a relative path in the file is relative to.
  init(_ bytes: [UInt8], file: String, paths: PathBase) {
    self.paths = paths
    do {
      let document = try YAMLDocument(bytes, file: file)
      errors = document.duplicates
      guard let root = document.root, root.scalarValue != .unset else { return }
      errors += SecretKeys.errors(in: root).prefix(ConfigurationErrors.limit)
      if case .mapping(let entries) = root.content {
        read(entries, group: nil)
      } else {
        let message = "the file must be a mapping of keys, not \(root.summary)"
        errors.append(ConfigurationError(.wrongType, message, at: .file(root.place)))
      }
    } catch {
      errors.append(error)
    }
    errors.sort { $0.place < $1.place }
  }

  private mutating func read(_ entries: [YAMLNode.Entry], group: String?) {
    for entry in entries where errors.count < ConfigurationErrors.limit {
      let path = (group.map { $0 + "." } ?? "") + entry.key
      if let setting = Settings.byPath[path], !entry.key.contains(".") {
        read(entry.value, as: setting)
      } else if Settings.groups.contains(path) {
        read(entry.value, asGroup: path)
      } else if !SecretKeys.isSecret(entry.key) {
        errors.append(unknown(path, at: entry.place))
      }
    }
  }

  private mutating func read(_ node: YAMLNode, asGroup group: String) {
    if case .mapping(let entries) = node.content { return read(entries, group: group) }
    guard node.scalarValue != .unset else { return }
    if let setting = Settings.shorthand[group], node.scalarValue != nil { return read(node, as: setting) }
    let message = "\(group) must be a mapping of keys, not \(node.summary)"
    errors.append(ConfigurationError(.wrongType, message, at: .file(node.place), key: group))
  }

  private mutating func read(_ node: YAMLNode, as setting: Setting) {
    var value = node.scalarValue
    if setting.type.isList, case .sequence(let nodes) = node.content {
      guard let items = items(nodes, of: setting) else { return }
      value = .list(items)
    }
    if let error = setting.error(in: value, shown: node.summary, at: .file(node.place)) {
      errors.append(error)
    } else if let value {
      entries[setting.path] = Configuration.Entry(value: paths.resolve(value, of: setting), origin: .file(node.place))
    }
  }

  /// The texts of a list; nil when one is not fit to be, which is then among the errors.
  private mutating func items(_ nodes: [YAMLNode], of setting: Setting) -> [String]? {
    let wrong = nodes.compactMap { setting.error(inItem: $0.scalarValue, shown: $0.summary, at: .file($0.place)) }
    errors += wrong.prefix(ConfigurationErrors.limit)
    guard wrong.isEmpty else { return nil }
    return nodes.compactMap { if case .text(let text) = $0.scalarValue { text } else { nil } }
  }

  private func unknown(_ path: String, at place: FilePlace) -> ConfigurationError {
    let shown = path.quoted(limit: 80)
    if let setting = Settings.byPath[path], let dot = path.firstIndex(of: ".") {
      let message = "\(shown) must be divided: \(path[path.index(after: dot)...]) goes below \(path[..<dot])"
      return ConfigurationError(.unknownKey, message, at: .file(place), key: setting.path)
    }
    return ConfigurationError(
      .unknownKey, "unknown key \(shown)", at: .file(place), key: path, suggestion: Settings.nearest(to: path))
  }
}
