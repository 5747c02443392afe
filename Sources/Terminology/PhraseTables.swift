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
    triggers.open(places.triggers, numbers)
    text.forEachRow(of: places.triggers, columns: 4) { cells in
      guard let effect = effects[text, cells[2]], let direction = directions[text, cells[3]] else { return }
      triggers.add(Trigger(effect: effect, direction: direction), numbers)
      triggers.add(text, cells[0], text.languages(cells[1]))
    }
    triggers.finish(numbers)
    let states = CellNames<StatusWord.Status>()
    statuses.open(places.statuses, numbers)
    text.forEachRow(of: places.statuses, columns: 4) { cells in
      guard let status = states[text, cells[2]], let direction = directions[text, cells[3]] else { return }
      statuses.add(StatusWord(status: status, direction: direction), numbers)
      statuses.add(text, cells[0], text.languages(cells[1]))
    }
    statuses.finish(numbers)
    let sections = CellNames<SectionName>()
    headings.open(places.headings, numbers)
    text.forEachRow(of: places.headings, columns: 3) { cells in
      guard let section = sections[text, cells[0]] else { return }
      headings.add(section, numbers)
      headings.add(text, cells[2], text.languages(cells[1]))
    }
    headings.finish(numbers)
    cues.open(places.cues, numbers)
    text.forEachRow(of: places.cues, columns: 3) { cells in
      guard let section = sections[text, cells[2]] else { return }
      cues.add(section, numbers)
      cues.add(text, cells[0], text.languages(cells[1]))
    }
    cues.finish(numbers)
    let kinds = CellNames<SigWord.Kind>()
    sigWords.open(places.sigwords, numbers)
    text.forEachRow(of: places.sigwords, columns: 4) { cells in
      guard let kind = kinds[text, cells[2]] else { return }
      sigWords.add(SigWord(kind: kind, value: cells[3], number: text.number(cells[3].range) ?? 0), numbers)
      sigWords.add(text, cells[0], text.languages(cells[1]))
    }
    sigWords.finish(numbers)
    modifiers.open(places.modifiers, numbers)
    text.forEachRow(of: places.modifiers, columns: 3) { cells in
      modifiers.add(Modifier(stands: text.equals(cells[2], "before") ? .before : .after), numbers)
      modifiers.add(text, cells[0], text.languages(cells[1]))
    }
    modifiers.finish(numbers)
  }
}
