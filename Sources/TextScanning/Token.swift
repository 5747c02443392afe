/// A word, a run of digits or one punctuation mark of a note. Apostrophes, and hyphens that join a letter to something, part words
/// and are no tokens themselves, so `d'œdème`, `per-trochantérienne` and `COVID-19` are two tokens each.
@usableFromInline package struct Token: Sendable {
  @usableFromInline package enum Kind: UInt8, Sendable { case word, number, punctuation }

  @usableFromInline package struct Flags: OptionSet, Sendable {
    @usableFromInline package let rawValue: UInt8
    @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// White space or a line break before it.
    @inlinable package static var spaceBefore: Flags { Flags(rawValue: 1) }
    /// The first token of its line.
    @inlinable package static var lineStart: Flags { Flags(rawValue: 2) }
    /// The first token of a block: no term and no sentence runs over it.
    @inlinable package static var blockStart: Flags { Flags(rawValue: 4) }
    /// Every letter is upper case.
    @inlinable package static var allCaps: Flags { Flags(rawValue: 8) }
    @inlinable package static var capitalized: Flags { Flags(rawValue: 16) }
    /// Digits set high: the `9` of 10⁹.
    @inlinable package static var superscript: Flags { Flags(rawValue: 32) }
    /// Parted from the token before by an apostrophe or a hyphen alone.
    @inlinable package static var joined: Flags { Flags(rawValue: 64) }
  }

  /// Bytes of the note, half open.
  @usableFromInline package var start: Int32
  @usableFromInline package var end: Int32
  /// From 0.
  @usableFromInline package var line: Int32
  /// What the vocabulary calls it; -1 where it has no such word.
  @usableFromInline package var word: Int32
  /// The word without its final s or x; -1 where there is none such.
  @usableFromInline package var stem: Int32
  /// What the vocabulary has marked its word with, and its stem in the lower half: 0 for a word that no table knows.
  @usableFromInline package var marks: UInt32
  @usableFromInline package var kind: Kind
  @usableFromInline package var flags: Flags
  /// The folded first byte: a punctuation mark's own.
  @usableFromInline package var symbol: UInt8

  @inlinable package var range: Range<Int> { Int(start)..<Int(end) }
  @inlinable package var count: Int { Int(end - start) }

  @inlinable @inline(__always) package func `is`(_ mark: Unicode.Scalar) -> Bool {
    kind == .punctuation && UInt32(symbol) == mark.value
  }
}

/// What the scanner knows of a token before anything is looked up.
@usableFromInline package struct RawToken {
  @usableFromInline package var start = 0
  @usableFromInline package var end = 0
  @usableFromInline package var line = 0
  @usableFromInline package var kind = Token.Kind.word
  @usableFromInline package var flags: Token.Flags = []
  @usableFromInline package var symbol: UInt8 = 0
  /// FNV-1a over the folded bytes.
  @usableFromInline package var hash: UInt64 = 0
  /// The same without the last byte, where that is an s or an x after two letters or more; else 0.
  @usableFromInline package var stemHash: UInt64 = 0

  @inlinable package init() {}
}

/// Calls `body` with each token of `bytes`, valid UTF-8, in order.
@inlinable @inline(__always)
package func scanTokens(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (RawToken) -> Void) {
  let count = bytes.count
  var index = 0
  var line = 0
  var lineStart = true
  var space = true
  var joined = false
  var previousIsLetter = false
  while index < count {
    let (scalar, width) = fastScalar(bytes, index)
    let fold = FoldedScalar(scalar)
    switch fold.kind {
    case .space:
      if scalar == 0x0A || (scalar == 0x0D && !(index + 1 < count && bytes[index + 1] == 0x0A)) {
        line += 1
        lineStart = true
      }
      space = true
      joined = false
      index += width
      continue
    case .ignored:
      index += width
      continue
    case .joiner:
      joined = !space
      previousIsLetter = false
      index += width
      continue
    case .punctuation:
      if fold.bytes.0 == UInt8(ascii: "-"), !space, joins(bytes, index + width, previousIsLetter) {
        joined = true
        previousIsLetter = false
        index += width
        continue
      }
    default: break
    }
    var token = RawToken()
    token.start = index
    token.line = line
    token.symbol = fold.bytes.0
    if space { token.flags.insert(.spaceBefore) }
    if lineStart { token.flags.insert(.lineStart) }
    if joined { token.flags.insert(.joined) }
    switch fold.kind {
    case .letter: scanWord(bytes, &token)
    case .digit: scanDigits(bytes, &token)
    case .superscript:
      token.kind = .number
      token.flags.insert(.superscript)
      token.end = index + width
      token.hash = hashByte(fold.bytes.0, fnvOffset)
    default:
      token.kind = .punctuation
      token.end = index + width
      token.hash = hashByte(fold.bytes.0, fnvOffset)
    }
    index = token.end
    previousIsLetter = token.kind == .word
    body(token)
    space = false
    lineStart = false
    joined = false
  }
}

@inlinable @inline(__always)
func fastScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (UInt32, Int) {
  let byte = bytes[index]
  if byte < 0x80 { return (UInt32(byte), 1) }
  return decodeScalar(bytes, at: index)
}

/// Whether a hyphen before byte `next` joins words: a letter on one side, a letter or a digit on the other.
@usableFromInline func joins(_ bytes: UnsafeBufferPointer<UInt8>, _ next: Int, _ previousIsLetter: Bool) -> Bool {
  guard next < bytes.count, next > 1 else { return false }
  let kind = FoldedScalar(fastScalar(bytes, next).0).kind
  if kind == .letter { return true }
  return kind == .digit && previousIsLetter
}

@usableFromInline func scanWord(_ bytes: UnsafeBufferPointer<UInt8>, _ token: inout RawToken) {
  var index = token.start
  var hash = fnvOffset
  // without the last folded byte
  var before = fnvOffset
  var last: UInt8 = 0
  var letters = 0
  var upper = 0
  var firstIsUpper = false
  while index < bytes.count {
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      let lower = byte | 0x20
      guard lower &- 0x61 < 26 else { break }
      // the bit that parts the cases
      upper &+= Int(~byte >> 5 & 1)
      before = hash
      hash = hashByte(lower, hash)
      index &+= 1
    }
    if index > start {
      if letters == 0 { firstIsUpper = bytes[start] < 0x61 }
      letters &+= index &- start
      last = bytes[index - 1] | 0x20
    }
    guard index < bytes.count, bytes[index] >= 0x80 else { break }
    let (scalar, width) = decodeScalar(bytes, at: index)
    let fold = FoldedScalar(scalar)
    if fold.kind == .ignored {
      index += width
      continue
    }
    guard fold.kind == .letter else { break }
    if isUpper(scalar) {
      upper += 1
      if letters == 0 { firstIsUpper = true }
    }
    withUnsafeBytes(of: fold.bytes) { folded in
      for offset in 0..<fold.count {
        before = hash
        hash = hashByte(folded[offset], hash)
        last = folded[offset]
      }
    }
    letters += 1
    index += width
  }
  token.end = index
  token.hash = hash
  if letters > 3, last == UInt8(ascii: "s") || last == UInt8(ascii: "x") { token.stemHash = before }
  if firstIsUpper { token.flags.insert(.capitalized) }
  if upper == letters { token.flags.insert(.allCaps) }
}

@usableFromInline func scanDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ token: inout RawToken) {
  token.kind = .number
  var index = token.start
  var hash = fnvOffset
  while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
    hash = hashByte(bytes[index], hash)
    index += 1
  }
  token.end = index
  token.hash = hash
}

@inline(__always) private func isUpper(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0xC0...0xD6, 0xD8...0xDE: true
  case 0x100...0x137, 0x14A...0x177: scalar & 1 == 0
  case 0x139...0x148, 0x179...0x17E: scalar & 1 == 1
  default: false
  }
}

@inlinable package var fnvOffset: UInt64 { 0xcbf2_9ce4_8422_2325 }

@inlinable @inline(__always) package func hashByte(_ byte: UInt8, _ hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
