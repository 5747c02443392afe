/// A part of a YAML document and where it starts.
struct YAMLNode: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// A plain scalar has no quotes, and so may be a number or null.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  struct Entry: Hashable, Sendable {
    let key: String
    let place: FilePlace
    let value: YAMLNode
  }

  let content: Content
  let place: FilePlace

  /// What a scalar is; nil for one that no setting can be (a fraction), and for a sequence or a mapping.
  var scalarValue: SettingValue? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    return isPlain ? Self.coreValue(ofPlain: text) : .text(text)
  }

  /// What a plain scalar is by YAML 1.2's core schema (chapter 10.3.2), where `yes` and `no` are text; nil for a
  /// fraction.
  static func coreValue(ofPlain text: String) -> SettingValue? {
    switch text {
    case "", "~", "null", "Null", "NULL": return .unset
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default:
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      if text.utf8.count - digits.count < 2, !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
        return .integer(Int(text) ?? (text.hasPrefix("-") ? .min : .max))
      }
      let mayBeNumber = digits.first.map { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") } ?? false
      return mayBeNumber && Double(text) != nil ? nil : .text(text)
    }
  }

  /// The node in a few words, to follow "not": what the user sees there.
  var summary: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar("", isPlain: true): "nothing"
    case .scalar(let text, _):
      if case .text = scalarValue { text.quoted(limit: 40) } else { String(text.prefix(40)) }
    }
  }
}
