/// Writes JSON straight to UTF-8 bytes: the record is what `pie` prints most, so nothing is built in between.
package struct JSONWriter: Sendable {
  /// What is written, and room behind it: a key or a string is one copy into it.
  private var buffer: [UInt8]
  private var count = 0
  private let pretty: Bool
  private var depth = 0
  private var needsComma = false

  package init(pretty: Bool = false, capacity: Int = 16_384) {
    self.pretty = pretty
    buffer = Array(repeating: 0, count: capacity)
  }

  package var bytes: [UInt8] { Array(buffer[..<count]) }

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
  @inline(__always) package mutating func key(_ key: StaticString, _ body: (inout JSONWriter) -> Void) {
    name(key)
    body(&self)
    needsComma = true
  }

  package mutating func key(_ key: StaticString, _ value: String?) {
    name(key)
    string(value)
    needsComma = true
  }

  package mutating func key(_ key: StaticString, _ value: Double?) {
    name(key)
    number(value)
    needsComma = true
  }

  package mutating func key(_ key: StaticString, _ value: Int) {
    name(key)
    integer(value)
    needsComma = true
  }

  package mutating func key(_ key: StaticString, _ value: Bool) {
    name(key)
    literal(value ? "true" : "false")
    needsComma = true
  }

  /// A key whose name is only known as it runs.
  package mutating func key(named name: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    string(name)
    literal(pretty ? ": " : ":")
    body(&self)
    needsComma = true
  }

  package mutating func string(_ value: String?) {
    guard let value else { return null() }
    if value.utf8.withContiguousStorageIfAvailable({ string($0) }) == nil { Array(value.utf8).withUnsafeBufferPointer { string($0) } }
  }

  /// A finite number, without `.0` where it is whole.
  package mutating func number(_ value: Double?) {
    guard let value, value.isFinite else { return null() }
    if value == value.rounded(), abs(value) < 1e15 { integer(Int(value)) } else { raw("\(value)") }
  }

  package mutating func null() { literal("null") }

  package mutating func raw(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  // MARK: bytes

  /// Lets `body` write at most `most` bytes; it says how many it wrote.
  @inline(__always) private mutating func write(_ most: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    if buffer.count - count < most { grow(most) }
    let start = count
    // the buffer is never empty here
    count = start + buffer.withUnsafeMutableBufferPointer { body($0.baseAddress.unsafelyUnwrapped + start) }
  }

  private mutating func grow(_ more: Int) {
    buffer.append(contentsOf: repeatElement(0, count: max(buffer.count, more, 256)))
  }

  @inline(__always) private mutating func append(_ byte: UInt8) {
    write(1) {
      $0.pointee = byte
      return 1
    }
  }

  @inline(__always) private mutating func literal(_ text: StaticString) {
    write(text.utf8CodeUnitCount) {
      $0.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
      return text.utf8CodeUnitCount
    }
  }

  /// What parts it from the value before, the key and its colon.
  private mutating func name(_ key: StaticString) {
    if pretty { separate() }
    let comma = needsComma ? 1 : 0
    let length = key.utf8CodeUnitCount
    let space = pretty ? 1 : 0
    write(length + 5) { place in
      place[0] = UInt8(ascii: ",")
      let start = place + comma
      start[0] = UInt8(ascii: "\"")
      (start + 1).update(from: key.utf8Start, count: length)
      start[length + 1] = UInt8(ascii: "\"")
      start[length + 2] = UInt8(ascii: ":")
      start[length + 3] = UInt8(ascii: " ")
      return comma + length + 3 + space
    }
    needsComma = false
  }

  private mutating func integer(_ value: Int) {
    guard value >= 0 else { return raw(String(value)) }
    write(20) { place in
      var digits = 1
      var rest = value / 10
      while rest > 0 {
        digits += 1
        rest /= 10
      }
      rest = value
      for index in (0..<digits).reversed() {
        place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return digits
    }
  }

  private mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    // no byte becomes more than six, and eight are copied at once
    write(utf8.count * 6 + 10) { place in
      var to = 0
      place[to] = UInt8(ascii: "\"")
      to += 1
      var index = 0
      while index < utf8.count {
        if index + 8 <= utf8.count {
          let eight = UnsafeRawPointer(utf8.baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: UInt64.self)
          if Self.isClean(eight) {
            UnsafeMutableRawPointer(place + to).storeBytes(of: eight, as: UInt64.self)
            index += 8
            to += 8
            continue
          }
        }
        // up to the next eight
        let end = min(index + 8, utf8.count)
        while index < end {
          let byte = utf8[index]
          // C1 controls (U+0080–U+009F) are two bytes, C2 and the code
          let isC1 = byte == 0xC2 && index + 1 < utf8.count && utf8[index + 1] < 0xA0
          if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F || isC1 {
            to += Self.escape(isC1 ? utf8[index + 1] : byte, place + to)
          } else {
            place[to] = byte
            to += 1
          }
          index += isC1 ? 2 : 1
        }
      }
      place[to] = UInt8(ascii: "\"")
      return to + 1
    }
  }

  /// Whether none of eight bytes may need an escape: no control, quotation mark, backslash, DEL or C2. The bit tricks err on the safe side.
  @inline(__always) private static func isClean(_ eight: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    func has(_ byte: UInt64) -> UInt64 {
      let different = eight ^ ones &* byte
      return (different &- ones) & ~different
    }
    let control = (eight &- ones &* 0x20) & ~eight
    return (control | has(0x22) | has(0x5C) | has(0x7F) | has(0xC2)) & tops == 0
  }

  /// How many bytes it wrote.
  private static func escape(_ byte: UInt8, _ place: UnsafeMutablePointer<UInt8>) -> Int {
    place[0] = UInt8(ascii: "\\")
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): place[1] = byte
    case UInt8(ascii: "\n"): place[1] = UInt8(ascii: "n")
    case UInt8(ascii: "\r"): place[1] = UInt8(ascii: "r")
    case UInt8(ascii: "\t"): place[1] = UInt8(ascii: "t")
    default:
      func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
      place[1] = UInt8(ascii: "u")
      place[2] = UInt8(ascii: "0")
      place[3] = UInt8(ascii: "0")
      place[4] = digit(byte >> 4)
      place[5] = digit(byte & 15)
      return 6
    }
    return 2
  }

  // MARK: structure

  @inline(__always) private mutating func enclose(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    append(open)
    depth += 1
    needsComma = false
    let start = count
    body(&self)
    depth -= 1
    if count > start { newline() }
    append(close)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { append(UInt8(ascii: ",")) }
    needsComma = false
    newline()
  }

  private mutating func newline() {
    guard pretty else { return }
    let spaces = depth * 2
    write(spaces + 1) {
      $0[0] = UInt8(ascii: "\n")
      ($0 + 1).update(repeating: 0x20, count: spaces)
      return spaces + 1
    }
  }
}
