internal import ClinicalRecord
internal import TextScanning

/// `disorders.tsv`, `symptoms.tsv`
struct ProblemTables: Sendable {
  var problems = LexiconTerms<ProblemConcept>()

  init() {}

  init(_ text: TableText, _ places: TablePlaces, _ numbers: WordNumbers) {
    problems.open(places.disorders.lowerBound..<places.symptoms.upperBound, numbers)
    load(text, places.disorders, .disorder, numbers)
    load(text, places.symptoms, .symptom, numbers)
    problems.finish(numbers)
  }

  mutating func load(_ text: TableText, _ table: Range<Int>, _ kind: Problem.Kind, _ numbers: WordNumbers) {
    text.forEachRow(of: table, columns: 5) { cells in
      problems.add(
        ProblemConcept(
          slug: cells[0], icd10: cells[1], kind: kind, isNegative: text.equals(cells[4], "negative"),
          isState: text.equals(cells[4], "state"), isDecoy: text.equals(cells[4], "decoy")), numbers)
      problems.add(text, cells[2], .french)
      problems.add(text, cells[3], .english)
    }
  }
}
