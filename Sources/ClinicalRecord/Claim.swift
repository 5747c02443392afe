/// What an engine says of a note, before anybody has checked it: an insight without evidence, and the words that are to prove it.
package struct Claim: Sendable {
  package enum Content: Sendable {
    case age(Double, Patient.Age.Unit)
    case sex(Patient.Sex.Value)
    case reason(String)
    case admitted(String)
    case discharged(String)
    case problem(Problem)
    case allergy(Allergy)
    case medication(Medication)
    case procedure(Procedure)
    case measurement(Measurement)
    case followUp(FollowUp)
  }

  package var content: Content
  /// At least one; the first one names the thing.
  package var quotes: [Quote]
  /// The terminology's number of a problem's concept; -1 where it has none.
  package var concept: Int32

  package init(_ content: Content, quotes: [Quote], concept: Int32 = -1) {
    self.content = content
    self.quotes = quotes
    self.concept = concept
  }
}

/// Words of the note and where they are said to stand.
package struct Quote: Sendable, Equatable {
  package enum Place: Sendable, Equatable {
    /// Bytes of the note: an engine that read it knows.
    case bytes(Range<Int>)
    /// Bytes that say what was quoted in another spelling.
    case normalized(Range<Int>)
    /// The words, and the lines (from 1) on which a model says they stand.
    case words(String, lines: ClosedRange<Int>?)
  }

  package var place: Place
  package var section: SectionName?

  package init(_ place: Place, section: SectionName?) {
    self.place = place
    self.section = section
  }
}
