internal import ClinicalRecord
internal import TextScanning

/// The tables of phrases that say what the words around them mean: `headings.tsv`, `cues.tsv`, `triggers.tsv`, `statuses.tsv`,
/// `modifiers.tsv`, `sigwords.tsv`
struct PhraseTables: Sendable {
  private(set) var headings = Lexicon<SectionName>()
  private(set) var cues = Lexicon<SectionName>()
  private(set) var triggers = Lexicon<Trigger>()
  private(set) var statuses = Lexicon<StatusWord>()
  private(set) var modifiers = Lexicon<Modifier>()
  private(set) var sigWords = Lexicon<SigWord>()

  init() {}

  init(_ text: TableText, _ places: TablePlaces, _ numbers: WordNumbers) {
    let directions = CellNames<Trigger.Direction>()
    let effects = CellNames<Trigger.Effect>()
    text.forEachRow(of: places.triggers, columns: 4) { cells in
      guard let effect = effects[text, cells[2]], let direction = directions[text, cells[3]] else { return }
      triggers.add(Trigger(effect: effect, direction: direction))
      triggers.add(text, cells[0], text.languages(cells[1]))
    }
    triggers.finish(numbers)
    let states = CellNames<StatusWord.Status>()
    text.forEachRow(of: places.statuses, columns: 4) { cells in
      guard let status = states[text, cells[2]], let direction = directions[text, cells[3]] else { return }
      statuses.add(StatusWord(status: status, direction: direction))
      statuses.add(text, cells[0], text.languages(cells[1]))
    }
    statuses.finish(numbers)
    let sections = CellNames<SectionName>()
    text.forEachRow(of: places.headings, columns: 3) { cells in
      guard let section = sections[text, cells[0]] else { return }
      headings.add(section)
      headings.add(text, cells[2], text.languages(cells[1]))
    }
    headings.finish(numbers)
    text.forEachRow(of: places.cues, columns: 3) { cells in
      guard let section = sections[text, cells[2]] else { return }
      cues.add(section)
      cues.add(text, cells[0], text.languages(cells[1]))
    }
    cues.finish(numbers)
    let kinds = CellNames<SigWord.Kind>()
    text.forEachRow(of: places.sigwords, columns: 4) { cells in
      guard let kind = kinds[text, cells[2]] else { return }
      sigWords.add(SigWord(kind: kind, value: cells[3], number: text.number(cells[3].range) ?? 0))
      sigWords.add(text, cells[0], text.languages(cells[1]))
    }
    sigWords.finish(numbers)
    text.forEachRow(of: places.modifiers, columns: 3) { cells in
      modifiers.add(Modifier(stands: text.equals(cells[2], "before") ? .before : .after))
      modifiers.add(text, cells[0], text.languages(cells[1]))
    }
    modifiers.finish(numbers)
  }
}
