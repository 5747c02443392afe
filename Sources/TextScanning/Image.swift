/// Where an array stands in an image: its first byte, how many bytes it has, and their hash.
@usableFromInline package struct ImagePlace: BitwiseCopyable, Sendable {
  package var offset: UInt64
  package var size: UInt64
  package var hash: UInt64

  package init(offset: UInt64, size: UInt64, hash: UInt64) {
    self.offset = offset
    self.size = size
    self.hash = hash
  }
}

/// Arrays of plain values, laid one behind the other in the form in which `ImageReader` finds them again without reading them. What is
/// the same in several sets is there once.
@usableFromInline package struct ImageWriter: Sendable {
  package private(set) var bytes: [UInt8]
  /// Of each array, in the order in which they were added and are to be read.
  package private(set) var places: [ImagePlace] = []
  private var known: [UInt64: [ImagePlace]] = [:]
  @inlinable package static var alignment: Int { 64 }

  /// The arrays come behind `header` bytes; `capacity`: about how many come in all.
  package init(header: Int = 0, capacity: Int = 0) {
    bytes = Array(repeating: 0, count: header)
    bytes.reserveCapacity(capacity)
  }

  /// The arrays that follow are another set's.
  package mutating func startSet() { places = [] }

  @inlinable package mutating func append<Element: BitwiseCopyable>(_ elements: [Element]) {
    precondition(MemoryLayout<Element>.alignment <= Self.alignment)
    elements.withUnsafeBytes { append($0, size: MemoryLayout<Element>.size, stride: MemoryLayout<Element>.stride) }
  }

  /// What is between two elements is 0, so that the same elements are the same bytes each time.
  @usableFromInline mutating func append(_ elements: UnsafeRawBufferPointer, size: Int, stride: Int) {
    let end = bytes.count
    while bytes.count % Self.alignment != 0 { bytes.append(0) }
    let start = bytes.count
    bytes.append(contentsOf: elements)
    if size < stride {
      for element in Swift.stride(from: start, to: bytes.count, by: stride) {
        for gap in element + size..<element + stride { bytes[gap] = 0 }
      }
    }
    let (hash, same) = bytes.withUnsafeBytes { all in
      let new = UnsafeRawBufferPointer(rebasing: all[start...])
      let hash = blockHash(new)
      let same = known[hash]?.first { place in
        place.size == UInt64(new.count) && UnsafeRawBufferPointer(rebasing: all[Int(place.offset)...].prefix(new.count)).elementsEqual(new)
      }
      return (hash, same)
    }
    if let same {
      bytes.removeLast(bytes.count - end)
      return places.append(same)
    }
    let place = ImagePlace(offset: UInt64(start), size: UInt64(elements.count), hash: hash)
    known[hash, default: []].append(place)
    places.append(place)
  }

  /// Puts a value among the bytes that are there already.
  package mutating func put<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value, toByteOffset: offset, as: Value.self) }
  }
}

/// Finds an image's arrays, in the order in which they were written.
package struct ImageReader {
  private let bytes: Frozen<UInt8>
  private let places: [ImagePlace]
  private let checks: Bool
  private var next = 0
  /// False once an array was asked for that is not there in this form: what was read is of no use then.
  package private(set) var isSound = true

  /// `bytes` begin where a value of any kind may: on a boundary of `ImageWriter.alignment`.
  /// With `checks`, an array that is not what was written is not there.
  package init(_ bytes: Frozen<UInt8>, _ places: [ImagePlace], checks: Bool = true) {
    self.bytes = bytes
    self.places = places
    self.checks = checks
  }

  /// What a writer has made, kept for the life of the process.
  package init(keeping writer: ImageWriter) {
    self.init(Frozen(keeping: writer.bytes, alignment: ImageWriter.alignment), writer.places, checks: false)
  }

  package mutating func read<Element: BitwiseCopyable>(_ element: Element.Type = Element.self) -> Frozen<Element> {
    let stride = UInt64(MemoryLayout<Element>.stride)
    guard next < places.count, case let place = places[next], place.size % stride == 0, place.size <= UInt64(bytes.count),
      place.offset <= UInt64(bytes.count) - place.size, place.offset % UInt64(MemoryLayout<Element>.alignment) == 0,
      !checks || blockHash(bytes.part(Int(place.offset), Int(place.size)).raw) == place.hash
    else {
      isSound = false
      return Frozen(keeping: [])
    }
    next += 1
    return bytes.values(from: Int(place.offset), count: Int(place.size / stride))
  }

  /// Whether all arrays were read and none was missing.
  package var isFinished: Bool { isSound && next == places.count }
}
