extension String {
  /// The text in double quotes, as YAML reads it back; nothing in it can move a terminal's cursor. With a limit, at
  /// most so many scalars and an ellipsis.
  func quoted(limit: Int = .max) -> String {
    var quoted = "\""
    for scalar in unicodeScalars.prefix(limit) {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.isInvisible: quoted += scalar.escape
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + (unicodeScalars.count > limit ? "…\"" : "\"")
  }
}

extension Unicode.Scalar {
  /// A control, a format character (among them those that turn the direction of text) or a separator of lines.
  var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }

  /// YAML's escape, of four digits or eight.
  fileprivate var escape: String {
    let digits = String(value, radix: 16, uppercase: true)
    let width = value > 0xFFFF ? 8 : 4
    return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
  }
}

extension SettingValue {
  /// The value as YAML that reads back as the same value.
  package var yaml: String {
    switch self {
    case .unset: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .list(let items): "[" + items.map { $0.quoted() }.joined(separator: ", ") + "]"
    case .text(let text): Self.isPlain(text) ? text : text.quoted()
    }
  }

  /// Whether YAML reads `text` as itself without quotes; the safe letters only.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, first == UInt8(ascii: "/") || first.isLetter else { return false }
    let safe = text.utf8.allSatisfy { $0.isLetter || (0x30...0x39).contains($0) || "/._-".utf8.contains($0) }
    return safe && YAMLNode.coreValue(ofPlain: text) == self.text(text)
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
}
