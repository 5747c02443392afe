internal import TextScanning

extension Terminology {
  /// The entry of a measurement by the record's name.
  package func measurement(_ name: StaticString) -> Int32? {
    entry(of: name.withUTF8Buffer { $0.reduce(fnvOffset) { hashByte($1, $0) } }, in: measurementNames)
  }

  package func measurement(_ name: String) -> Int32? {
    entry(of: name.utf8.reduce(fnvOffset) { hashByte($1, $0) }, in: measurementNames)
  }

  /// What result a disorder is out of range in: anaemia is haemoglobin.
  package func measured(_ concept: ProblemConcept) -> Int32? {
    entry(of: text(of: concept.slug).reduce(fnvOffset) { hashByte($1, $0) }, in: measuredSlugs)
  }

  private func entry(of hash: UInt64, in names: Vocabulary) -> Int32? {
    let mark = names.marks(of: hash)
    return mark == 0 ? nil : Int32(mark) - 1
  }
}
