internal import TextScanning

extension Terminology {
  /// The entry of a measurement by the record's name.
  package func measurement(_ name: StaticString) -> Int32? {
    measurements.entries.firstIndex { text.equals($0.name, name) }.map { Int32($0) }
  }

  /// What result a disorder is out of range in: anaemia is haemoglobin.
  package func measured(_ concept: ProblemConcept) -> Int32? { measuredBySlug[text.hash(concept.slug)] }
}
