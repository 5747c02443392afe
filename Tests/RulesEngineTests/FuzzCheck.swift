internal import ClinicalRecord
internal import Extraction
internal import Rendering
internal import RulesEngine
internal import TextScanning

/// What must hold of whatever comes in: it is read or refused, the record can be printed in every form, every slice is the note's own, and every span has its assertion.
struct FuzzCheck {
  private let pipeline = Pipeline()
  private let engine = RulesEngine()

  /// What does not hold; no word of the input.
  func violations(_ input: FuzzInput) async throws -> [String] {
    var found: [String] = []
    for language in [Language.french, .english] {
      let note: Note
      do {
        note = try NoteReader(language: language).note(input.bytes, source: input.name)
      } catch {
        return error.code == .empty || error.code == .binary ? [] : ["\(input.name): refused as \(error.code)"]
      }
      let record = try await pipeline.record(of: note)
      for format in OutputFormat.allCases where render(record, as: format).isEmpty { found.append("\(input.name): nothing as \(format)") }
      let text = String(decoding: note.text.bytes, as: UTF8.self)
      let scalars = Array(text.unicodeScalars)
      if record.note.characters != scalars.count { found.append("\(input.name): \(record.note.characters) of \(scalars.count) characters") }
      for evidence in record.allEvidence {
        guard evidence.start >= 0, evidence.start < evidence.end, evidence.end <= scalars.count else {
          found.append("\(input.name): evidence \(evidence.start)..<\(evidence.end) of \(scalars.count)")
          continue
        }
        if !scalars[evidence.start..<evidence.end].elementsEqual(evidence.text.unicodeScalars) {
          found.append("\(input.name): evidence \(evidence.start)..<\(evidence.end) is not the note's slice")
        }
      }
      found += spans(input, text, scalars.count, language)
    }
    return found
  }

  private func spans(_ input: FuzzInput, _ text: String, _ count: Int, _ language: Language) -> [String] {
    var random = SplitMix(seed: input.seed ^ 0x5B)
    guard count > 0 else { return [] }
    let spans = (0..<4).map { _ -> Range<Int> in
      let start = random.below(count)
      return start..<start + 1 + random.below(count - start)
    }
    let assertions = engine.assertions(in: text, language: language, spans: spans)
    return zip(spans, assertions).filter { $0.1 == nil }.map { "\(input.name): no assertion for \($0.0) of \(count)" }
  }
}

extension PatientRecord {
  var allEvidence: [Evidence] { insights.flatMap(\.evidence) + renalFunction.evidence + hepaticFunction.evidence }
}
