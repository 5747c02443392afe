import FoundationEssentials

/// The merged settings with their origins, as `pie config show` prints them.
package struct ConfigurationListing: Sendable {
  package struct Row: Hashable, Sendable {
    package let key: String
    /// The value as YAML.
    package let value: String
    package let origin: String
  }

  /// A row a setting, in the order of the table.
  package let rows: [Row]
  private let configuration: Configuration

  package init(_ configuration: Configuration) {
    self.configuration = configuration
    rows = Settings.all.map {
      Row(
        key: $0.path, value: configuration.value(of: $0).yaml, origin: configuration.origin(of: $0).description)
    }
  }

  /// A `pie.yaml` that gives these very values, with each one's origin as a comment.
  package var text: String {
    var (lines, group): ([(yaml: String, origin: String?)], Substring?) = ([], nil)
    for row in rows {
      let path = row.key.split(separator: ".", maxSplits: 1)
      if path.count == 2, path[0] != group { lines.append(("\(path[0]):", nil)) }
      group = path.count == 2 ? path[0] : nil
      lines.append(("\(path.count == 2 ? "  " : "")\(path[path.count - 1]): \(row.value)", row.origin))
    }
    let width = min(40, lines.map(\.yaml.count).max() ?? 0)
    return lines.map { line in
      guard let origin = line.origin else { return line.yaml + "\n" }
      let gap = String(repeating: " ", count: max(0, width - line.yaml.count))
      return "\(line.yaml)\(gap)  # \(origin.unbroken)\n"
    }.joined()
  }

  /// `{"settings": [{"key", "value", "origin": {"kind", …}}, …]}`, the value in its own type.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let settings = Settings.all.map {
      JSONSetting(key: $0.path, value: configuration.value(of: $0), origin: configuration.origin(of: $0))
    }
    return String(decoding: try encoder.encode(["settings": settings]), as: UTF8.self) + "\n"
  }
}

private struct JSONSetting: Encodable {
  let key: String
  let value: SettingValue
  let origin: Origin
}

extension SettingValue: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .unset: try container.encodeNil()
    case .text(let text): try container.encode(text)
    case .bool(let value): try container.encode(value)
    case .integer(let number): try container.encode(number)
    case .list(let items): try container.encode(items)
    }
  }
}

extension Origin: Encodable {
  private enum CodingKeys: String, CodingKey { case kind, name, file, line, column }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .flag(let name):
      try container.encode("flag", forKey: .kind)
      try container.encode(name, forKey: .name)
    case .environment(let name):
      try container.encode("environment", forKey: .kind)
      try container.encode(name, forKey: .name)
    case .file(let place):
      try container.encode("file", forKey: .kind)
      try container.encode(place.file, forKey: .file)
      try container.encode(place.line, forKey: .line)
      try container.encode(place.column, forKey: .column)
    case .default:
      try container.encode("default", forKey: .kind)
    }
  }
}

extension String {
  /// The text without anything that would end a comment or move a terminal's cursor.
  fileprivate var unbroken: String { String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isInvisible })) }
}
