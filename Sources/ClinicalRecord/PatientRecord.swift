/// What one note says: the output contract (`pie.record/1`).
///
/// A value that the note does not give is `nil` or empty, never a guess. Offsets count Unicode scalars of the note as read.
package struct PatientRecord: Sendable, Equatable {
  package static let format = "pie.record/1"

  package var note: NoteSummary
  package var engine: EngineSummary
  package var patient = Patient()
  package var stay = Stay()
  package var problems: [Problem] = []
  package var allergies: [Allergy] = []
  package var medications: [Medication] = []
  package var procedures: [Procedure] = []
  package var measurements: [Measurement] = []
  package var renalFunction = RenalFunction()
  package var hepaticFunction = HepaticFunction()
  package var followUp: [FollowUp] = []
  /// What was claimed and not proved; nil unless the user asked for it.
  package var ungrounded: [UngroundedClaim]?
  package var warnings: [Warning] = []

  package init(note: NoteSummary, engine: EngineSummary) {
    self.note = note
    self.engine = engine
  }
}

/// The note itself: where it came from and how long it is.
package struct NoteSummary: Sendable, Equatable {
  package var source: String
  package var language: Language
  /// Unicode scalars.
  package var characters: Int

  package init(source: String, language: Language, characters: Int) {
    self.source = source
    self.language = language
    self.characters = characters
  }
}

@usableFromInline package enum Language: String, Sendable, CaseIterable {
  case french = "fr"
  case english = "en"

  /// Asked a thousand times a note: without it each is a call through the protocol.
  @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
    unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
  }
}

/// Who read the note, at what cost, and how its quotes held.
package struct EngineSummary: Sendable, Equatable {
  /// The provider: `offline`, or a vendor's name.
  package var name: String
  package var model: String?
  package var version: String
  package var usage = Usage()
  package var grounding = GroundingCounts()

  package init(name: String, model: String? = nil, version: String) {
    self.name = name
    self.model = model
    self.version = version
  }
}

package struct Usage: Sendable, Equatable {
  package var inputTokens = 0
  package var outputTokens = 0
  package var costUSD = 0.0

  package init() {}
}

/// How many quotes were claimed, found as they stand, found after normalisation, and rejected.
package struct GroundingCounts: Sendable, Equatable {
  package var quoted = 0
  package var exact = 0
  package var normalized = 0
  package var rejected = 0

  package init() {}
}

/// Something the reader of a record must know; never a word of the note in it.
package struct Warning: Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    case valueNotInSource = "value_not_in_source"
    case quoteNotFound = "quote_not_found"
    case assertionMismatch = "assertion_mismatch"
    case implausibleValue = "implausible_value"
    case encodingGuessed = "encoding_guessed"
    case languageUncertain = "language_uncertain"
    case nothingFound = "nothing_found"
    case engineFallback = "engine_fallback"
    case valueNotRead = "value_not_read"
    case providerTimedOut = "provider_timed_out"
    case providerFailed = "provider_failed"
  }

  package var code: Code
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
