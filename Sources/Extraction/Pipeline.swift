package import ClinicalRecord
package import Terminology
internal import TextScanning

/// The program's version, as records bear it.
package let pieVersion = "0.1.0"

/// Note → engine → claims → grounding → verification → record. Rules and models share all that follows the claim.
package struct Pipeline: Sendable {
  private let engine: any Engine
  private let own: Terminology?
  private let tellsUngrounded: Bool

  /// - Parameter tellsUngrounded: records list what was claimed and not proved, apart from all that was.
  package init(engine: any Engine = OfflineEngine(), terms: Terminology? = nil, tellsUngrounded: Bool = false) {
    self.engine = engine
    self.tellsUngrounded = tellsUngrounded
    own = terms
  }

  /// What the note says. A claim whose words are not in the note, or do not bear what it says, is rejected, counted and named.
  /// `onEvent` hears of each claim as it passes or fails.
  package func record(of note: Note, onEvent: (@Sendable (PipelineEvent) -> Void)? = nil) async throws -> PatientRecord {
    var reading = try await engine.reading(of: note)
    let terms = own ?? .embedded(note.language)
    let text = reading.tokens(of: note, terms)
    let verification = Verification(text, terms: terms)
    var builder = RecordBuilder(
      note: NoteSummary(source: note.source, language: note.language, characters: note.text.scalarCount),
      engine: reading.engine, warnings: note.warnings + reading.warnings, tellsUngrounded: tellsUngrounded)
    var grounding = Grounding(note.text)
    var places: [Range<Int>] = []
    for index in reading.claims.indices {
      // taken out, so that it need not be copied
      var claim = Claim(.reason(""), quotes: [])
      swap(&claim, &reading.claims[index])
      var evidence: [Evidence] = []
      evidence.reserveCapacity(claim.quotes.count)
      places.removeAll(keepingCapacity: true)
      for quote in claim.quotes {
        builder.counts.quoted += 1
        guard let found = grounding.ground(quote) else {
          builder.counts.rejected += 1
          continue
        }
        if found.isExact { builder.counts.exact += 1 } else { builder.counts.normalized += 1 }
        evidence.append(found.evidence)
        places.append(found.bytes)
      }
      guard !evidence.isEmpty else {
        let warning = builder.reject(claim, .quoteNotFound, "its words are not in the note")
        onEvent?(.rejected(category: claim.content.category, warning))
        continue
      }
      if let fault = verification.fault(claim.content, places) {
        builder.counts.rejected += evidence.count
        let warning = builder.reject(claim, .valueNotInSource, "its \(fault) does not stand in the words that it quotes")
        onEvent?(.rejected(category: claim.content.category, warning))
        continue
      }
      onEvent?(.insight(Insight(claim.content, evidence: evidence)))
      builder.accept(claim, evidence)
    }
    for rejection in reading.rejections {
      let warning = builder.reject(rejection)
      onEvent?(.rejected(category: rejection.claim.category.rawValue, warning))
    }
    return builder.finished(Plausibility(terms: terms))
  }
}

/// What happens on the way to a record.
package enum PipelineEvent: Sendable {
  case insight(Insight)
  /// The warning that the record will bear; no word of the note.
  case rejected(category: String, Warning)
}
