internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Age and sex.
struct PatientFinder {
  let note: NoteAnalysis

  struct Age {
    var value: Double
    var unit: Patient.Age.Unit
    var evidence: [Range<Int>]
  }

  struct Sex {
    var value: Patient.Sex.Value
    var evidence: [Range<Int>]
  }

  // MARK: age

  func age() -> Age? {
    var best: (Age, score: Int)?
    let tokens = note.text.tokens
    for index in tokens.indices where tokens[index].kind == .number && tokens[index].count <= 3 {
      guard let value = note.dates.integer(note.text, tokens[index]), value <= 120, let unit = ageUnit(index + 1) else { continue }
      // "nouveau-né à 3 jours de vie"
      let isOfLife = note.isWord(unit.end, .ofOnly) && note.isWord(unit.end + 1, .life)
      if isInFamily(index) || isEventAge(index) && !isOfLife { continue }
      var score = isOfLife ? 6 : 0
      if unit.isOld { score += 4 }
      if labelled(index) { score += 6 }
      if near(index, .female) || near(index, .male) || nearPatient(index) { score += 3 }
      if index > 0, tokens[index - 1].is("(") || tokens[index - 1].is(",") { score += 2 }
      if index < 120 { score += 2 }
      if index < 60 { score += 1 }
      // "depuis 3 ans" has been left out; a bare number of months or days is mostly a delay
      guard score >= (unit.unit == .years ? 3 : 6) else { continue }
      if score > (best?.score ?? 0) {
        let start = labelStart(index) ?? index
        best = (Age(value: Double(value), unit: unit.unit, evidence: [start..<unit.end]), score)
      }
    }
    return best?.0 ?? labelledBareAge() ?? ageAndSex()?.0 ?? ageByBirth()
  }

  /// "58M", "34F", "38 ANS / H" near the note's beginning.
  private func ageAndSex() -> (Age, Sex)? {
    let tokens = note.text.tokens
    for index in tokens.indices.prefix(300) where tokens[index].kind == .number && tokens[index].count <= 2 && index + 1 < tokens.count {
      let letter = tokens[index + 1]
      // glued, or alone between marks: "| 71 M |"
      let isAlone =
        index > 0 && tokens[index - 1].kind == .punctuation && index + 2 < tokens.count
        && (tokens[index + 2].kind == .punctuation || tokens[index + 2].flags.contains(.lineStart))
      guard letter.kind == .word, letter.count == 1, letter.flags.contains(.allCaps), !letter.flags.contains(.spaceBefore) || isAlone,
        tokens[index].flags.contains(.spaceBefore),
        let value = note.dates.integer(note.text, tokens[index]), value > 0,
        letter.symbol == UInt8(ascii: "m") || letter.symbol == UInt8(ascii: "f"), !isInFamily(index)
      else { continue }
      let range = index..<index + 2
      return (
        Age(value: Double(value), unit: .years, evidence: [range]),
        Sex(value: letter.symbol == UInt8(ascii: "m") ? .male : .female, evidence: [range])
      )
    }
    return nil
  }

  func ageUnit(_ index: Int) -> (unit: Patient.Age.Unit, end: Int, isOld: Bool)? {
    guard index < note.text.tokens.count else { return nil }
    let token = note.text.tokens[index]
    // "y/o", "y.o.", "y o", "yo"
    if token.kind == .word, token.count == 1, token.symbol == UInt8(ascii: "y") {
      var end = index + 1
      if end + 1 < note.text.tokens.count, note.text.tokens[end].is("/") || note.text.tokens[end].is(".") { end += 1 }
      guard end < note.text.tokens.count, note.text.tokens[end].symbol == UInt8(ascii: "o"), note.text.tokens[end].count == 1 else {
        return nil
      }
      return (.years, end + 1, true)
    }
    func old(_ unit: Patient.Age.Unit) -> (Patient.Age.Unit, Int, Bool) {
      let isOld = note.isWord(index + 1, .old) || note.text.language == .english && token.count == 2 && unit == .years
      return (unit, isOld && note.isWord(index + 1, .old) ? index + 2 : index + 1, isOld)
    }
    // "(68 a.)"
    if note.text.language == .french, token.kind == .word, token.count == 1, token.symbol == UInt8(ascii: "a"), index > 1,
      note.text.tokens[index - 2].is("(") || note.isWord(index - 2, .ofOnly), index + 1 < note.text.tokens.count,
      note.text.tokens[index + 1].kind == .punctuation
    {
      return (.years, index + 1, true)
    }
    if note.isWord(index, .years) { return old(.years) }
    if note.isWord(index, .months) { return old(.months) }
    if note.isWord(index, .weeks) { return old(.weeks) }
    if note.isWord(index, .days), token.count > 1 { return old(.days) }
    return nil
  }

  func isInFamily(_ index: Int) -> Bool {
    if note.section(of: index) == .familyHistory { return true }
    return note.cues[Int(note.sentences.indexOf[index])].contains {
      ($0.effect == .family || $0.effect == .other) && $0.scope.contains(index)
    }
  }

  /// "à 60 ans", "depuis 3 ans", "il y a 2 ans", "for 10 years", "in 3 months".
  func isEventAge(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    let previous = index - 1
    if note.isWord(previous, .since) || note.isWord(previous, .with) || note.isWord(previous, .every) || note.isWord(previous, .x) {
      return true
    }
    // "il y a 3 ans", but "a 34-year-old"
    let isArticle = note.text.language == .english && note.text.tokens[previous].count == 1
    if note.isWord(previous, .eventBefore), !isArticle { return true }
    // "depuis l'âge de 3 ans"; "âgé de 58 ans" ends in é
    if index > 2, note.isWord(previous, .ofOnly), note.isWord(index - 2, .aged), !note.isWord(index - 3, .patientWord) {
      let word = note.text.note.string(note.text.tokens[index - 2].range)
      if word.hasSuffix("e"), !word.hasSuffix("ée"), note.isWord(index - 3, .articles) { return true }
    }
    if note.text.language == .french, note.isWord(previous, .atOnly) { return true }
    return index > 2 && note.isWord(previous, .atOnly) && note.isWord(index - 2, .eventBefore)
  }

  private func labelStart(_ index: Int) -> Int? {
    for back in 1...4 where index - back >= 0 && note.isWord(index - back, .aged) { return index - back }
    return nil
  }

  private func labelled(_ index: Int) -> Bool { labelStart(index) != nil }

  private func near(_ index: Int, _ wordClass: WordClass) -> Bool {
    (max(0, index - 5)..<min(index + 6, note.text.tokens.count)).contains { note.isWord($0, wordClass) }
  }

  private func nearPatient(_ index: Int) -> Bool {
    (max(0, index - 6)..<min(index + 5, note.text.tokens.count)).contains { note.isWord($0, .patientWord) }
  }

  /// "Age: 84"
  private func labelledBareAge() -> Age? {
    for index in note.text.tokens.indices.prefix(400) where note.isWord(index, .aged) && !isInFamily(index) {
      // "at age 49"
      if note.isWord(index - 1, .at) || note.isWord(index - 1, .theOnly) { continue }
      var next = index + 1
      while next < min(index + 3, note.text.tokens.count),
        note.text.tokens[next].is(":") || note.text.tokens[next].is("=") || note.isWord(next, .of)
      { next += 1 }
      guard next < note.text.tokens.count, let value = note.dates.integer(note.text, note.text.tokens[next]), value <= 120, value > 0 else {
        continue
      }
      return Age(value: Double(value), unit: .years, evidence: [index..<next + 1])
    }
    return nil
  }

  /// From the birth date and the note's own date: completed years, or months under two years.
  private func ageByBirth() -> Age? {
    var birth: (DateScanner.Date, Range<Int>)?
    var report: (DateScanner.Date, Range<Int>)?
    var index = 0
    while index < note.text.tokens.count {
      defer { index += 1 }
      guard let date = note.dates.date(note.text, at: index), let year = date.year, date.day != nil else { continue }
      let range = index..<date.end
      let line = note.layout.lines[Int(note.layout.lineOf[index])].tokens
      if (max(0, index - 4)..<index).contains(where: { note.isWord($0, .born) })
        || (max(line.lowerBound, index - 7)..<index).contains(where: { note.isWord($0, .born) })
      {
        birth = birth ?? (date, range)
      } else if year > 1990, report == nil {
        report = (date, range)
      }
      index = date.end - 1
    }
    guard let birth, let report, let y1 = birth.0.year, let y2 = report.0.year, report.0.order > birth.0.order else { return nil }
    var years = y2 - y1
    if (report.0.month, report.0.day ?? 1) < (birth.0.month, birth.0.day ?? 1) { years -= 1 }
    if years >= 2 { return years <= 120 ? Age(value: Double(years), unit: .years, evidence: [birth.1, report.1]) : nil }
    var months = (y2 - y1) * 12 + report.0.month - birth.0.month
    if (report.0.day ?? 1) < (birth.0.day ?? 1) { months -= 1 }
    return Age(value: Double(months), unit: .months, evidence: [birth.1, report.1])
  }

  // MARK: sex

  func sex() -> Sex? {
    labelledSex() ?? titledSex() ?? ageAndSex()?.1 ?? headerLetter() ?? agreedSex() ?? pronounSex() ?? nounSex()
  }

  /// "Sexe : M", "Sex: F", "Gender: Male", "54 y/o F"
  private func labelledSex() -> Sex? {
    let tokens = note.text.tokens
    for index in tokens.indices.prefix(400) where tokens[index].kind != .punctuation {
      if note.isWord(index, .sexLabel) {
        for next in index + 1..<min(index + 4, tokens.count) {
          if let value = sexWord(next, letters: true) { return Sex(value: value, evidence: [index..<next + 1]) }
        }
      }
      if tokens[index].kind == .number, let unit = ageUnit(index + 1), unit.unit == .years, unit.isOld || tokens[index].count <= 3,
        unit.end < tokens.count,
        let value = sexWord(unit.end, letters: unit.isOld), !isInFamily(index), !isEventAge(index),
        tokens[unit.end].range.count > 1 || tokens[unit.end].flags.contains(.allCaps)
      {
        return Sex(value: value, evidence: [index..<unit.end + 1])
      }
    }
    return nil
  }

  /// "HEURTEVENT DAMIEN / H / 38 ANS": a letter between marks on the line of the age.
  private func headerLetter() -> Sex? {
    let tokens = note.text.tokens
    for index in tokens.indices.prefix(120)
    where tokens[index].kind == .word && tokens[index].count == 1 && tokens[index].flags.contains(.allCaps) {
      guard index > 0, index + 1 < tokens.count, tokens[index - 1].kind == .punctuation, tokens[index + 1].kind == .punctuation,
        !tokens[index - 1].is("."),
        !tokens[index + 1].is(".")
      else { continue }
      let line = note.layout.lines[Int(note.layout.lineOf[index])].tokens
      guard line.contains(where: { tokens[$0].kind == .number && ageUnit($0 + 1) != nil }) else { continue }
      switch tokens[index].symbol {
      case UInt8(ascii: "f"): return Sex(value: .female, evidence: [index..<index + 1])
      case UInt8(ascii: "h") where note.text.language == .french, UInt8(ascii: "m"): return Sex(value: .male, evidence: [index..<index + 1])
      default: continue
      }
    }
    return nil
  }

  private func sexWord(_ index: Int, letters: Bool) -> Patient.Sex.Value? {
    guard index < note.text.tokens.count, note.text.tokens[index].kind == .word else { return nil }
    if note.text.tokens[index].count == 1, !letters || !note.text.tokens[index].flags.contains(.allCaps) { return nil }
    if note.isWord(index, .female) { return .female }
    if note.isWord(index, .male) { return .male }
    return nil
  }

  /// "Mme VERNAUDIN", "Mr Langthorne", "M. Lucien BARDEMONT", "garçon", "72-year-old man".
  private func titledSex() -> Sex? {
    let tokens = note.text.tokens
    for index in tokens.indices.prefix(600) where tokens[index].kind == .word {
      let isInitial = tokens[index].count == 1 && tokens[index].symbol == UInt8(ascii: "m")
      guard
        isInitial || note.isWord(index, .femaleStrong) || note.isWord(index, .maleStrong) || note.isWord(index, .female)
          || note.isWord(index, .male)
      else { continue }
      if isInFamily(index) || index > 0 && note.isWord(index - 1, .possessive) { continue }
      if index > 0, note.isWord(index - 1, .doctor) || index > 1 && tokens[index - 1].is(".") && note.isWord(index - 2, .doctor) {
        continue
      }
      if note.isWord(index, .femaleStrong) { return Sex(value: .female, evidence: [index..<index + 1]) }
      let followed = index + 1 < tokens.count
      if note.isWord(index, .maleStrong), tokens[index].flags.contains(.capitalized) || tokens[index].count > 3 {
        return Sex(value: .male, evidence: [index..<index + 1])
      }
      // "M. Durand"
      if isInitial, tokens[index].flags.contains(.allCaps), note.text.language == .french, followed, tokens[index + 1].is("."),
        index + 2 < tokens.count, tokens[index + 2].flags.contains(.capitalized)
      {
        return Sex(value: .male, evidence: [index..<index + 2])
      }
      if isInitial, tokens[index].flags.contains(.allCaps), note.text.language == .french, followed,
        tokens[index + 1].flags.contains(.allCaps), tokens[index + 1].count > 3, tokens[index].flags.contains(.lineStart)
      {
        return Sex(value: .male, evidence: [index..<index + 1])
      }
      if let value = sexWord(index, letters: false), describesPatient(index) { return Sex(value: value, evidence: [index..<index + 1]) }
    }
    return nil
  }

  /// A word such as "homme", "woman", "garçon" beside an age or on the identity line.
  private func describesPatient(_ index: Int) -> Bool {
    let line = note.layout.lines[Int(note.layout.lineOf[index])].tokens
    let around = max(line.lowerBound, index - 6)..<min(line.upperBound, index + 6)
    if around.contains(where: { note.text.tokens[$0].kind == .number && ageUnit($0 + 1) != nil }) { return true }
    return Int(note.layout.lineOf[index]) < 8 && around.contains { note.isWord($0, .patientWord) || note.isWord($0, .born) }
  }

  /// "Née le", "hospitalisée", "âgée".
  private func agreedSex() -> Sex? {
    for index in note.text.tokens.indices.prefix(400)
    where note.isWord(index, .femaleForm) || note.isWord(index, .maleForm) {
      if isInFamily(index) { continue }
      if note.isWord(index, .femaleForm) { return Sex(value: .female, evidence: [index..<index + 1]) }
      if note.isWord(index, .maleForm), note.text.note.string(note.text.tokens[index].range).hasSuffix("é") {
        return Sex(value: .male, evidence: [(note.isWord(index - 1, .malePatient) ? index - 1 : index)..<index + 1])
      }
    }
    return nil
  }

  /// In French "patient" and "patiente" are two words; "le patient" in a form that says "patient(e)" is neither.
  private func nounSex() -> Sex? {
    guard note.text.language == .french else { return nil }
    for index in note.text.tokens.indices where note.isWord(index, .malePatient) && !isInFamily(index) {
      if index + 1 < note.text.tokens.count, note.text.tokens[index + 1].is("(") || note.text.tokens[index + 1].is(":") { continue }
      return Sex(value: .male, evidence: [index..<index + 1])
    }
    return nil
  }

  private func pronounSex() -> Sex? {
    var first: [Patient.Sex.Value: Int] = [:]
    var count: [Patient.Sex.Value: Int] = [:]
    for index in note.text.tokens.indices {
      let value: Patient.Sex.Value? = note.isWord(index, .she) ? .female : note.isWord(index, .he) ? .male : nil
      guard let value, !isInFamily(index) else { continue }
      // "il y a", "il existe", "il n'y a pas": no person
      if value == .male, note.text.language == .french { continue }
      first[value] = first[value] ?? index
      count[value, default: 0] += 1
    }
    guard let best = count.max(by: { $0.value < $1.value }), best.value >= 2, let at = first[best.key],
      (count[best.key == .male ? .female : .male] ?? 0) * 2 < best.value
    else { return nil }
    return Sex(value: best.key, evidence: [at..<at + 1])
  }
}
