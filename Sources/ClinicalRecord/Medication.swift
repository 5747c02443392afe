@usableFromInline package struct Medication: Sendable, Equatable {
  @usableFromInline package enum List: String, Sendable, CaseIterable {
    case home, discharge, inpatient, mentioned

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  @usableFromInline package enum Status: String, Sendable, CaseIterable {
    case active, stopped, held, started, changed, planned

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }

  /// As written.
  package var name: String
  /// INN, lower case, English, in the label's order.
  package var ingredients: [String]
  package var codes: [Code]
  package var list: List
  package var status: Status
  package var sig: Sig
  package var assertion: Assertion
  package var evidence: [Evidence]

  package init(
    name: String, ingredients: [String], codes: [Code], list: List, status: Status, sig: Sig, assertion: Assertion,
    evidence: [Evidence]
  ) {
    self.name = name
    self.ingredients = ingredients
    self.codes = codes
    self.list = list
    self.status = status
    self.sig = sig
    self.assertion = assertion
    self.evidence = evidence
  }
}

/// How a drug is taken, as the note puts it.
package struct Sig: Sendable, Equatable {
  package enum Moment: String, Sendable, CaseIterable, Comparable {
    case morning, noon, evening, bedtime

    private var order: Int {
      switch self {
      case .morning: 0
      case .noon: 1
      case .evening: 2
      case .bedtime: 3
      }
    }

    package static func < (a: Moment, b: Moment) -> Bool { a.order < b.order }
  }

  /// A count of units per intake; `max` for a range or an uneven regimen.
  package struct Quantity: Sendable, Equatable {
    package var value: Double
    package var max: Double?
    package var unit: String?

    package init(value: Double, max: Double? = nil, unit: String? = nil) {
      self.value = value
      self.max = max
      self.unit = unit
    }
  }

  package struct Frequency: Sendable, Equatable {
    /// The note's words for how often, joined by a space where they stand apart.
    package var text: String?
    package var timesPerDay: Double?
    package var intervalHours: Double?
    package var times: [Moment] = []
    package var asNeeded = false

    package init() {}

    package var isEmpty: Bool { timesPerDay == nil && intervalHours == nil && times.isEmpty && !asNeeded }
  }

  package struct Duration: Sendable, Equatable {
    package enum Unit: String, Sendable, CaseIterable { case hours, days, weeks, months, years }
    package var value: Double
    package var unit: Unit

    package init(value: Double, unit: Unit) {
      self.value = value
      self.unit = unit
    }
  }

  /// Of one unit, or of one dose where no unit is counted.
  package var strength: Amount?
  package var quantity: Quantity?
  package var route: String?
  package var frequency = Frequency()
  package var duration: Duration?
  /// Strength × quantity (1 where unsaid) × times a day.
  package var dailyDose: Amount?

  package init() {}
}
