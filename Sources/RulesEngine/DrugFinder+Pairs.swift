internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// One drug under two names, and one name with two regimens.
extension DrugFinder {
  /// "Matin : furosémide 20 mg, citalopram 20 mg": the label says when.
  func underMoment(_ drug: DrugMention) -> DrugMention {
    let line = note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])]
    guard drug.sig.frequency.isEmpty, line.kind != .row, line.content < drug.name.lowerBound,
      let label = note.sigWord(at: line.content, end: drug.name.lowerBound), label.word.kind == .moment,
      note.text.tokens[label.end].is(":"),
      let moment = Sig.Moment(rawValue: note.terms.string(label.word.value))
    else { return drug }
    var drug = drug
    drug.sig.frequency.times = [moment]
    drug.sig.frequency.timesPerDay = 1
    drug.sig.frequency.text = note.text.string(line.content..<label.end)
    drug.sig.dailyDose = SigParser(note: note).dailyDose(drug.sig, uneven: nil)
    drug.tokens = line.content..<drug.tokens.upperBound
    drug.isUnderMoment = true
    return drug
  }

  /// "atorvastatin (LIPITOR) 40 mg", "insuline LANTUS 12 UI": one drug under two names.
  func paired(_ drugs: [Mention]) -> [Mention] {
    guard drugs.count > 1 else { return drugs }
    var result: [Mention] = []
    result.reserveCapacity(drugs.count)
    var index = 0
    while index < drugs.count {
      let drug = drugs[index]
      index += 1
      guard index < drugs.count, drugs[index].tokens.lowerBound - drug.tokens.upperBound <= 1 else {
        result.append(drug)
        continue
      }
      let next = drugs[index]
      let between = drug.tokens.upperBound
      if next.tokens.lowerBound == between + 1, note.text.tokens[between].is("("), next.tokens.upperBound < note.text.tokens.count,
        note.text.tokens[next.tokens.upperBound].is(")"), note.terms.ingredients(of: drug.entry) == note.terms.ingredients(of: next.entry)
      {
        var whole = drug
        whole.tokens = drug.tokens.lowerBound..<next.tokens.upperBound + 1
        result.append(whole)
        index += 1
      } else if next.tokens.lowerBound == between, isInsulin(note.terms.ingredients(of: drug.entry)),
        isInsulin(note.terms.ingredients(of: next.entry)),
        !note.text.tokens[between].flags.contains(.lineStart)
      {
        // "Lantus insulin": the brand says which
        var whole = note.terms.drugs[next.entry].needsContext ? drug : next
        whole.tokens = drug.tokens.lowerBound..<next.tokens.upperBound
        result.append(whole)
        index += 1
      } else {
        result.append(drug)
      }
    }
    return result
  }

  /// "furosemide 20 mg OD -> 40 mg OD": what was taken, and what is from now on.
  func regimens(_ drug: DrugMention) -> [DrugMention] {
    let start = drug.tokens.upperBound
    guard drug.hasDose, let section = drug.section, section.isMedicationList || section == .plan || section == .conclusion,
      let arrow = arrow(start) ?? arrow(start + 1) ?? change(start, section) ?? change(start + 1, section)
    else { return [drug] }
    let line = note.layout.lines[Int(note.layout.lineOf[start - 1])]
    let limit = min(note.sentence(of: start - 1).upperBound, line.tokens.upperBound)
    let parser = SigParser(note: note, countsUnits: isInsulin(drug.ingredients))
    guard arrow.upperBound < limit, let number = parser.number(at: arrow.upperBound, limit),
      arrow.count == 1 || !note.isWord(arrow.upperBound - 1, .to) || parser.unit(after: number.end, limit)?.isDose == true
    else { return [drug] }
    let result = parser.parse(arrow.upperBound..<limit)
    guard !result.isEmpty else { return [drug] }
    var (before, after) = (drug, drug)
    let cue = StatusCue(status: .changed, tokens: arrow)
    if before.status == nil || before.status?.status == .active { before.status = cue }
    after.status = before.status
    after.sig = result.sig
    if after.sig.strength == nil, after.sig.quantity == nil { after.sig.strength = drug.sig.strength }
    if let strength = after.sig.strength, strength.unit == nil { after.sig.strength?.unit = drug.sig.strength?.unit }
    if after.sig.frequency.isEmpty { after.sig.frequency = drug.sig.frequency }
    if after.sig.route == nil { after.sig.route = drug.sig.route }
    after.sig.dailyDose = parser.dailyDose(after.sig, uneven: nil)
    after.tokens = drug.tokens.lowerBound..<result.end
    (before.section, after.section) = (.homeMedications, .dischargeMedications)
    (before.isTabled, after.isTabled) = (true, true)
    return [before, after]
  }

  /// "ramipril 10 mg od reduced to 5 mg od" in what is prescribed.
  private func change(_ index: Int, _ section: SectionName) -> Range<Int>? {
    guard section == .dischargeMedications || section == .prescription, index < note.text.tokens.count,
      let match = note.terms.statuses.longest(in: note.text, at: index, terms: note.terms),
      note.terms.statuses[match.entry].status == .changed
    else { return nil }
    if note.isWord(match.end - 1, .to) { return index..<match.end }
    return note.isWord(match.end, .to) ? index..<match.end + 1 : nil
  }

  /// "->", "=>", "→"
  private func arrow(_ index: Int) -> Range<Int>? {
    let tokens = note.text.tokens
    guard index + 1 < tokens.count, tokens[index].kind == .punctuation else { return nil }
    if tokens[index].is("-") || tokens[index].is("="), tokens[index + 1].is(">") { return index..<index + 2 }
    let bytes = note.text.note.bytes
    let token = tokens[index]
    return token.count == 3 && bytes[Int(token.start)] == 0xE2 && bytes[Int(token.end) - 2] == 0x86 && bytes[Int(token.end) - 1] == 0x92
      ? index..<index + 1 : nil
  }
}
