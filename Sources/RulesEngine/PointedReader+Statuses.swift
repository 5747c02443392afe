internal import ClinicalRecord
internal import Terminology
internal import TextScanning

extension PointedReader {
  /// The status that the claim and the words agree on, and the words for it. "Active" needs none, but nothing may say that the drug ended.
  func status(_ claim: PointedClaim, _ name: Range<Int>, _ mention: DrugMention?, _ places: [Place]) throws(ClaimFault)
    -> (Medication.Status, cue: Range<Int>?)
  {
    let claimed = claim[.status].flatMap(Medication.Status.init) ?? .active
    let seen = mention?.status
    if claimed == .active {
      let hasEnded = seen.map { ($0.status == .stopped || $0.status == .held) && !$0.isResumed && !$0.isNotResumed } ?? false
      if hasEnded || note.section(of: name.lowerBound) == .stoppedMedications { throw .contradicted(.status) }
      return (.active, nil)
    }
    if let seen, seen.status.rawValue == claimed.rawValue { return (claimed, seen.tokens) }
    if claimed == .stopped, note.section(of: name.lowerBound) == .stoppedMedications { return (claimed, nil) }
    // the rules tied another fate to this very mention
    if let seen, seen.status == .stopped || seen.status == .held, claimed != .changed, claimed != .stopped, claimed != .held {
      throw .contradicted(.status)
    }
    // "stopped long ago" may be no more than a place in the history
    if claimed == .stopped, claim[.list] == Medication.List.mentioned.rawValue, note.assertion(name).time == .history {
      return (claimed, nil)
    }
    let heading = note.sections.all[note.sections.index(at: name.lowerBound)].heading
    let ranges = places.map(\.tokens) + [note.sentence(of: name.lowerBound)] + (heading.isEmpty ? [] : [heading])
    for range in ranges {
      if let cue = cue(claimed, in: range), !isOthers(cue, name, mention) { return (claimed, cue) }
    }
    throw .missing(.status)
  }

  /// The words of a status within a range.
  private func cue(_ status: Medication.Status, in range: Range<Int>) -> Range<Int>? {
    var index = range.lowerBound
    while index < range.upperBound {
      if let match = note.terms.statuses.longest(in: note.text, at: index, end: range.upperBound, terms: note.terms) {
        if note.terms.statuses[match.entry].status.rawValue == status.rawValue { return index..<match.end }
        index = match.end
        continue
      }
      switch status {
      case .stopped where note.isWord(index, .replaced): return index..<index + 1
      case .changed where note.isWord(index, .changeVerb) || note.isWord(index, .upDown): return index..<index + 1
      case .planned where note.isWord(index, .could) || note.isWord(index, .future) || note.isWord(index, .conditional):
        return index..<index + 1
      default: index += 1
      }
    }
    guard status == .planned else { return nil }
    return note.cues[Int(note.sentences.indexOf[range.lowerBound])].first { $0.effect == .planned || $0.effect == .hypothetical }?.tokens
  }

  /// Whether the rules tie a cue to other drugs and not to this one.
  private func isOthers(_ cue: Range<Int>, _ name: Range<Int>, _ mention: DrugMention?) -> Bool {
    // "START:" above a list is said of all in it
    let line = note.layout.lines[Int(note.layout.lineOf[cue.lowerBound])].tokens
    let isLabel = note.sections.isHeading(cue.lowerBound) || note.text.tokens[line.upperBound - 1].is(":")
    if isLabel, line.upperBound <= name.lowerBound, note.sections.index(at: cue.lowerBound) == note.sections.index(at: name.lowerBound) {
      return false
    }
    let owners = drugs.filter { $0.status?.tokens.overlaps(cue) == true }
    guard !owners.isEmpty else {
      // another drug stands between the name and the words
      let between = min(name.upperBound, cue.upperBound)..<max(cue.lowerBound, name.lowerBound)
      return drugs.contains { between.contains($0.name.lowerBound) && !$0.name.overlaps(name) && $0.ingredients != mention?.ingredients }
    }
    return !owners.contains { $0.name.overlaps(name) || mention != nil && $0.ingredients == mention?.ingredients }
  }

  /// The claimed list, unless the section that the name stands in says another; whose drug it is.
  func list(_ claim: PointedClaim, _ name: Range<Int>, _ assertion: inout Assertion, _ doubts: inout [Warning]) -> Medication.List {
    let claimed = claim[.list].flatMap(Medication.List.init) ?? .mentioned
    assertion.subject = note.assertion(name).subject
    guard assertion.subject == .patient else { return .mentioned }
    let said: Medication.List? =
      switch note.section(of: name.lowerBound) {
      case .homeMedications: .home
      case .dischargeMedications, .prescription: .discharge
      case .inpatientMedications: .inpatient
      case .familyHistory: .mentioned
      default: nil
      }
    guard let said, said != claimed else { return claimed }
    doubts.append(Warning(.assertionMismatch, "a medication's list is not that of the section in which it stands"))
    return said
  }
}
