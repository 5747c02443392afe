internal import TextScanning

extension TableLoader {
  /// Writes all that was read in the form that `Terminology` asks, in the order in which it reads it.
  func write(_ image: inout ImageWriter) {
    let numbers = wordNumbers()
    var pool = TextPool(texts.bytes)
    image.startSet()
    func add<Entry: BitwiseCopyable>(_ terms: LexiconTerms<Entry>, entries: (Entry, inout TextPool) -> Entry = { entry, _ in entry }) {
      image.append(terms.entries.map { entries($0, &pool) })
      terms.phrases.write(&image, &pool, numbers: numbers)
    }
    add(drugs.drugs) { name, pool in
      DrugName(
        ingredients: name.ingredients, atc: pool.cell(name.atc), route: pool.cell(name.route), isBrand: name.isBrand,
        needsContext: name.needsContext)
    }
    add(problems.problems) { concept, pool in
      var concept = concept
      concept.slug = pool.cell(concept.slug)
      concept.icd10 = pool.cell(concept.icd10)
      return concept
    }
    writeMeasurements(measured.measurements.entries, &image, &pool)
    measured.measurements.phrases.write(&image, &pool, numbers: numbers)
    add(phrases.headings)
    add(phrases.cues)
    add(acts.procedures) { Procedures(slug: $1.cell($0.slug)) }
    add(phrases.triggers)
    add(phrases.statuses)
    add(phrases.sigWords) { SigWord(number: $0.number, value: $1.cell($0.value), kind: $0.kind) }
    add(phrases.modifiers)
    add(acts.substances) { $1.cell($0) }
    image.append(drugs.ingredients.map { Ingredient(name: pool.cell($0.name), atc: pool.cell($0.atc)) })
    image.append(drugs.ingredientReferences)
    measured.units.write(&image, &pool)
    let bytes = texts.bytes
    image.append(bytes.withUnsafeBufferPointer { text in measured.units.names.map { doseUnits.contains(text.string($0)) } })
    acts.endings.write(&image, &pool)
    words.write(&image)
    bytes.withUnsafeBufferPointer { DrugSpellingBuilder(drugs.drugs.phrases.written, $0) }.write(&image)
    write(measured.measurementByName, &image)
    write(measured.measuredBySlug, &image)
    markedVocabulary().write(&image, numbers: numbers)
    image.append(pool.bytes)
  }

  /// Each lexicon's terms and mark; the drugs first, whose terms are the same in every language: their trie is the same then too.
  private var marked: [(PhraseTerms, LexiconMark)] {
    [
      (drugs.drugs.phrases, .drugs), (problems.problems.phrases, .problems), (measured.measurements.phrases, .measurements),
      (phrases.headings.phrases, .headings), (phrases.cues.phrases, .cues), (acts.procedures.phrases, .procedures),
      (phrases.triggers.phrases, .triggers), (phrases.statuses.phrases, .statuses), (phrases.sigWords.phrases, .sigWords),
      (phrases.modifiers.phrases, .modifiers), (acts.substances.phrases, .substances),
    ]
  }

  private func markedVocabulary() -> VocabularyBuilder {
    var vocabulary = numbers.vocabulary
    for (terms, mark) in marked { terms.trie.forEachStart { vocabulary.mark($0, mark.rawValue) } }
    words.mark(&vocabulary)
    return vocabulary
  }

  /// A number for each word that does not depend on which thread met it first: the image is to be the same each time.
  private func wordNumbers() -> [Int32] {
    var numbers = [Int32](repeating: -1, count: self.numbers.vocabulary.count)
    var next: Int32 = 0
    func number(_ word: Int32) {
      guard numbers[Int(word)] < 0 else { return }
      numbers[Int(word)] = next
      next += 1
    }
    for (terms, _) in marked { terms.trie.forEachWord(number) }
    // what is left are words of classes, which are read before all threads
    for word in numbers.indices { number(Int32(word)) }
    return numbers
  }

  private func write(_ entries: [UInt64: Int32], _ image: inout ImageWriter) {
    var names = VocabularyBuilder(capacity: entries.count)
    for (hash, entry) in entries.sorted(by: { $0.key < $1.key }) { names.mark(names.insert(hash), UInt32(entry + 1)) }
    names.write(&image)
  }
}
