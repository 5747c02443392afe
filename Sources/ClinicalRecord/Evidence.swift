/// A slice of the note that proves an insight.
package struct Evidence: Sendable, Equatable {
  /// Unicode scalars from 0, half open.
  package var start: Int
  package var end: Int
  /// The very slice.
  package var text: String
  package var section: SectionName?

  package init(start: Int, end: Int, text: String, section: SectionName?) {
    self.start = start
    self.end = end
    self.text = text
    self.section = section
  }
}

/// Whether, how surely, when and for whom something holds.
@usableFromInline package struct Assertion: Sendable, Equatable, Hashable {
  @usableFromInline package enum Polarity: String, Sendable, CaseIterable {
    case present, absent

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  @usableFromInline package enum Certainty: String, Sendable, CaseIterable {
    case certain, possible, hypothetical

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  @usableFromInline package enum Time: String, Sendable, CaseIterable {
    case current, history, planned

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }
  @usableFromInline package enum Subject: String, Sendable, CaseIterable {
    case patient, family, other

    @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
      unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
    }
  }

  package var polarity = Polarity.present
  package var certainty = Certainty.certain
  package var time = Time.current
  package var subject = Subject.patient

  package init() {}

  /// How many there are.
  package static let count = Polarity.allCases.count * Certainty.allCases.count * Time.allCases.count * Subject.allCases.count

  /// One for each of its values, from 0: cheaper to compare and to hash than four names.
  package var number: Int {
    var number = polarity == .present ? 0 : 1
    number = number * 3 + (certainty == .certain ? 0 : certainty == .possible ? 1 : 2)
    number = number * 3 + (time == .current ? 0 : time == .history ? 1 : 2)
    return number * 3 + (subject == .patient ? 0 : subject == .family ? 1 : 2)
  }

  package init(number: Int) {
    subject = Subject.allCases[number % 3]
    time = Time.allCases[number / 3 % 3]
    certainty = Certainty.allCases[number / 9 % 3]
    polarity = Polarity.allCases[number / 27]
  }
}

/// A section's normalised name.
@usableFromInline package enum SectionName: String, Sendable, CaseIterable, BitwiseCopyable {
  case identity, reason
  case pastHistory = "past_history"
  case surgicalHistory = "surgical_history"
  case familyHistory = "family_history"
  case socialHistory = "social_history"
  case obstetricHistory = "obstetric_history"
  case allergies
  case homeMedications = "home_medications"
  case dischargeMedications = "discharge_medications"
  case inpatientMedications = "inpatient_medications"
  case medications
  case stoppedMedications = "stopped_medications"
  case presentIllness = "present_illness"
  case examination
  case vitalSigns = "vital_signs"
  case laboratory, imaging, investigations, procedures, course, assessment, diagnoses, conclusion, plan
  case followUp = "follow_up"
  case instructions
  case reviewOfSystems = "review_of_systems"
  case immunizations, growth, nutrition
  case functionalStatus = "functional_status"
  case psychosocial, prescription, closing, other

  /// Asked hundreds of times a note.
  @inlinable @inline(__always) package static func == (a: Self, b: Self) -> Bool {
    unsafeBitCast(a, to: UInt8.self) == unsafeBitCast(b, to: UInt8.self)
  }
}

/// A code of a public vocabulary.
package struct Code: Sendable, Equatable {
  package enum System: String, Sendable, CaseIterable {
    case atc
    case icd10 = "icd-10"
    case loinc
  }

  package var system: System
  package var code: String

  package init(_ system: System, _ code: String) {
    self.system = system
    self.code = code
  }
}

/// A number with its unit; the unit is nil where the note has none.
package struct Amount: Sendable, Equatable {
  package var value: Double
  package var unit: String?

  package init(_ value: Double, _ unit: String?) {
    self.value = value
    self.unit = unit
  }
}
