package import ClinicalRecord

package struct Ingredient: Sendable {
  /// INN, English, lower case.
  package var name: Cell
  package var atc: Cell
}

/// One name of a drug: a brand, an ingredient or an abbreviation.
package struct DrugName: Sendable {
  /// A part of `Terminology.ingredientReferences`.
  package var ingredients: Range<Int32>
  /// Empty where the only ingredient's own code holds.
  package var atc: Cell
  /// Empty where the brand is oral or unsaid.
  package var route: Cell
  package var isBrand: Bool
  /// Also a common word or an analyte: a drug only beside a dose or in a medication list.
  package var needsContext: Bool
}

package struct ProblemConcept: Sendable {
  package var slug: Cell
  package var icd10: Cell
  package var kind: Problem.Kind
  /// The word itself says that the finding is absent: `apyrétique`, `afebrile`.
  package var isNegative: Bool
  /// Smoking, pregnancy and the like.
  package var isState: Bool
  /// A phrase that only looks like a problem: `au foyer mitral`, `pregnancy test`. It keeps shorter terms from being found in it.
  package var isDecoy: Bool
}

package struct MeasurementKind: Sendable {
  package struct UnitReference: Sendable {
    /// Index into the units.
    package var unit: Int32
    /// Turns the unit into the first of the list.
    package var factor: Double
    package var loinc: Cell
  }

  package struct ReferenceRange: Sendable {
    package enum Who: Sendable { case anyone, male, female, child }
    package var who: Who
    package var low: Double?
    package var high: Double?
  }

  package var name: Cell
  /// Of a result without a unit.
  package var loinc = Cell.empty
  package var units: [UnitReference]
  package var ranges: [ReferenceRange]
  package var criticalBelow: Double?
  package var criticalAbove: Double?
  package var plausible: ReferenceRange?
  package var isScore: Bool
  package var isVital: Bool
  package var isDrugLevel: Bool
}

@usableFromInline package struct Trigger: Sendable {
  @usableFromInline package enum Effect: String, Sendable, CaseIterable {
    case absent, possible, hypothetical, history, family, other, planned, none

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  @usableFromInline package enum Direction: String, Sendable, CaseIterable {
    case before, after, pseudo, end

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  package var effect: Effect
  package var direction: Direction
}

@usableFromInline package struct StatusWord: Sendable {
  @usableFromInline package enum Status: String, Sendable, CaseIterable {
    case active, stopped, held, started, changed, planned
    case notGiven = "not_given"

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }

  package var status: Status
  package var direction: Trigger.Direction
}

@usableFromInline package struct SigWord: Sendable {
  @usableFromInline package enum Kind: String, Sendable, CaseIterable {
    case form, dosageform, release, moment, times, interval, per, prn, route, duration, until, unit, number, weekday, stat

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }

  package var kind: Kind
  package var value: Cell
  package var number: Double
}

package struct Modifier: Sendable {
  package var stands: Trigger.Direction
}

package struct Procedures: Sendable {
  package var slug: Cell
}

/// A word ending that makes a problem or a procedure of an unknown word.
package struct Ending: Sendable {
  package enum Kind: String, Sendable { case disorder, symptom, procedure }
  package var ending: [UInt8]
  package var languages: LanguageSet
  package var kind: Kind
  package var least: Int
  package var except: [[UInt8]]
}
