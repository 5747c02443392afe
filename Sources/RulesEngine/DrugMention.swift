internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// A drug where the note names it, with its sig and what the sentence says of its fate.
struct DrugMention {
  /// The name with its release suffix.
  var name: Range<Int>
  var entry: Int32
  /// Sorted, to compare by.
  var ingredients: [Int32]
  var sig: Sig
  /// The name and its sig.
  var tokens: Range<Int>
  var hasSig: Bool
  var section: SectionName?
  /// What the words around say; nil where they say nothing.
  var status: StatusCue?
  /// Spoken of as a possibility: "si …, on discuterait X".
  var isHypothetical = false
  /// The sentence begins with a condition: "Si échec, …".
  var isConditioned = false
  /// The line's label says when: "Matin : …".
  var isUnderMoment = false
  /// A table's column says which list it is on.
  var isTabled = false

  /// Whether there is more than a route: a strength, a count, a frequency.
  var hasDose: Bool {
    sig.strength != nil || sig.quantity != nil || sig.frequency.timesPerDay != nil || sig.frequency.intervalHours != nil
      || !sig.frequency.times.isEmpty
  }
}

/// A word about a drug's fate, and where it stands.
struct StatusCue {
  var status: StatusWord.Status
  var tokens: Range<Int>
  /// "repris", "resumed": taken up again.
  var isResumed = false
  /// "a reçu", "given": handed out there and then.
  var isGiven = false
  /// "sous", "prend", "takes": taken now.
  var isTaking = false
  /// "poursuivre", "continue": to be taken on.
  var isContinued = false
  /// "non repris": not taken up again, which an earlier "suspendu" outranks.
  var isNotResumed = false
}

/// Finds the drugs of a note. Ranges that measurements and allergies have taken are no drugs.
struct DrugFinder {
  let note: NoteAnalysis
  let taken: [Range<Int>]
  /// The text is one medication line: any drug's name in it counts.
  var isLoneLine = false

  func mentions() -> [DrugMention] {
    let drugs = paired(note.mentions.filter { $0.kind == .drug })
    var found: [DrugMention] = []
    for (index, mention) in drugs.enumerated() {
      let next = index + 1 < drugs.count ? drugs[index + 1].tokens.lowerBound : note.text.tokens.count
      let sentence = segment(mention)
      guard !note.sections.isHeading(mention.tokens.lowerBound), note.section(of: mention.tokens.lowerBound) != .allergies,
        !isTaken(mention.tokens)
      else { continue }
      if let drug = drug(
        mention, limit: max(mention.tokens.upperBound, min(next, sentence.upperBound)), sentence: sentence, previous: found.last)
      {
        found.append(drug)
      }
    }
    shareSigs(&found)
    DrugStatuses(note: note).assign(&found)
    for index in found.indices where isOmitted(found[index]) {
      // what a reconciliation finds missing is taken at home
      found[index].status = nil
      found[index].section = .homeMedications
    }
    for index in found.indices where isUntaken(found[index]) { found[index].status?.status = .stopped }
    found.removeAll { $0.status?.status == .notGiven }
    for index in found.indices { found[index] = stoppedAfter(found[index]) }
    for index in found.indices { found[index] = underMoment(found[index]) }
    found = found.flatMap { regimens($0) }
    return MedicationTable(note: note).parted(found) { isInsulin($0.ingredients) }
  }

  /// "oubli de la lévothyroxine 50 µg", "bisoprolol 2.5 mg od not prescribed on the chart".
  private func isOmitted(_ drug: DrugMention) -> Bool {
    guard let cue = drug.status, cue.status == .notGiven, drug.hasDose else { return false }
    return cue.tokens.contains { note.isWord($0, .omission) }
  }

  /// "Lasix 40 mg daily (not taking)" on the list of what is taken at home.
  private func isUntaken(_ drug: DrugMention) -> Bool {
    guard let cue = drug.status, cue.status == .notGiven, drug.hasDose, drug.section == .homeMedications || drug.section == .medications,
      cue.tokens.lowerBound >= drug.name.upperBound
    else { return false }
    return cue.tokens.contains { note.isWord($0, .takenWord) }
  }

  /// "arrêté après 48 h", "discontinued after 48 hours": how long it was given.
  private func stoppedAfter(_ drug: DrugMention) -> DrugMention {
    guard drug.hasDose, drug.sig.duration == nil, let cue = drug.status, cue.status == .stopped, note.isWord(cue.tokens.upperBound, .after)
    else { return drug }
    let parser = SigParser(note: note)
    let limit = note.sentence(of: cue.tokens.lowerBound).upperBound
    guard let number = parser.number(at: cue.tokens.upperBound + 1, limit), let time = parser.sigWord(at: number.end, limit, .unit),
      let unit = Sig.Duration.Unit(rawValue: note.terms.string(time.word.value) + "s")
    else { return drug }
    var drug = drug
    drug.sig.duration = Sig.Duration(value: number.value, unit: unit)
    drug.status?.tokens = cue.tokens.lowerBound..<time.end
    return drug
  }

  /// Past the line below a drug that begins its line and says nothing of how it is taken, where that line does and names no drug.
  private func wrapped(_ name: Range<Int>, _ row: Layout.Line, _ limit: Int) -> Int? {
    guard row.content == name.lowerBound, row.kind != .row, limit == row.tokens.upperBound else { return nil }
    let number = Int(note.layout.lineOf[name.lowerBound]) + 1
    guard number < note.layout.lines.count else { return nil }
    let next = note.layout.lines[number]
    guard !next.blankBefore, next.kind == .text || next.kind == .item, !note.sections.isHeading(next.tokens.lowerBound),
      note.section(of: next.tokens.lowerBound) == note.section(of: name.lowerBound),
      !note.mentions(overlapping: next.tokens).contains(where: { $0.kind == .drug })
    else { return nil }
    let first = next.tokens.lowerBound
    let begins =
      note.text.tokens[first].kind == .number || note.isWord(first, .taking) || note.isWord(next.content, .taking)
      || note.sigWord(at: next.content) != nil || note.text.tokens[first].symbol == 0xBD
    return begins ? note.sentence(of: first).upperBound : nil
  }

  /// A sentence; in a table, the row.
  private func segment(_ mention: Mention) -> Range<Int> {
    let line = note.layout.lines[Int(note.layout.lineOf[mention.tokens.lowerBound])]
    return line.kind == .row ? line.tokens : note.sentence(of: mention.tokens.lowerBound)
  }

  private func drug(_ mention: Mention, limit: Int, sentence: Range<Int>, previous: DrugMention?) -> DrugMention? {
    let entry = note.terms.drugs[mention.entry]
    let ingredients = note.terms.ingredients(of: mention.entry)
    let name = fullName(mention.tokens, limit: limit)
    let section = note.section(of: name.lowerBound)
    let inList = isLoneLine || section?.isMedicationList == true
    var parser = SigParser(note: note, countsUnits: isInsulin(ingredients))
    parser.patience = inList ? 7 : 4
    parser.isProse = !inList
    let row = note.layout.lines[Int(note.layout.lineOf[name.lowerBound])]
    let table = TableSig(note: note, parser: parser)
    var result = row.kind == .row ? table.parse(row, name: name) : inList ? table.parseAligned(row, name: name) : nil
    if result == nil {
      result = parser.parse(name.upperBound..<limit)
      // the sig stands on the line below
      if result?.sig.frequency.isEmpty == true, let wrapped = wrapped(name, row, limit) {
        let whole = parser.parse(name.upperBound..<wrapped)
        if !whole.sig.frequency.isEmpty || whole.sig.quantity != nil { result = whole }
      }
    }
    guard var result else { return nil }
    var tokens = name.lowerBound..<max(name.upperBound, result.isEmpty ? name.upperBound : result.end)
    let from = max(sentence.lowerBound, previous?.tokens.upperBound ?? 0)
    if let before = before(name, from: from, parser: parser, &result.sig) { tokens = before..<tokens.upperBound }
    var drug = DrugMention(
      name: name, entry: mention.entry, ingredients: ingredients, sig: result.sig, tokens: tokens, hasSig: false, section: section)
    drug.hasSig = drug.hasDose
    if drug.sig.route == nil, !entry.route.isEmpty, drug.hasSig { drug.sig.route = note.terms.string(entry.route) }
    guard isDrug(drug, entry, sentence, inList: inList) else { return nil }
    if isCondition(sentence, before: tokens.lowerBound) {
      // "si douleur : ACUPAN 20 mg toutes les 6 h"
      drug.sig.frequency.asNeeded = true
      drug.tokens = sentence.lowerBound..<drug.tokens.upperBound
      return drug
    }
    drug.isHypothetical = note.cues[Int(note.sentences.indexOf[name.lowerBound])].contains { cue in
      cue.effect == .hypothetical && cue.direction == .before && cue.scope.contains(name.lowerBound)
        && cue.tokens.contains { note.isWord($0, .conditional) }
    }
    if let comma = condition(sentence, before: tokens.lowerBound) {
      let reason = sentence.lowerBound + 1..<comma
      if drug.hasDose, tokens.lowerBound - comma <= 3, reason.count <= 3, !reason.contains(where: { note.isWord($0, .noReason) }) {
        // "Si douleur, paracétamol 1 g x3/j"
        drug.sig.frequency.asNeeded = true
        drug.isHypothetical = false
        drug.tokens = sentence.lowerBound..<drug.tokens.upperBound
      } else {
        drug.isHypothetical = true
        drug.isConditioned = true
      }
    }
    return drug
  }

  /// The comma that ends the condition with which the sentence begins: "Si persistance, relais par LAROXYL".
  private func condition(_ sentence: Range<Int>, before start: Int) -> Int? {
    let first = sentence.lowerBound
    guard SigParser(note: note).isIf(first) || note.isWord(first + 1, .conditional) && note.isWord(first + 2, .of)
    else { return nil }
    return (first + 1..<max(first + 1, min(start, first + 12))).last { note.text.tokens[$0].is(",") }
  }

  /// "Si douleur :", "En cas de fièvre :" and nothing else before the drug.
  private func isCondition(_ sentence: Range<Int>, before start: Int) -> Bool {
    var first = sentence.lowerBound
    var colon = start - 1
    // the colon may have ended a block
    if first == start, first > 0, note.text.tokens[first - 1].is(":"), note.layout.lineOf[first - 1] == note.layout.lineOf[first] {
      colon = first - 1
      first = note.sentence(of: colon).lowerBound
    }
    guard colon > first, colon - first <= 4, note.text.tokens[colon].is(":") else { return false }
    return note.isWord(first, .si) && note.text.tokens[first].count == 2
      || colon - first >= 3 && note.isWord(first + 1, .conditional) && note.isWord(first + 2, .of)
  }

  func isInsulin(_ references: [Int32]) -> Bool {
    references.contains { reference in
      let atc = note.terms.ingredients[Int(reference)].atc
      return note.terms.text[atc.range].starts(with: "A10A".utf8)
    }
  }

  private func isTaken(_ range: Range<Int>) -> Bool { taken.contains { $0.overlaps(range) } }

  /// The name with its salt and release words: "metoprolol succinate ER", "XATRAL LP".
  private func fullName(_ range: Range<Int>, limit: Int) -> Range<Int> {
    var end = range.upperBound
    while end < limit, end - range.upperBound < 4 {
      if note.isWord(end, .salts), note.section(of: end) == note.section(of: range.lowerBound) {
        end += 1
        continue
      }
      guard let match = note.sigWord(at: end, end: limit), match.word.kind == .release else { break }
      end = match.end
    }
    return range.lowerBound..<end
  }

  /// A count, a strength or a route before the name: "2 cp de DOLIPRANE", "500 mg of X", "aérosols de BRICANYL". Returns where it begins.
  private func before(_ name: Range<Int>, from: Int, parser: SigParser, _ sig: inout Sig) -> Int? {
    let link = note.isWord(name.lowerBound - 1, .of) ? name.lowerBound - 1 : name.lowerBound
    var start: Int?
    for index in max(from, link - 6)..<max(link, from) {
      if index > from, note.isWord(index - 1, .since) { continue }
      guard let number = parser.number(at: index, link) else { continue }
      if let form = parser.sigWord(at: number.end, link, .form), form.end == link, sig.quantity == nil {
        sig.quantity = Sig.Quantity(value: number.value, unit: note.terms.string(form.word.value))
        start = index
        break
      }
      if let unit = parser.unit(after: number.end, link), unit.isDose, sig.strength == nil || unit.end == link && link < name.lowerBound,
        unit.end == link || parser.sigWord(at: unit.end, link, .form)?.end == link
      {
        if unit.name == "IU", parser.countsUnits {
          sig.quantity = Sig.Quantity(value: number.value, unit: "IU")
        } else {
          sig.strength = Amount(number.value, unit.name)
        }
        start = index
        break
      }
    }
    if start != nil { sig.dailyDose = parser.dailyDose(sig, uneven: nil) }
    // "PRN lorazepam"
    if link == name.lowerBound, link > from, parser.sigWord(at: link - 1, link, .prn) != nil {
      sig.frequency.asNeeded = true
      start = min(start ?? link - 1, link - 1)
    }
    if sig.route == nil {
      for index in max(from, link - 3)..<max(link, from) {
        if let route = parser.sigWord(at: index, link, .route), route.end == link {
          sig.route = note.terms.string(route.word.value)
          start = min(start ?? index, index)
        }
      }
    }
    return start
  }

  /// Whether the name stands for a drug that is or was taken: no word of common language, no susceptibility test, nothing denied.
  private func isDrug(_ drug: DrugMention, _ entry: DrugName, _ sentence: Range<Int>, inList: Bool) -> Bool {
    if entry.needsContext, !drug.hasSig, !inList { return false }
    if entry.needsContext, let section = drug.section, section == .laboratory || section == .vitalSigns || section == .examination {
      return false
    }
    if !drug.hasDose, isSusceptibility(drug.name.upperBound, sentence) { return false }
    let start = drug.name.lowerBound
    for index in max(sentence.lowerBound, start - 4)..<min(sentence.upperBound, start + 4)
    where note.isWord(index, .resistant) && !drug.hasDose {
      return false
    }
    // "dosage de la digoxine", "digoxin level", "surdosage en tacrolimus"
    for index in max(sentence.lowerBound, start - 3)..<min(sentence.upperBound, drug.name.upperBound + 1) where note.isWord(index, .level) {
      return false
    }
    if inList { return true }
    for cue in note.cues[Int(note.sentences.indexOf[start])] where cue.effect == .absent && cue.scope.contains(start) {
      if cue.direction == .after { continue }
      let between = cue.tokens.upperBound..<start
      let strays = between.contains { note.isWord($0, .on) || note.isWord($0, .firstPerson) }
      if !strays, between.count <= 6 { return false }
    }
    return true
  }

  /// "ofloxacine S," "amoxicilline R": what a germ is to the drug.
  private func isSusceptibility(_ index: Int, _ sentence: Range<Int>) -> Bool {
    guard index < sentence.upperBound else { return false }
    let token = note.text.tokens[index]
    guard token.kind == .word, token.count == 1, token.flags.contains(.allCaps),
      token.symbol == UInt8(ascii: "r") || token.symbol == UInt8(ascii: "s") || token.symbol == UInt8(ascii: "i")
    else { return false }
    return index + 1 == sentence.upperBound || note.text.tokens[index + 1].kind == .punctuation
  }

  /// "BRICANYL 5 mg + ATROVENT 0,5 mg x4/j": what the last says of how often holds for those joined to it.
  private func shareSigs(_ drugs: inout [DrugMention]) {
    guard drugs.count > 1 else { return }
    for index in (0..<drugs.count - 1).reversed() {
      let next = drugs[index + 1]
      let gap = drugs[index].tokens.upperBound..<max(drugs[index].tokens.upperBound, next.name.lowerBound)
      guard gap.count <= 1,
        gap.isEmpty
          ? note.text.tokens[next.name.lowerBound].flags.contains(.joined)
          : note.text.tokens[gap.lowerBound].is("+")
            || note.text.tokens[gap.lowerBound].is("/") || note.isWord(gap.lowerBound, .and),
        note.sentences.indexOf[drugs[index].name.lowerBound] == note.sentences.indexOf[next.name.lowerBound],
        (drugs[index].sig.strength != nil) == (next.sig.strength != nil) && drugs[index].sig.strength != nil || gap.isEmpty
          || note.text.tokens[gap.lowerBound].is("/"),
        drugs[index].sig.frequency.isEmpty, !next.sig.frequency.isEmpty
      else { continue }
      drugs[index].sig.frequency = next.sig.frequency
      if drugs[index].sig.route == nil { drugs[index].sig.route = next.sig.route }
      if drugs[index].sig.duration == nil { drugs[index].sig.duration = next.sig.duration }
      drugs[index].sig.dailyDose = SigParser(note: note).dailyDose(drugs[index].sig, uneven: nil)
      drugs[index].tokens = drugs[index].tokens.lowerBound..<next.tokens.upperBound
    }
    // a route before the first holds for what is joined to it
    for index in 1..<drugs.count where drugs[index].sig.route == nil {
      let before = drugs[index - 1]
      let gap = before.tokens.upperBound..<max(before.tokens.upperBound, drugs[index].name.lowerBound)
      // the first of "A + B x4/j" has taken the words of the second
      if gap.count == 1 && note.text.tokens[gap.lowerBound].is("+") || before.tokens.upperBound > drugs[index].name.upperBound {
        drugs[index].sig.route = before.sig.route
      }
    }
  }
}
