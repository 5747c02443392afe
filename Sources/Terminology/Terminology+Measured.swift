internal import TextScanning

extension Terminology {
  /// The entry of a measurement by the record's name.
  package func measurement(_ name: StaticString) -> Int32? {
    measurementByName[name.withUTF8Buffer { $0.reduce(fnvOffset) { hashByte($1, $0) } }]
  }

  package func measurement(_ name: String) -> Int32? { measurementByName[name.utf8.reduce(fnvOffset) { hashByte($1, $0) }] }

  /// What result a disorder is out of range in: anaemia is haemoglobin.
  package func measured(_ concept: ProblemConcept) -> Int32? {
    measuredBySlug[text[concept.slug.range].reduce(fnvOffset) { hashByte($1, $0) }]
  }
}
