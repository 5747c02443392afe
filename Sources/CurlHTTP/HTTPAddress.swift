/// The parts of a URL that this program looks at.
package struct HTTPAddress: Sendable, Equatable {
  package var isSecure: Bool
  /// With its port, where one is given; never with a name or a password.
  package var host: String
  /// From the first slash, escaped as it is; may be empty.
  package var path: String
  /// Without its question mark.
  package var query: String?

  /// nil for what is no URL of http or https.
  package init?(_ url: String) {
    guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else { return nil }
    let lower = url.lowercased()
    if lower.hasPrefix("https://") {
      isSecure = true
    } else if lower.hasPrefix("http://") {
      isSecure = false
    } else {
      return nil
    }
    let rest = url.dropFirst(isSecure ? 8 : 7).prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
    guard !host.isEmpty, !host.hasPrefix(":") else { return nil }
    let target = rest[authority.endIndex...]
    let path = target.prefix { $0 != "?" }
    self.path = String(path)
    query = path.endIndex < target.endIndex ? String(target[target.index(after: path.endIndex)...]) : nil
  }

  /// Whether the server is this machine.
  package var isLocal: Bool {
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
    return name == "localhost" || name == "::1" || name.hasPrefix("127.") && name.split(separator: ".").count == 4
  }
}
