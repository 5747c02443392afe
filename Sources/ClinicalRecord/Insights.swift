package struct Patient: Sendable, Equatable {
  package struct Age: Sendable, Equatable {
    package enum Unit: String, Sendable, CaseIterable { case years, months, weeks, days }
    package var value: Double
    package var unit: Unit
    package var evidence: [Evidence]

    package init(value: Double, unit: Unit, evidence: [Evidence]) {
      self.value = value
      self.unit = unit
      self.evidence = evidence
    }
  }

  package struct Sex: Sendable, Equatable {
    package enum Value: String, Sendable, CaseIterable { case male, female }
    package var value: Value
    package var evidence: [Evidence]

    package init(value: Value, evidence: [Evidence]) {
      self.value = value
      self.evidence = evidence
    }
  }

  package var age: Age?
  package var sex: Sex?

  package init() {}
}

package struct Stay: Sendable, Equatable {
  package struct Reason: Sendable, Equatable {
    package var text: String
    package var evidence: [Evidence]

    package init(text: String, evidence: [Evidence]) {
      self.text = text
      self.evidence = evidence
    }
  }

  package struct Day: Sendable, Equatable {
    /// ISO 8601; a partial date stays partial (`2024-03`).
    package var date: String
    package var evidence: [Evidence]

    package init(date: String, evidence: [Evidence]) {
      self.date = date
      self.evidence = evidence
    }
  }

  package var reason: Reason?
  package var admitted: Day?
  package var discharged: Day?

  package init() {}
}

package struct Problem: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable, BitwiseCopyable { case disorder, symptom }
  package var name: String
  package var kind: Kind
  package var assertion: Assertion
  package var codes: [Code]
  package var evidence: [Evidence]

  package init(name: String, kind: Kind, assertion: Assertion, codes: [Code], evidence: [Evidence]) {
    self.name = name
    self.kind = kind
    self.assertion = assertion
    self.codes = codes
    self.evidence = evidence
  }
}

package struct Allergy: Sendable, Equatable {
  package var substance: String
  package var reaction: String?
  package var assertion: Assertion
  package var codes: [Code]
  package var evidence: [Evidence]

  package init(substance: String, reaction: String?, assertion: Assertion, codes: [Code], evidence: [Evidence]) {
    self.substance = substance
    self.reaction = reaction
    self.assertion = assertion
    self.codes = codes
    self.evidence = evidence
  }
}

package struct Procedure: Sendable, Equatable {
  package var name: String
  package var date: String?
  package var assertion: Assertion
  package var evidence: [Evidence]

  package init(name: String, date: String?, assertion: Assertion, evidence: [Evidence]) {
    self.name = name
    self.date = date
    self.assertion = assertion
    self.evidence = evidence
  }
}

package struct Measurement: Sendable, Equatable {
  package enum Comparator: String, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case greater = ">"
  }

  package enum Flag: String, Sendable, CaseIterable { case low, normal, high, critical }

  package var name: String
  /// As the note has it.
  package var label: String
  package var value: Double
  package var unit: String?
  package var comparator: Comparator?
  package var flag: Flag?
  package var date: String?
  package var codes: [Code]
  package var evidence: [Evidence]

  package init(
    name: String, label: String, value: Double, unit: String?, comparator: Comparator?, flag: Flag?, date: String?,
    codes: [Code], evidence: [Evidence]
  ) {
    self.name = name
    self.label = label
    self.value = value
    self.unit = unit
    self.comparator = comparator
    self.flag = flag
    self.date = date
    self.codes = codes
    self.evidence = evidence
  }
}

package struct FollowUp: Sendable, Equatable {
  package var text: String
  package var date: String?
  package var evidence: [Evidence]

  package init(text: String, date: String?, evidence: [Evidence]) {
    self.text = text
    self.date = date
    self.evidence = evidence
  }
}
