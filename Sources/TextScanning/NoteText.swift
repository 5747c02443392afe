/// A note's text as valid UTF-8 bytes. Everything inside works on byte offsets; `scalarOffset` turns them into what a record prints.
package struct NoteText: Sendable {
  package let bytes: [UInt8]
  /// Unicode scalars in the whole text.
  package let scalarCount: Int
  /// The same as a string, whose parts need not be checked again.
  private let text: String
  /// The scalar offset of every 64th byte; empty where the text is ASCII.
  private let checkpoints: [Int32]
  private static let stride = 64

  /// `bytes` must be valid UTF-8: `NoteReader` sees to it.
  package init(utf8 bytes: [UInt8]) {
    self.bytes = bytes
    text = String(decoding: bytes, as: UTF8.self)
    var checkpoints: [Int32] = []
    var scalars = 0
    bytes.withUnsafeBufferPointer { buffer in
      let blocks = Swift.stride(from: 0, to: buffer.count, by: Self.stride)
      checkpoints.reserveCapacity(buffer.count / Self.stride + 1)
      for start in blocks {
        checkpoints.append(Int32(scalars))
        scalars += countScalars(buffer, start..<min(start + Self.stride, buffer.count))
      }
    }
    if scalars == bytes.count { checkpoints = [] }
    self.checkpoints = checkpoints
    scalarCount = scalars
  }

  package init(_ text: String) { self.init(utf8: Array(text.utf8)) }

  /// How many scalars begin before byte `offset`.
  package func scalarOffset(ofByte offset: Int) -> Int {
    if checkpoints.isEmpty { return offset }
    if offset >= bytes.count { return scalarCount }
    let block = offset / Self.stride
    let start = block * Self.stride
    return Int(checkpoints[block]) + bytes.withUnsafeBufferPointer { countScalars($0, start..<offset) }
  }

  package func string(_ range: Range<Int>) -> String {
    let utf8 = text.utf8
    // the bytes may not have been valid, and the string is longer then
    guard utf8.count == bytes.count else { return String(decoding: bytes[range], as: UTF8.self) }
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<utf8.index(start, offsetBy: range.count)])
  }

  /// `range` without the white space at its ends.
  package func trimmed(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper {
      let (space, width) = isSpace(at: lower)
      guard space, lower + width <= upper else { break }
      lower += width
    }
    while upper > lower {
      var start = upper - 1
      while start > lower, isContinuation(bytes[start]) { start -= 1 }
      guard isSpace(at: start).0 else { break }
      upper = start
    }
    return lower..<upper
  }

  private func isSpace(at index: Int) -> (Bool, width: Int) {
    let byte = bytes[index]
    if byte < 0x80 { return (byte == 0x20 || (byte >= 0x09 && byte <= 0x0D), 1) }
    let (scalar, width) = decodeScalar(bytes, at: index)
    return (FoldedScalar(scalar).kind == .space, width)
  }
}

/// How many scalars begin in a range of valid UTF-8.
private func countScalars(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
  var count = range.count
  var index = range.lowerBound
  while index + 8 <= range.upperBound {
    let eight = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: UInt64.self)
    // the bytes whose upper bits are 10 continue a scalar
    count -= (eight >> 7 & ~(eight >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
    index += 8
  }
  while index < range.upperBound {
    if isContinuation(bytes[index]) { count -= 1 }
    index += 1
  }
  return count
}

@inlinable @inline(__always) package func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

/// The scalar that begins at `index` of valid UTF-8, and its width in bytes.
@inlinable @inline(__always)
package func decodeScalar<Bytes: RandomAccessCollection<UInt8>>(_ bytes: Bytes, at index: Int) -> (scalar: UInt32, width: Int)
where Bytes.Index == Int {
  let first = UInt32(bytes[index])
  func next(_ n: Int) -> UInt32 { UInt32(bytes[index + n]) & 0x3F }
  if first < 0x80 { return (first, 1) }
  if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
  if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
  return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
}
