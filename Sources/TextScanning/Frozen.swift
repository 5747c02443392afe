/// An array that nobody changes and nobody frees, of values that are their bytes: part of the binary, or made once as the program starts.
/// It is read where it lies. A copy is an address and a count, so that what is asked a million times a second counts no references.
@usableFromInline package struct Frozen<Element: BitwiseCopyable>: RandomAccessCollection, BitwiseCopyable {
  @usableFromInline let start: UnsafePointer<Element>
  @usableFromInline package let count: Int

  @usableFromInline package init(_ start: UnsafePointer<Element>, count: Int) {
    self.start = start
    self.count = count
  }

  /// A copy that is never freed: for tables, of which a program loads one set or two.
  package init(keeping elements: [Element], alignment: Int = MemoryLayout<Element>.alignment) {
    let size = MemoryLayout<Element>.stride * Swift.max(elements.count, 1)
    let copy = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: alignment).bindMemory(
      to: Element.self, capacity: elements.count)
    elements.withUnsafeBufferPointer { if let from = $0.baseAddress { copy.initialize(from: from, count: $0.count) } }
    self.init(UnsafePointer(copy), count: elements.count)
  }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { count }

  @inlinable @inline(__always) package subscript(index: Int) -> Element {
    // one comparison for both ends
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "beyond the array")
    return start[index]
  }

  /// A part, numbered from 0; of a range beyond the array what there is.
  package func part(_ from: Int, _ count: Int) -> Frozen {
    let from = Swift.min(Swift.max(from, 0), self.count)
    return Frozen(start + from, count: Swift.min(Swift.max(count, 0), self.count - from))
  }

  package func isAligned(to boundary: Int) -> Bool { Int(bitPattern: start) % boundary == 0 }

  @inlinable package var buffer: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }
}

extension Frozen<UInt8> {
  /// The bytes from `offset` as values of another type, which begin there on its boundary and are all within.
  func values<Value: BitwiseCopyable>(from offset: Int, count: Int) -> Frozen<Value> {
    Frozen<Value>((UnsafeRawPointer(start) + offset).assumingMemoryBound(to: Value.self), count: count)
  }

  package var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(buffer) }
}

// Nobody writes to the memory once a `Frozen` is made of it, and it stays for the life of the process.
extension Frozen: @unchecked Sendable where Element: Sendable {}
