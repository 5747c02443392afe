internal import ClinicalRecord
internal import Extraction
internal import Testing
internal import TextScanning

/// Whatever comes in, nothing traps and every slice is the note's own.
@Suite struct FuzzTests {
  @Test(arguments: 0..<4) func randomBytes(part: Int) async throws {
    for seed in part * 20..<part * 20 + 20 {
      var random = SplitMix(seed: UInt64(seed))
      var bytes = (0..<random.below(900)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      // a zero byte is refused: half of the notes have none
      if seed % 2 == 0 { bytes = bytes.map { $0 < 0x20 ? 0x20 : $0 } }
      if seed % 5 == 0 { bytes.insert(contentsOf: seed % 2 == 0 ? [0xFF, 0xFE] : [0xFE, 0xFF], at: 0) }
      try await check(bytes, "bytes \(seed)")
    }
  }

  @Test(arguments: 0..<4) func randomText(part: Int) async throws {
    let pieces = Array(
      "aàéœßIİǅ09½²µΩж中🙂👩‍👩‍👧\u{300}\u{301}\u{200B}\u{FEFF}\u{A0}\u{202F}\u{2028}\u{85} \t\n\r.,;:/-–'’\"«»()[]{}|*•#=<>≤≥→°%+_^~?!@&"
        .unicodeScalars)
    for seed in part * 20..<part * 20 + 20 {
      var random = SplitMix(seed: UInt64(1_000 + seed))
      var text = ""
      for _ in 0..<random.below(600) {
        let scalar = random.below(8) == 0 ? Unicode.Scalar(UInt32(random.below(0x110000))) : pieces[random.below(pieces.count)]
        text.unicodeScalars.append(scalar ?? " ")
      }
      try await check(Array(text.utf8), "text \(seed)")
    }
  }

  @Test(arguments: 0..<6) func mutatedNotes(part: Int) async throws {
    let cases = try Fixtures.caseFiles.flatMap { try MarkedCase.parse(try Fixtures.text("cases/" + $0)) }
    for seed in part * 40..<part * 40 + 40 {
      var random = SplitMix(seed: UInt64(9_000 + seed))
      var lines: [Substring] = []
      for _ in 0...random.below(6) {
        lines += cases[random.below(cases.count)].note.split(separator: "\n", omittingEmptySubsequences: false)
      }
      let notes = lines
      for _ in 0..<random.below(4) {
        let index = random.below(lines.count)
        switch random.below(4) {
        case 0: lines.remove(at: index)
        case 1: lines.insert(lines[index], at: random.below(lines.count))
        case 2: lines.swapAt(index, random.below(lines.count))
        default: lines.insert(notes[random.below(notes.count)], at: index)
        }
        if lines.isEmpty { lines = notes }
      }
      var bytes = Array(lines.joined(separator: random.below(3) == 0 ? "\r\n" : "\n").utf8)
      for _ in 0..<random.below(6) where bytes.count > 8 {
        let start = random.below(bytes.count - 4)
        switch random.below(3) {
        case 0: bytes.removeSubrange(start..<start + 1 + random.below(3))
        case 1: bytes.removeSubrange(start...)
        default: bytes[start] = UInt8(truncatingIfNeeded: random.next()) | 1
        }
      }
      try await check(bytes, "mutation \(seed)")
    }
  }

  private func check(_ bytes: [UInt8], _ name: String) async throws {
    for language in [Language.french, .english] {
      let note: Note
      do {
        note = try NoteReader(language: language).note(bytes, source: name)
      } catch {
        #expect(error.code == .empty || error.code == .binary, "\(name): \(error)")
        return
      }
      if Fixtures.printsFuzz { print("fuzz \(name) \(language.rawValue) \(bytes)") }
      let record = try await Pipeline().record(of: note)
      let scalars = Array(String(decoding: note.text.bytes, as: UTF8.self).unicodeScalars)
      #expect(record.note.characters == scalars.count)
      for evidence in record.allEvidence {
        guard evidence.start >= 0, evidence.start < evidence.end, evidence.end <= scalars.count else {
          Issue.record("\(name): evidence \(evidence.start)..<\(evidence.end) of \(scalars.count)")
          continue
        }
        #expect(scalars[evidence.start..<evidence.end].elementsEqual(evidence.text.unicodeScalars), "\(name)")
      }
    }
  }
}

extension PatientRecord {
  fileprivate var allEvidence: [Evidence] { insights.flatMap(\.evidence) + renalFunction.evidence + hepaticFunction.evidence }
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

  mutating func below(_ limit: Int) -> Int { limit <= 1 ? 0 : Int(next() % UInt64(limit)) }
}
