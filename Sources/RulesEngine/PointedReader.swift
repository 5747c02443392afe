package import ClinicalRecord
internal import Terminology
package import TextScanning

/// Why a claim does not hold. The message has no word of the note.
package struct ClaimFault: Error, Sendable, Equatable {
  package var code: Warning.Code
  package var message: String

  init(_ code: Warning.Code, _ message: String) {
    self.code = code
    self.message = message
  }

  static func missing(_ attribute: PointedClaim.Attribute) -> ClaimFault {
    ClaimFault(.valueNotInSource, "its \(attribute.rawValue) does not stand in the words that it quotes")
  }

  static func foreign(_ attribute: PointedClaim.Attribute) -> ClaimFault {
    ClaimFault(.valueNotInSource, "its \(attribute.rawValue) is said of something else in the words that it quotes")
  }

  static func contradicted(_ attribute: PointedClaim.Attribute) -> ClaimFault {
    ClaimFault(.assertionMismatch, "its \(attribute.rawValue) is not what the words around it say")
  }
}

/// What the rules make of a claim that only points at words: the claims with the note's own words and the values read from them, and what
/// the rules see otherwise.
package struct PointedReading: Sendable {
  package var claims: [Claim]
  package var doubts: [Warning] = []
}

/// Reads a note where a model points. Every word, number and unit of what it gives out is the note's own, at the place that was quoted; what
/// the model says beyond the words (denied, the family's, stopped, on leaving) has to agree with what the rules see there.
package final class PointedReader {
  let note: NoteAnalysis
  let finder: QuoteFinder
  let engine: RulesEngine

  private(set) lazy var allergies = AllergyFinder(note: note).mentions()
  private(set) lazy var results = MeasurementFinder(note: note).mentions()
  private(set) lazy var drugs: [DrugMention] = {
    var taken = allergies.map(\.tokens)
    taken.append(contentsOf: allergies.compactMap(\.reaction))
    return DrugFinder(note: note, taken: taken).mentions()
  }()
  private(set) lazy var problems = ProblemFinder(note: note, taken: []).mentions()
  private(set) lazy var days = StayFinder(note: note).days()
  private(set) lazy var age = PatientFinder(note: note).age()
  private(set) lazy var sex = PatientFinder(note: note).sex()

  package init(_ text: NoteText, language: Language, rules: RulesEngine) {
    engine = rules
    note = NoteAnalysis(text, language: language, terms: rules.terms(language))
    finder = QuoteFinder(text)
  }

  /// A quote's place in the note.
  struct Place {
    var tokens: Range<Int>
    var isExact: Bool
  }

  /// More words prove nothing: the claim could be anywhere in them.
  static let longestQuote = 160

  package func read(_ claim: PointedClaim) throws(ClaimFault) -> PointedReading {
    var places: [Place] = []
    let runs = Self.runs(claim.lines)
    for quote in claim.quotes { places.append(try place(quote, near: runs)) }
    guard !places.isEmpty else { throw ClaimFault(.quoteNotFound, "it quotes nothing") }
    switch claim.category {
    case .age: return try readAge(claim, places)
    case .sex: return try readSex(claim, places)
    case .reason: return try readReason(claim, places)
    case .admitted, .discharged: return try readDay(claim, places)
    case .problem: return try readProblem(claim, places)
    case .allergy: return try readAllergy(claim, places)
    case .medication: return try readMedication(claim, places)
    case .procedure: return try readProcedure(claim, places)
    case .measurement: return try readMeasurement(claim, places)
    case .followUp: return try readFollowUp(claim, places)
    }
  }

  /// Lines as runs without gaps: the quotes of a claim may stand far apart.
  private static func runs(_ lines: [Int]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for line in Set(lines).sorted() {
      if let last = runs.last, last.upperBound + 1 == line {
        runs[runs.count - 1] = last.lowerBound...line
      } else {
        runs.append(line...line)
      }
    }
    return runs
  }

  private func place(_ quote: String, near runs: [ClosedRange<Int>]) throws(ClaimFault) -> Place {
    guard !note.text.tokens.isEmpty, let found = find(quote, near: runs) else {
      throw ClaimFault(.quoteNotFound, "its words are not in the note")
    }
    guard found.tokens.count <= Self.longestQuote else {
      throw ClaimFault(.quoteNotFound, "it quotes more than one statement needs")
    }
    return Place(tokens: found.tokens, isExact: found.isExact)
  }

  /// On the first named lines that have it, else near to some, else anywhere.
  private func find(_ quote: String, near runs: [ClosedRange<Int>]) -> QuoteFinder.Found? {
    guard runs.count > 1 else { return finder.find(quote, near: runs.first) ?? finder.findLoosely(quote, near: runs.first, self) }
    var best: (found: QuoteFinder.Found, distance: Int)?
    for run in runs {
      guard let found = finder.find(quote, near: run) else { continue }
      let distance = finder.distance(found.tokens, run)
      if distance < best?.distance ?? .max { best = (found, distance) }
    }
    if let best { return best.found }
    return runs.lazy.compactMap { self.finder.findLoosely(quote, near: $0, self) }.first
  }

  // MARK: for the readers of the categories

  /// Where an attribute's words stand within the quotes.
  func all(_ words: String, in places: [Place]) -> [Range<Int>] {
    places.flatMap { finder.places(of: words, within: $0.tokens) }
  }

  /// The first place of an attribute that every claim of its category has.
  func first(_ attribute: PointedClaim.Attribute, of claim: PointedClaim, _ places: [Place]) throws(ClaimFault) -> Range<Int> {
    guard let words = claim[attribute], let found = all(words, in: places).first ?? loosely(words, in: places) else {
      throw .missing(attribute)
    }
    return found
  }

  /// Free text may leave out or have an article more than the note.
  func loosely(_ words: String, in places: [Place]) -> Range<Int>? {
    for place in places {
      let line = Int(note.text.tokens[place.tokens.lowerBound].line) + 1
      let last = Int(note.text.tokens[place.tokens.upperBound - 1].line) + 1
      if let found = finder.findLoosely(words, near: line...last, self), found.tokens.lowerBound >= place.tokens.lowerBound,
        found.tokens.upperBound <= place.tokens.upperBound
      {
        return found.tokens
      }
    }
    return nil
  }

  func quotes(_ places: [Place]) -> [Quote] {
    places.map { place in
      let bytes = note.text.bytes(place.tokens)
      return Quote(place.isExact ? .bytes(bytes) : .normalized(bytes), section: note.section(of: place.tokens.lowerBound))
    }
  }

  /// The date that begins or stands within a range of tokens, as ISO 8601.
  func date(in range: Range<Int>) -> String? {
    for index in range {
      if let date = note.dates.date(note.text, at: index), date.end <= range.upperBound { return note.dates.iso(date) }
    }
    // a month and a year, a year alone
    if range.count == 1, note.text.tokens[range.lowerBound].count == 4,
      let year = note.dates.integer(note.text, note.text.tokens[range.lowerBound]), (1900...2100).contains(year)
    {
      return String(year)
    }
    return nil
  }

  /// The date of an optional attribute: within the quotes, or where the rules see the same one for that place.
  /// `thing` is what it is the date of: no other act stands between the two.
  func date(of claim: PointedClaim, _ places: [Place], known: String?, thing: Range<Int>? = nil) throws(ClaimFault) -> String? {
    guard let words = claim[.date] else { return known }
    for range in all(words, in: places) {
      guard let date = date(in: range) else { continue }
      if let known, known != date { continue }
      if let thing, known == nil, isParted(thing, range) { continue }
      return date
    }
    guard let known else { throw all(words, in: places).isEmpty ? ClaimFault.missing(.date) : ClaimFault.foreign(.date) }
    for range in finder.places(of: words, within: note.text.tokens.indices) where date(in: range) == known { return known }
    throw .missing(.date)
  }
}

extension PointedReader {
  /// Whether another act or the end of a clause stands between a thing and its date.
  private func isParted(_ thing: Range<Int>, _ date: Range<Int>) -> Bool {
    let between = min(thing.upperBound, date.upperBound)..<max(thing.lowerBound, date.lowerBound)
    guard !between.isEmpty else { return false }
    return between.contains { note.text.tokens[$0].is(";") }
      || note.mentions(overlapping: between).contains { $0.kind == .procedure && between.contains($0.tokens.lowerBound) }
  }
}

extension PointedReader: QuoteTolerance {
  private static let slight: Set<String> = [
    "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "au", "aux", "the", "a", "an", "of",
  ]

  package func isSlight(_ folded: String) -> Bool { Self.slight.contains(folded) }

  package func maySkip(_ token: Int) -> Bool {
    let word = note.text.tokens[token]
    if word.flags.contains(.blockStart) { return false }
    switch word.kind {
    case .number: return false
    case .punctuation: return word.is(",") || word.is("(") || word.is(")") || word.symbol == 0x22
    case .word: break
    }
    if token > 0, note.text.tokens[token - 1].kind == .number { return false }
    if isSlight(folded(note.text.note.string(word.range))) { return true }
    if note.isWord(token, .no) || note.isWord(token, .pas) || note.isWord(token, .ne) || note.isWord(token, .nothing)
      || note.isWord(token, .verbNegation) || note.isWord(token, .si)
    {
      return false
    }
    if note.sigWord(at: token) != nil || note.terms.statuses.longest(in: note.text, at: token, terms: note.terms) != nil { return false }
    if note.cues[Int(note.sentences.indexOf[token])].contains(where: { $0.tokens.contains(token) && $0.effect != .none }) { return false }
    return note.mentions(overlapping: token..<token + 1).allSatisfy { !$0.tokens.contains(token) }
  }
}
