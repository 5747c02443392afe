/// A 64-bit hash of many bytes, eight at a time in four lanes: tells a changed file from an unchanged one, and is no guard against ill will.
package func blockHash(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64 = 0) -> UInt64 {
  let prime: UInt64 = 0x9e37_79b9_7f4a_7c15
  @inline(__always) func mix(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (lane ^ word) &* prime
    return mixed << 29 | mixed >> 35
  }
  @inline(__always) func word(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
  var (a, b, c, d) = (seed, ~seed, seed &* prime, UInt64(bytes.count))
  var offset = 0
  while offset + 32 <= bytes.count {
    a = mix(a, word(offset))
    b = mix(b, word(offset + 8))
    c = mix(c, word(offset + 16))
    d = mix(d, word(offset + 24))
    offset += 32
  }
  while offset < bytes.count {
    a = mix(a, UInt64(bytes[offset]))
    offset += 1
  }
  var hash = a
  for lane in [b, c, d] { hash = mix(hash ^ hash >> 32, lane) }
  return (hash ^ hash >> 31) &* prime ^ hash >> 29
}
