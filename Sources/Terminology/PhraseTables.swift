internal import ClinicalRecord
internal import TextScanning

/// The tables of phrases that say what the words around them mean: `headings.tsv`, `cues.tsv`, `triggers.tsv`, `statuses.tsv`,
/// `modifiers.tsv`, `sigwords.tsv`
struct PhraseTables: Sendable {
  private(set) var headings = LexiconTerms<SectionName>()
  private(set) var cues = LexiconTerms<SectionName>()
  private(set) var triggers = LexiconTerms<Trigger>()
  private(set) var statuses = LexiconTerms<StatusWord>()
  private(set) var modifiers = LexiconTerms<Modifier>()
  private(set) var sigWords = LexiconTerms<SigWord>()

  init() {}

  init(_ text: TableText, _ places: TablePlaces, _ numbers: WordNumbers) {
    let directions = CellNames<Trigger.Direction>()
    let effects = CellNames<Trigger.Effect>()
    triggers.load(text, places.triggers, columns: 4, numbers) { cells in
      guard let effect = effects[text, cells[2]], let direction = directions[text, cells[3]] else { return nil }
      return Trigger(effect: effect, direction: direction)
    }
    let states = CellNames<StatusWord.Status>()
    statuses.load(text, places.statuses, columns: 4, numbers) { cells in
      guard let status = states[text, cells[2]], let direction = directions[text, cells[3]] else { return nil }
      return StatusWord(status: status, direction: direction)
    }
    let sections = CellNames<SectionName>()
    headings.load(text, places.headings, columns: 3, term: 2, numbers) { sections[text, $0[0]] }
    cues.load(text, places.cues, columns: 3, numbers) { sections[text, $0[2]] }
    let kinds = CellNames<SigWord.Kind>()
    sigWords.load(text, places.sigwords, columns: 4, numbers) { cells in
      kinds[text, cells[2]].map { SigWord(number: text.number(cells[3].range) ?? 0, value: cells[3], kind: $0) }
    }
    modifiers.load(text, places.modifiers, columns: 3, numbers) { Modifier(stands: text.equals($0[2], "before") ? .before : .after) }
  }
}

extension LexiconTerms {
  /// Reads a table whose rows are an entry each, its terms in one cell and their languages in the cell with index 1. Rows that make no
  /// entry are passed over.
  fileprivate mutating func load(
    _ text: TableText, _ table: Range<Int>, columns: Int, term: Int = 0, _ numbers: WordNumbers, entry: ([Cell]) -> Entry?
  ) {
    open(table, numbers)
    text.forEachRow(of: table, columns: columns) { cells in
      guard let entry = entry(cells) else { return }
      add(entry, numbers)
      add(text, cells[term], text.languages(cells[1]))
    }
    finish(numbers)
  }
}
