/// Writes JSON straight to UTF-8 bytes: the record is what `pie` prints most, so nothing is built in between, and what is written stands in
/// memory of the writer's own, which no array's checks slow down.
package struct JSONWriter: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0
  package let pretty: Bool
  private var depth = 0
  private var needsComma = false

  package init(pretty: Bool = false, capacity: Int = 32_768) {
    self.pretty = pretty
    self.capacity = max(capacity, 256)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  package var bytes: [UInt8] {
    Array(unsafeUninitializedCapacity: count) { place, written in
      place.baseAddress?.update(from: start, count: count)
      written = count
    }
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) { enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

  package mutating func array<Element>(_ elements: [Element], _ body: (inout JSONWriter, Element) -> Void) {
    enclose(UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
      // in place: to iterate would copy each
      elements.withUnsafeBufferPointer { elements in
        for index in elements.indices {
          writer.separate()
          body(&writer, elements[index])
          writer.needsComma = true
        }
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
    if value == value.rounded(), abs(value) < 1e15 { return integer(Int(value)) }
    // what stands in notes has few decimals
    let hundredths = (value * 100).rounded()
    guard value > 0, value < 1e9, hundredths / 100 == value else { return raw("\(value)") }
    let (whole, rest) = Int(hundredths).quotientAndRemainder(dividingBy: 100)
    integer(whole)
    write(3) { place in
      place[0] = UInt8(ascii: ".")
      place[1] = UInt8(ascii: "0") + UInt8(rest / 10)
      place[2] = UInt8(ascii: "0") + UInt8(rest % 10)
      return rest % 10 == 0 ? 2 : 3
    }
  }

  package mutating func null() { literal("null") }

  /// Writes JSON that stands ready, where no line may be broken in it.
  @inline(__always) package mutating func ready(_ json: [UInt8]) {
    write(json.count) { place in
      json.withUnsafeBufferPointer { place.update(from: $0.baseAddress.unsafelyUnwrapped, count: $0.count) }
      return json.count
    }
  }

  package mutating func raw(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  // MARK: bytes

  /// Lets `body` write at most `most` bytes; it says how many it wrote.
  @inline(__always) private mutating func write(_ most: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    if capacity - count < most { grow(most) }
    count += body(start + count)
  }

  private mutating func grow(_ more: Int) {
    capacity += max(capacity, more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
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
  @inline(__always) private mutating func name(_ key: StaticString) {
    if pretty { separate() }
    let comma = needsComma ? 1 : 0
    let length = key.utf8CodeUnitCount
    let space = pretty ? 1 : 0
    write(length + 5) { place in
      place[0] = UInt8(ascii: ",")
      let start = place + comma
      start[0] = UInt8(ascii: "\"")
      Self.copyShort(UnsafeRawPointer(key.utf8Start), UnsafeMutableRawPointer(start + 1), length)
      start[length + 1] = UInt8(ascii: "\"")
      start[length + 2] = UInt8(ascii: ":")
      start[length + 3] = UInt8(ascii: " ")
      return comma + length + 3 + space
    }
    needsComma = false
  }

  /// Copies a key, few bytes as they are: in two steps that overlap.
  @inline(__always) private static func copyShort(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    func copy<Word: FixedWidthInteger & BitwiseCopyable>(_: Word.Type) {
      let last = count - MemoryLayout<Word>.size
      let tail = from.loadUnaligned(fromByteOffset: last, as: Word.self)
      to.storeBytes(of: from.loadUnaligned(as: Word.self), as: Word.self)
      to.storeBytes(of: tail, toByteOffset: last, as: Word.self)
    }
    switch count {
    case 2...3: copy(UInt16.self)
    case 4...7: copy(UInt32.self)
    case 8...16: copy(UInt64.self)
    default: to.copyMemory(from: from, byteCount: count)
    }
  }

  private mutating func integer(_ value: Int) {
    guard value >= 0 else { return raw(String(value)) }
    write(20) { place in
      var digits = 1
      var power = 10
      while digits < 19, value >= power {
        digits += 1
        power &*= 10
      }
      var rest = UInt(value)
      var index = digits
      while index > 0 {
        index -= 1
        place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return digits
    }
  }

  private mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    let length = utf8.count
    // no byte becomes more than six, and eight are copied at once
    write(length * 6 + 10) { place in
      place[0] = UInt8(ascii: "\"")
      var to = 1
      if let from = UnsafeRawPointer(utf8.baseAddress) {
        var index = 0
        while index + 8 <= length {
          let eight = from.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          if Self.isClean(eight) {
            UnsafeMutableRawPointer(place + to).storeBytes(of: eight, as: UInt64.self)
            to += 8
            index += 8
          } else {
            to += Self.copy(utf8, upTo: index + 8, &index, place + to)
          }
        }
        if length >= 8, index < length, to == index + 1 {
          // nothing was escaped yet: the last eight bytes again, those that are written among them
          let eight = from.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
          if Self.isClean(eight) {
            UnsafeMutableRawPointer(place + length - 7).storeBytes(of: eight, as: UInt64.self)
            to = length + 1
            index = length
          }
        } else if length < 8, length >= 4 {
          let first = from.loadUnaligned(as: UInt32.self)
          let last = from.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self)
          if Self.isClean(UInt64(first) | UInt64(last) << 32) {
            UnsafeMutableRawPointer(place + 1).storeBytes(of: first, as: UInt32.self)
            UnsafeMutableRawPointer(place + length - 3).storeBytes(of: last, as: UInt32.self)
            to = length + 1
            index = length
          }
        }
        to += Self.copy(utf8, upTo: length, &index, place + to)
      }
      place[to] = UInt8(ascii: "\"")
      return to + 1
    }
  }

  /// Copies bytes one by one and escapes what must be; how many it wrote. `index` is then past the last, and past the second byte of a
  /// C1 control that begins with the last.
  private static func copy(
    _ utf8: UnsafeBufferPointer<UInt8>, upTo end: Int, _ index: inout Int, _ place: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var to = 0
    while index < end {
      let byte = utf8[index]
      // C1 controls (U+0080–U+009F) are two bytes, C2 and the code
      let isC1 = byte == 0xC2 && index + 1 < utf8.count && utf8[index + 1] < 0xA0
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F || isC1 {
        to += escape(isC1 ? utf8[index + 1] : byte, place + to)
      } else {
        place[to] = byte
        to += 1
      }
      index += isC1 ? 2 : 1
    }
    return to
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
