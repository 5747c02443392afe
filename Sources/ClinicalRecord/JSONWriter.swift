/// Writes JSON straight to UTF-8 bytes: the record is what `pie` prints most, so nothing is built in between.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private let pretty: Bool
  private var depth = 0
  private var needsComma = false

  package init(pretty: Bool = false, capacity: Int = 16_384) {
    self.pretty = pretty
    bytes.reserveCapacity(capacity)
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) { enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

  package mutating func array<Element>(_ elements: [Element], _ body: (inout JSONWriter, Element) -> Void) {
    enclose(UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
      for element in elements {
        writer.separate()
        body(&writer, element)
        writer.needsComma = true
      }
    }
  }

  /// `"key":` and its value, written by `body`.
  package mutating func key(_ key: StaticString, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    if pretty { bytes.append(UInt8(ascii: " ")) }
    body(&self)
    needsComma = true
  }

  package mutating func key(_ name: StaticString, _ value: String?) { key(name) { $0.string(value) } }
  package mutating func key(_ name: StaticString, _ value: Double?) { key(name) { $0.number(value) } }
  package mutating func key(_ name: StaticString, _ value: Int) { key(name) { $0.raw(String(value)) } }
  package mutating func key(_ name: StaticString, _ value: Bool) { key(name) { $0.raw(value ? "true" : "false") } }

  /// A key whose name is only known as it runs.
  package mutating func key(named name: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    string(name)
    bytes.append(UInt8(ascii: ":"))
    if pretty { bytes.append(UInt8(ascii: " ")) }
    body(&self)
    needsComma = true
  }

  package mutating func string(_ value: String?) {
    guard var value else { return raw("null") }
    bytes.append(UInt8(ascii: "\""))
    value.withUTF8 { utf8 in
      var clean = 0
      for index in utf8.indices {
        let byte = utf8[index]
        // C1 controls (U+0080–U+009F) are two bytes, C2 and the code
        let isC1 = byte == 0xC2 && index + 1 < utf8.count && utf8[index + 1] < 0xA0
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F || isC1 else { continue }
        bytes.append(contentsOf: utf8[clean..<index])
        escape(isC1 ? utf8[index + 1] : byte)
        clean = index + (isC1 ? 2 : 1)
      }
      bytes.append(contentsOf: utf8[clean...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// A finite number, without `.0` where it is whole.
  package mutating func number(_ value: Double?) {
    guard let value, value.isFinite else { return raw("null") }
    if value == value.rounded(), abs(value) < 1e15 { raw(String(Int(value))) } else { raw("\(value)") }
  }

  package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case UInt8(ascii: "\n"): raw("\\n")
    case UInt8(ascii: "\r"): raw("\\r")
    case UInt8(ascii: "\t"): raw("\\t")
    default:
      let digits = Array("0123456789abcdef".utf8)
      raw("\\u00")
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }

  private mutating func enclose(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    bytes.append(open)
    depth += 1
    needsComma = false
    let start = bytes.count
    body(&self)
    depth -= 1
    if bytes.count > start { newline() }
    bytes.append(close)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
    newline()
  }

  private mutating func newline() {
    guard pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<depth { bytes.append(contentsOf: [0x20, 0x20]) }
  }
}
