internal import ClinicalRecord
internal import TextScanning

/// Gathers verified claims into a record: one entry a concept and assertion, the organ functions from the results.
struct RecordBuilder {
  private var record: PatientRecord
  var counts = GroundingCounts()
  /// By concept and assertion, and by name and assertion where no concept is known.
  private var concepts: [Int: Int] = [:]
  private var problems: [ProblemKey: Int] = [:]
  private var rejected: [String: Int] = [:]

  private struct ProblemKey: Hashable {
    var name: String
    var assertion: Int
  }

  init(note: NoteSummary, engine: EngineSummary, warnings: [Warning], tellsUngrounded: Bool) {
    record = PatientRecord(note: note, engine: engine)
    record.warnings = warnings
    if tellsUngrounded { record.ungrounded = [] }
    concepts.reserveCapacity(64)
    record.problems.reserveCapacity(32)
    record.medications.reserveCapacity(32)
    record.measurements.reserveCapacity(32)
  }

  mutating func accept(_ claim: consuming Claim, _ evidence: [Evidence]) {
    let concept = claim.concept
    switch claim.content {
    case .age(let value, let unit):
      if record.patient.age == nil { record.patient.age = .init(value: value, unit: unit, evidence: evidence) }
    case .sex(let value): if record.patient.sex == nil { record.patient.sex = .init(value: value, evidence: evidence) }
    case .reason(let text): if record.stay.reason == nil { record.stay.reason = .init(text: text, evidence: evidence) }
    case .admitted(let date): if record.stay.admitted == nil { record.stay.admitted = .init(date: date, evidence: evidence) }
    case .discharged(let date): if record.stay.discharged == nil { record.stay.discharged = .init(date: date, evidence: evidence) }
    case .problem(var problem):
      if let index = index(of: problem, concept: concept, new: record.problems.count) {
        record.problems[index].evidence.append(contentsOf: evidence)
      } else {
        problem.evidence = evidence
        record.problems.append(problem)
      }
    case .allergy(var allergy):
      allergy.evidence = evidence
      if let index = record.allergies.firstIndex(where: {
        $0.assertion == allergy.assertion && folded($0.substance) == folded(allergy.substance)
      }) {
        record.allergies[index].evidence.append(contentsOf: evidence)
      } else {
        record.allergies.append(allergy)
      }
    case .medication(var medication):
      medication.evidence = evidence
      record.medications.append(medication)
    case .procedure(var procedure):
      procedure.evidence = evidence
      let name = folded(procedure.name)
      if let index = record.procedures.firstIndex(where: {
        $0.date == procedure.date && $0.assertion == procedure.assertion && folded($0.name) == name
      }) {
        record.procedures[index].evidence.append(contentsOf: evidence)
      } else {
        record.procedures.append(procedure)
      }
    case .measurement(var measurement):
      measurement.evidence = evidence
      record.measurements.append(measurement)
    case .followUp(var item):
      item.evidence = evidence
      record.followUp.append(item)
    }
  }

  /// The entry of a problem that is one already; nil for the first of its kind, which is then known as `new`.
  private mutating func index(of problem: Problem, concept: Int32, new: Int) -> Int? {
    let assertion = problem.assertion.number
    guard concept >= 0 else {
      let key = ProblemKey(name: folded(problem.name), assertion: assertion)
      if let known = problems[key] { return known }
      problems[key] = new
      return nil
    }
    let key = Int(concept) * Assertion.count + assertion
    if let known = concepts[key] { return known }
    concepts[key] = new
    return nil
  }

  /// Counts a claim out and names its kind; its words stay out of the warning.
  @discardableResult mutating func reject(_ claim: Claim, _ code: Warning.Code, _ why: String) -> Warning {
    record.ungrounded?.append(UngroundedClaim(category: claim.category, text: nil, quotes: claim.words, reason: why))
    return warn(claim.category, code, why)
  }

  /// Counts out what the engine's own gate has rejected.
  @discardableResult mutating func reject(_ rejection: Rejection) -> Warning {
    let count = max(1, rejection.claim.quotes.count)
    counts.quoted += count
    counts.rejected += count
    record.ungrounded?.append(UngroundedClaim(rejection.claim, reason: rejection.reason))
    return warn(rejection.claim.category, rejection.code, rejection.reason)
  }

  private mutating func warn(_ category: PointedClaim.Category, _ code: Warning.Code, _ why: String) -> Warning {
    let warning = Warning(code, "a \(category.noun) was rejected: \(why)")
    rejected[warning.message, default: 0] += 1
    if rejected[warning.message] == 1 { record.warnings.append(warning) }
    return warning
  }

  mutating func finished(_ plausibility: Plausibility) -> PatientRecord {
    record.engine.grounding = counts
    for index in record.warnings.indices {
      if let count = rejected[record.warnings[index].message], count > 1 { record.warnings[index].message += " (\(count) times)" }
    }
    plausibility.check(&record)
    record.renalFunction = RenalAssessment(record).function
    record.hepaticFunction = HepaticAssessment(record).function
    if record.problems.isEmpty, record.medications.isEmpty, record.measurements.isEmpty, record.allergies.isEmpty {
      record.warnings.append(Warning(.nothingFound, "no problem, medication, allergy or result was found in this note"))
    }
    return record
  }
}

extension Claim {
  fileprivate var category: PointedClaim.Category {
    switch content {
    case .age: .age
    case .sex: .sex
    case .reason: .reason
    case .admitted: .admitted
    case .discharged: .discharged
    case .problem: .problem
    case .allergy: .allergy
    case .medication: .medication
    case .procedure: .procedure
    case .measurement: .measurement
    case .followUp: .followUp
    }
  }

  /// Of quotes that are words.
  fileprivate var words: [String] {
    quotes.compactMap { if case .words(let words, _) = $0.place { words } else { nil } }
  }
}
