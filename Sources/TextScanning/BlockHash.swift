/// A 64-bit hash of many bytes, eight at a time in four lanes: tells a changed file from an unchanged one, and is no guard against ill will.
package func blockHash(_ bytes: UnsafeRawBufferPointer, _ seed: UInt64 = 0) -> UInt64 {
  guard var next = bytes.baseAddress else { return seed }
  let prime: UInt64 = 0x9e37_79b9_7f4a_7c15
  @inline(__always) func mix(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let mixed = (lane ^ word) &* prime
    return mixed ^ mixed >> 32
  }
  @inline(__always) func word(_ index: Int) -> UInt64 {
    UInt64(littleEndian: next.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
  }
  var (a, b, c, d) = (seed, ~seed, seed &* prime, UInt64(bytes.count))
  let end = next + bytes.count
  while end - next >= 32 {
    a = mix(a, word(0))
    b = mix(b, word(1))
    c = mix(c, word(2))
    d = mix(d, word(3))
    next += 32
  }
  while next < end {
    a = mix(a, UInt64(next.load(as: UInt8.self)))
    next += 1
  }
  var hash = a
  for lane in [b, c, d] { hash = mix(hash ^ hash >> 32, lane) }
  return (hash ^ hash >> 31) &* prime ^ hash >> 29
}
