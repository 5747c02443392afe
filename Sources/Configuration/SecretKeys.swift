/// Keys that look like secrets. No file of settings may hold one: such a file is copied, mailed and committed.
enum SecretKeys {
  private static let words = [
    "password", "passwd", "passphrase", "secret", "token", "credential", "apikey", "accesskey", "privatekey",
  ]

  static func isSecret(_ key: String) -> Bool {
    let parts = key.lowercased().split { !$0.isLetter && !$0.isNumber }
    let name = Array(parts.joined().utf8)
    return words.contains { isIn(name, $0.utf8) } || parts.contains("key") || parts.contains("keys")
  }

  /// `String.contains` does the same at twenty times the cost, and every start reads some settings.
  private static func isIn(_ name: [UInt8], _ word: String.UTF8View) -> Bool {
    name.indices.contains { name[$0] == word.first && name[$0...].starts(with: word) }
  }

  /// An error for every such key below `node`, at any depth. The values are not looked at.
  static func errors(in node: YAMLNode) -> [ConfigurationError] {
    switch node.content {
    case .scalar: []
    case .sequence(let items): items.flatMap(errors(in:))
    case .mapping(let entries):
      entries.flatMap { entry in isSecret(entry.key) ? [error(for: entry)] : errors(in: entry.value) }
    }
  }

  private static func error(for entry: YAMLNode.Entry) -> ConfigurationError {
    let message =
      "\(entry.key.quoted(limit: 80)) looks like a secret, which belongs in the environment or the key store"
    return ConfigurationError(.secretKey, message, at: .file(entry.place), key: entry.key)
  }
}
