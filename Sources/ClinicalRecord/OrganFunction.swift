package struct RenalFunction: Sendable, Equatable {
  package enum Source: String, Sendable, CaseIterable { case reported, computed }

  /// KDIGO GFR category.
  package enum Stage: String, Sendable, CaseIterable {
    case g1 = "G1"
    case g2 = "G2"
    case g3a = "G3a"
    case g3b = "G3b"
    case g4 = "G4"
    case g5 = "G5"
  }

  package struct FiltrationRate: Sendable, Equatable {
    package var value: Double
    package var unit: String?
    package var source: Source
    package var equation: String?

    package init(value: Double, unit: String?, source: Source, equation: String?) {
      self.value = value
      self.unit = unit
      self.source = source
      self.equation = equation
    }
  }

  package var creatinine: Amount?
  package var egfr: FiltrationRate?
  package var stage: Stage?
  package var summary: String?
  package var evidence: [Evidence] = []

  package init() {}
}

package struct HepaticFunction: Sendable, Equatable {
  package struct ChildPugh: Sendable, Equatable {
    package var score: Double
    /// A, B or C.
    package var grade: String

    package init(score: Double, grade: String) {
      self.score = score
      self.grade = grade
    }
  }

  package var ast: Amount?
  package var alt: Amount?
  package var bilirubin: Amount?
  package var alp: Amount?
  package var ggt: Amount?
  package var albumin: Amount?
  package var inr: Amount?
  package var childPugh: ChildPugh?
  package var summary: String?
  package var evidence: [Evidence] = []

  package init() {}
}
