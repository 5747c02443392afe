internal import TextScanning

/// A token as a test writes it.
struct Seen: Equatable, CustomStringConvertible {
  var text: String
  var kind: Token.Kind
  var description: String { "\(text):\(kind)" }
}

func scan(_ text: String) -> [RawToken] {
  var tokens: [RawToken] = []
  Array(text.utf8).withUnsafeBufferPointer { scanTokens($0) { tokens.append($0) } }
  return tokens
}

func seen(_ text: String) -> [Seen] {
  let bytes = Array(text.utf8)
  return scan(text).map { Seen(text: String(decoding: bytes[$0.start..<$0.end], as: UTF8.self), kind: $0.kind) }
}

/// The tokens of `text` in a vocabulary that knows the words of `words`.
func tokens(_ text: String, knowing words: String = "") -> (note: NoteText, tokens: [Token], vocabulary: Vocabulary) {
  var builder = VocabularyBuilder()
  for token in scan(words) { _ = builder.insert(token.hash) }
  let vocabulary = builder.finished()
  let note = NoteText(text)
  return (note, note.tokens(vocabulary), vocabulary)
}

/// SplitMix64: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
