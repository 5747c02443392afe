/// The keys of providers that a user stored on this machine: `keys.yaml`, a mapping of provider to key. No key is in a description or an error.
package struct KeyStore: Sendable, CustomStringConvertible {
  package private(set) var keys: [String: String]

  package var description: String { "KeyStore of \(keys.keys.sorted().joined(separator: ", "))" }

  /// `$XDG_CONFIG_HOME/pie/keys.yaml`, else `~/.config/pie/keys.yaml`; nil where neither is set.
  package static func path(_ environment: [String: String]) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/pie/keys.yaml" }
    return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/pie/keys.yaml" }
  }

  /// - Parameters:
  ///   - bytes: nil where there is no file.
  ///   - file: the path to show.
  package init(_ bytes: [UInt8]?, file: String) throws(ConfigurationError) {
    keys = [:]
    guard let bytes else { return }
    let document = try YAMLDocument(bytes, file: file)
    if let duplicate = document.duplicates.first { throw duplicate }
    guard let root = document.root, root.scalarValue != .unset else { return }
    guard case .mapping(let entries) = root.content else { throw Self.malformed(root.place) }
    for entry in entries {
      guard case .scalar(let key, _) = entry.value.content, !key.isEmpty else { throw Self.malformed(entry.place) }
      keys[entry.key] = key
    }
  }

  package mutating func set(_ key: String, of provider: String) { keys[provider] = key }

  /// Whether there was one.
  package mutating func remove(_ provider: String) -> Bool { keys.removeValue(forKey: provider) != nil }

  package var yaml: String {
    "# Keys of providers, kept by pie set-key --local. For your eyes alone: mode 600.\n"
      + keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.quoted())\n" }.joined()
  }

  private static func malformed(_ place: FilePlace) -> ConfigurationError {
    ConfigurationError(.wrongType, "keys.yaml must be a mapping of provider to key, a text each", at: .file(place))
  }
}
