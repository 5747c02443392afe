package import ClinicalRecord
package import TextScanning

package struct Ingredient: Sendable, BitwiseCopyable {
  /// INN, English, lower case.
  package var name: Cell
  package var atc: Cell
}

/// One name of a drug: a brand, an ingredient or an abbreviation.
package struct DrugName: Sendable, BitwiseCopyable {
  private var firstIngredient: Int32
  private var endOfIngredients: Int32
  /// Empty where the only ingredient's own code holds.
  package var atc: Cell
  /// Empty where the brand is oral or unsaid.
  package var route: Cell
  package var isBrand: Bool
  /// Also a common word or an analyte: a drug only beside a dose or in a medication list.
  package var needsContext: Bool

  /// A part of `Terminology.ingredientReferences`.
  package var ingredients: Range<Int32> { firstIngredient..<endOfIngredients }

  init(ingredients: Range<Int32>, atc: Cell, route: Cell, isBrand: Bool, needsContext: Bool) {
    firstIngredient = ingredients.lowerBound
    endOfIngredients = ingredients.upperBound
    self.atc = atc
    self.route = route
    self.isBrand = isBrand
    self.needsContext = needsContext
  }
}

package struct ProblemConcept: Sendable, BitwiseCopyable {
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

package struct MeasurementKind: Sendable, BitwiseCopyable {
  package struct UnitReference: Sendable, BitwiseCopyable {
    /// Turns the unit into the first of the list.
    package var factor: Double
    package var loinc: Cell
    /// Index into the units.
    package var unit: Int32
  }

  package struct ReferenceRange: Sendable, BitwiseCopyable {
    package enum Who: Sendable, BitwiseCopyable { case anyone, male, female, child }
    private var lowest: Double
    private var highest: Double
    package var who: Who

    init(who: Who, low: Double?, high: Double?) {
      self.who = who
      lowest = low ?? .nan
      highest = high ?? .nan
    }

    package var low: Double? { lowest.isNaN ? nil : lowest }
    package var high: Double? { highest.isNaN ? nil : highest }
  }

  package var name: Cell
  /// Of a result without a unit.
  package var loinc: Cell
  package var units: Frozen<UnitReference>
  package var ranges: Frozen<ReferenceRange>
  package var criticalBelow: Double?
  package var criticalAbove: Double?
  package var plausible: ReferenceRange?
  package var isScore: Bool
  package var isVital: Bool
  package var isDrugLevel: Bool
}

@usableFromInline package struct Trigger: Sendable, BitwiseCopyable {
  @usableFromInline package enum Effect: String, Sendable, CaseIterable, BitwiseCopyable {
    case absent, possible, hypothetical, history, family, other, planned, none

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  @usableFromInline package enum Direction: String, Sendable, CaseIterable, BitwiseCopyable {
    case before, after, pseudo, end

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  package var effect: Effect
  package var direction: Direction
}

@usableFromInline package struct StatusWord: Sendable, BitwiseCopyable {
  @usableFromInline package enum Status: String, Sendable, CaseIterable, BitwiseCopyable {
    case active, stopped, held, started, changed, planned
    case notGiven = "not_given"

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }

  package var status: Status
  package var direction: Trigger.Direction
}

@usableFromInline package struct SigWord: Sendable, BitwiseCopyable {
  @usableFromInline package enum Kind: String, Sendable, CaseIterable, BitwiseCopyable {
    case form, dosageform, release, moment, times, interval, per, prn, route, duration, until, unit, number, weekday, stat

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }

  package var number: Double
  package var value: Cell
  package var kind: Kind
}

package struct Modifier: Sendable, BitwiseCopyable {
  package var stands: Trigger.Direction
}

package struct Procedures: Sendable, BitwiseCopyable {
  package var slug: Cell
}

/// A word ending that makes a problem or a procedure of an unknown word.
package struct Ending: Sendable, BitwiseCopyable {
  package enum Kind: String, Sendable, CaseIterable, BitwiseCopyable { case disorder, symptom, procedure }
  /// Folded.
  package var ending: Cell
  /// A part of `Terminology.endingExceptions`: folded words that have the ending and are no such thing.
  package var firstException: Int32
  package var exceptions: Int32
  /// Bytes of the shortest word that it makes something of.
  package var least: Int32
  package var languages: LanguageSet
  package var kind: Kind
}
