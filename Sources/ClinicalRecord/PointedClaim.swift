/// What a model says of a note: a kind of thing and the note's own words for each part of it. Numbers, codes and normal forms are read from
/// those words by whoever holds the note; a model gives none.
package struct PointedClaim: Sendable, Equatable {
  /// The raw values are the keys of the answer, one list a category.
  package enum Category: String, Sendable, CaseIterable {
    case age, sex, reason, admitted, discharged
    case problem = "problems"
    case allergy = "allergies"
    case medication = "medications"
    case procedure = "procedures"
    case measurement = "measurements"
    case followUp = "follow_up"

    /// For a message: "a medication".
    package var noun: String {
      switch self {
      case .age: "patient's age"
      case .sex: "patient's sex"
      case .reason: "reason"
      case .admitted: "date of admission"
      case .discharged: "date of discharge"
      case .problem: "problem"
      case .allergy: "allergy"
      case .medication: "medication"
      case .procedure: "procedure"
      case .measurement: "measurement"
      case .followUp: "follow-up item"
      }
    }
  }

  package enum Attribute: String, Sendable, CaseIterable {
    case name, substance, label, text, date, value, unit, reaction
    case kind, list, status, polarity, certainty, time, subject
    case strength, quantity, route, frequency, duration
  }

  package var category: Category
  /// As the note writes them; of those with a choice, one of its words. What is not said is not there.
  package var attributes: [Attribute: String]
  /// Verbatim; the first names the thing.
  package var quotes: [String]
  /// From 1.
  package var lines: [Int]

  package init(_ category: Category, _ attributes: [Attribute: String], quotes: [String], lines: [Int]) {
    self.category = category
    self.attributes = attributes
    self.quotes = quotes
    self.lines = lines
  }

  package subscript(attribute: Attribute) -> String? { attributes[attribute] }

  /// The attribute that names the thing.
  package var title: String? { attributes[category.fields[0].attribute] }
}

extension PointedClaim.Category {
  package struct Field: Sendable {
    package var attribute: PointedClaim.Attribute
    package var shape: Shape
  }

  /// The attributes of the category, the naming one first; a nullable one may be missing.
  package var fields: [Field] {
    typealias A = Assertion
    func words(_ attribute: PointedClaim.Attribute, _ meaning: String) -> Field { Field(attribute: attribute, shape: .string(meaning)) }
    func maybe(_ attribute: PointedClaim.Attribute, _ meaning: String) -> Field {
      Field(attribute: attribute, shape: .nullable(.string(meaning)))
    }
    func choice<Value: CaseIterable & RawRepresentable>(_ attribute: PointedClaim.Attribute, _ type: Value.Type) -> Field
    where Value.RawValue == String {
      Field(attribute: attribute, shape: .oneOf(type))
    }
    switch self {
    case .age: return [words(.value, "The number and its unit of time, as written.")]
    case .sex: return [choice(.value, Patient.Sex.Value.self)]
    case .reason: return [words(.text, "Why the patient came, as written.")]
    case .admitted, .discharged: return [words(.date, "As written.")]
    case .problem:
      return [
        words(.name, "The disorder or symptom, as written, without the words that deny or doubt it."), choice(.kind, Problem.Kind.self),
        choice(.polarity, A.Polarity.self), choice(.certainty, A.Certainty.self), choice(.time, A.Time.self),
        choice(.subject, A.Subject.self),
      ]
    case .allergy:
      return [
        words(.substance, "As written; the whole phrase where any allergy is denied."), maybe(.reaction, "As written."),
        choice(.polarity, A.Polarity.self),
      ]
    case .medication:
      return [
        words(.name, "The drug's name, as written, without its dose."), choice(.list, Medication.List.self),
        choice(.status, Medication.Status.self), maybe(.strength, "Number and unit of one unit or dose, as written."),
        maybe(.quantity, "Count and form of one intake, as written."), maybe(.route, "As written."),
        maybe(.frequency, "How often and when, as written, with the words for as needed."), maybe(.duration, "As written."),
      ]
    case .procedure: return [words(.name, "As written."), maybe(.date, "As written.")]
    case .measurement:
      return [
        words(.label, "What was measured, as written."), words(.value, "The number, as written, with its comparison sign."),
        maybe(.unit, "As written."), maybe(.date, "As written."),
      ]
    case .followUp: return [words(.text, "One thing to come, as written."), maybe(.date, "As written.")]
    }
  }
}

/// The shape of a model's answer: a list for each category, each item with the words that prove it before what they say.
package enum AnswerShape {
  package static let document = ShapeDocument(name: "pie.claims/1", root: root, definitions: [:])

  private static let root: Shape = {
    var fields: [Shape.Field] = []
    for category in PointedClaim.Category.allCases {
      var item = [
        Shape.Field(name: "quotes", shape: .array("Verbatim.", of: .string(), atLeast: 1)),
        Shape.Field(name: "lines", shape: .array("The numbers of the lines on which the quotes stand.", of: .integer())),
      ]
      item += category.fields.map { Shape.Field(name: $0.attribute.rawValue, shape: $0.shape) }
      fields.append(Shape.Field(name: category.rawValue, shape: .array(of: Shape(.object(item), ""))))
    }
    return Shape(.object(fields), "")
  }()
}
