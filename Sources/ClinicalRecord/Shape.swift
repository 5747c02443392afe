/// What a JSON value may be, told in no schema's dialect: each emitter puts it in its own.
package struct Shape: Sendable, Equatable {
  package indirect enum Kind: Sendable, Equatable {
    /// Every field is always there unless it may be missing, in this order, and there is no other.
    case object([Field])
    case array(of: Shape, atLeast: Int)
    case string
    /// ISO 8601: a year, a month or a day.
    case date
    case number(atLeast: Double?)
    case integer(atLeast: Int?)
    case boolean
    /// One of these strings.
    case enumeration([String])
    /// This very string.
    case constant(String)
    /// The shape of this name among the document's definitions.
    case reference(String)
  }

  package struct Field: Sendable, Equatable {
    package var name: String
    package var shape: Shape
  }

  package var kind: Kind
  /// One line for the reader of a schema; empty where the name says it all.
  package var meaning: String
  /// Whether `null` may stand in its place.
  package var isNullable = false
  /// Whether an object may be without this field.
  package var mayBeMissing = false

  package init(_ kind: Kind, _ meaning: String) {
    self.kind = kind
    self.meaning = meaning
  }
}

/// A shape with a name, and the shapes that it refers to.
package struct ShapeDocument: Sendable, Equatable {
  package struct Definition: Sendable, Equatable {
    package var name: String
    package var shape: Shape
  }

  /// With the version: `pie.record/1`.
  package var name: String
  package var root: Shape
  package var definitions: [Definition]

  package init(name: String, root: Shape, definitions: KeyValuePairs<String, Shape>) {
    self.name = name
    self.root = root
    self.definitions = definitions.map { Definition(name: $0.key, shape: $0.value) }
  }
}

extension Shape {
  package static func object(_ meaning: String, _ fields: KeyValuePairs<String, Shape>) -> Shape {
    Shape(.object(fields.map { Field(name: $0.key, shape: $0.value) }), meaning)
  }

  package static func array(_ meaning: String = "", of element: Shape, atLeast count: Int = 0) -> Shape {
    Shape(.array(of: element, atLeast: count), meaning)
  }

  package static func string(_ meaning: String = "") -> Shape { Shape(.string, meaning) }
  package static func date(_ meaning: String) -> Shape { Shape(.date, meaning) }
  package static func number(_ meaning: String = "", atLeast least: Double? = nil) -> Shape { Shape(.number(atLeast: least), meaning) }
  package static func integer(_ meaning: String = "", atLeast least: Int? = nil) -> Shape { Shape(.integer(atLeast: least), meaning) }
  package static func boolean(_ meaning: String) -> Shape { Shape(.boolean, meaning) }
  package static func constant(_ value: String, _ meaning: String) -> Shape { Shape(.constant(value), meaning) }
  package static func oneOf(_ values: [String], _ meaning: String = "") -> Shape { Shape(.enumeration(values), meaning) }
  package static func reference(_ name: String, _ meaning: String = "") -> Shape { Shape(.reference(name), meaning) }

  /// One of a Swift enum's cases, so that the two cannot drift apart.
  package static func oneOf<Value: CaseIterable & RawRepresentable>(_ type: Value.Type, _ meaning: String = "") -> Shape
  where Value.RawValue == String {
    oneOf(type.allCases.map(\.rawValue), meaning)
  }

  package static func optional(_ shape: Shape) -> Shape {
    var shape = shape
    shape.mayBeMissing = true
    return shape
  }

  package static func nullable(_ shape: Shape) -> Shape {
    var shape = shape
    shape.isNullable = true
    return shape
  }
}
