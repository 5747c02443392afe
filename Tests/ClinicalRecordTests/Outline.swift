/// The keys of JSON in their order, without its values: `{a b:{c} d:[{e}]}`; of an array the first element, and nothing of one of scalars.
func outline(_ json: [UInt8]) -> String {
  var reader = OutlineReader(json: json)
  return reader.value()
}

private struct OutlineReader {
  let json: [UInt8]
  var index = 0

  init(json: [UInt8]) { self.json = json }

  mutating func value() -> String {
    skip()
    switch json[index] {
    case UInt8(ascii: "{"):
      index += 1
      var keys: [String] = []
      while !closes(UInt8(ascii: "}")) {
        let key = string()
        skip()
        index += 1  // the colon
        let inside = value()
        keys.append(inside.isEmpty ? key : "\(key):\(inside)")
      }
      return "{\(keys.joined(separator: " "))}"
    case UInt8(ascii: "["):
      index += 1
      var first: String?
      while !closes(UInt8(ascii: "]")) {
        let inside = value()
        first = first ?? inside
      }
      return "[\(first ?? "")]"
    case UInt8(ascii: "\""):
      _ = string()
      return ""
    default:
      while index < json.count, !",]} \n".utf8.contains(json[index]) { index += 1 }
      return ""
    }
  }

  /// Steps over white space and a comma, and over `end` if it is next.
  private mutating func closes(_ end: UInt8) -> Bool {
    skip()
    if json[index] == UInt8(ascii: ",") {
      index += 1
      skip()
    }
    guard json[index] == end else { return false }
    index += 1
    return true
  }

  private mutating func string() -> String {
    skip()
    let start = index + 1
    index = start
    while json[index] != UInt8(ascii: "\"") { index += json[index] == UInt8(ascii: "\\") ? 2 : 1 }
    defer { index += 1 }
    return String(decoding: json[start..<index], as: UTF8.self)
  }

  private mutating func skip() {
    while index < json.count, json[index] <= 0x20 { index += 1 }
  }
}
