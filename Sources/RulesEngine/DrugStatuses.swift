internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Ties the words about a drug's fate to the drugs they are said of.
struct DrugStatuses {
  let note: NoteAnalysis

  struct Cue {
    var cue: StatusCue
    var direction: Trigger.Direction
    /// "remplacé par", "relais par", "switched to": what stood before it ends.
    var replaces = false
  }

  func assign(_ drugs: inout [DrugMention]) {
    var index = 0
    while index < drugs.count {
      let segment = segment(drugs[index])
      var end = index
      while end < drugs.count, segment.contains(drugs[end].name.lowerBound) { end += 1 }
      end = max(end, index + 1)
      assign(&drugs, index..<end, segment)
      takeUp(&drugs, index..<end, segment)
      if index > 0 { relieve(&drugs, index, segment) }
      index = end
    }
  }

  /// "X 50 mg. Devant la confusion, il a été interrompu": the next sentence speaks of the only drug of this one.
  private func takeUp(_ drugs: inout [DrugMention], _ range: Range<Int>, _ segment: Range<Int>) {
    let number = Int(note.sentences.indexOf[segment.upperBound - 1]) + 1
    guard range.count == 1, drugs[range.lowerBound].status?.status ?? .active == .active, number < note.sentences.all.count else { return }
    let next = note.sentences.all[number]
    if takeUpOnLine(&drugs[range.lowerBound], next) { return }
    guard next.count <= 30, range.upperBound == drugs.count || !next.contains(drugs[range.upperBound].name.lowerBound),
      !note.sections.isHeading(next.lowerBound), note.section(of: next.lowerBound) == drugs[range.lowerBound].section,
      let pronoun = next.first(where: { note.isWord($0, .pronoun) })
    else { return }
    for cue in cues(in: pronoun..<next.upperBound, drugs[range.lowerBound..<range.lowerBound])
    where cue.direction == .after && cue.cue.tokens.lowerBound - pronoun <= 5 {
      switch cue.cue.status {
      case .stopped, .held, .changed: return set(cue.cue, &drugs[range.lowerBound])
      default: continue
      }
    }
  }

  /// "Propranolol 40 mg tabs - 1 tds. Stopped 02-Mar-2025": what the line of a list goes on to say.
  private func takeUpOnLine(_ drug: inout DrugMention, _ next: Range<Int>) -> Bool {
    let line = note.layout.lineOf[drug.name.lowerBound]
    guard drug.section?.isMedicationList == true, note.layout.lines[Int(line)].content == drug.name.lowerBound,
      note.layout.lineOf[next.lowerBound] == line, next.count <= 16,
      !note.mentions(overlapping: next).contains(where: { $0.kind == .drug })
    else { return false }
    let cues = cues(in: next, [])
    guard let cue = cues.first(where: { $0.cue.tokens.lowerBound - next.lowerBound <= 2 }) else { return false }
    switch cue.cue.status {
    case .stopped, .held, .changed, .notGiven:
      set(cue.cue, &drug)
      return true
    default: return false
    }
  }

  /// "PREVISCAN 20 mg, TAHOR 10 mg. Relais par ELIQUIS": what is taken over from is a drug of the sentence before with the same use.
  private func relieve(_ drugs: inout [DrugMention], _ index: Int, _ segment: Range<Int>) {
    guard let cue = drugs[index].status, cue.status == .started, cue.tokens.upperBound <= drugs[index].name.lowerBound,
      cue.tokens.contains(where: { note.isWord($0, .then) || note.isWord($0, .replaced) }), !use(drugs[index]).isEmpty
    else { return }
    for earlier in (max(0, index - 8)..<index).reversed() {
      let drug = drugs[earlier]
      guard note.sentences.indexOf[segment.lowerBound] - note.sentences.indexOf[drug.name.lowerBound] <= 2 else { return }
      guard drug.tokens.upperBound <= segment.lowerBound, drug.status?.status ?? .active == .active, use(drug) == use(drugs[index]) else {
        continue
      }
      drugs[earlier].status = StatusCue(status: .stopped, tokens: cue.tokens)
      return
    }
  }

  /// The therapeutic group of its first code: B01 of B01AF02.
  private func use(_ drug: DrugMention) -> String {
    note.terms.codes(of: drug.entry).first.map { String($0.code.prefix(3)) } ?? ""
  }

  private func segment(_ drug: DrugMention) -> Range<Int> {
    let line = note.layout.lines[Int(note.layout.lineOf[drug.name.lowerBound])]
    if line.kind == .row { return line.tokens }
    var sentence = note.sentence(of: drug.name.lowerBound)
    // "STOP : A, B" begins with a heading-like word that is a cue; "A : arrêté" keeps on
    let index = Int(note.sentences.indexOf[drug.name.lowerBound])
    if index > 0 {
      let before = note.sentences.all[index - 1]
      let joins =
        !before.isEmpty && note.text.tokens[before.upperBound - 1].is(":")
        && note.layout.lineOf[before.lowerBound] == note.layout.lineOf[sentence.lowerBound]
      if joins { sentence = before.lowerBound..<sentence.upperBound }
    }
    return sentence
  }

  private func assign(_ drugs: inout [DrugMention], _ range: Range<Int>, _ segment: Range<Int>) {
    let cues = cues(in: segment, drugs[range])
    guard !cues.isEmpty else { return }
    for cue in cues where cue.direction == .before { forward(cue, &drugs, range) }
    for cue in cues where cue.direction == .after { backward(cue, &drugs, range) }
    for cue in cues where cue.replaces {
      // "KARDEGIC remplacé par …", "remplacé le KARDEGIC par …"
      if let last = range.last(where: { drugs[$0].name.upperBound <= cue.cue.tokens.lowerBound }) {
        // "suspendu 15 jours, remplacé par": a pause
        if drugs[last].status?.status != .held { drugs[last].status = StatusCue(status: .stopped, tokens: cue.cue.tokens) }
      }
    }
  }

  private func cues(in segment: Range<Int>, _ drugs: ArraySlice<DrugMention>) -> [Cue] {
    var result: [Cue] = []
    let statuses = note.terms.statuses
    let names = drugs.map(\.name)
    var index = segment.lowerBound
    while index < segment.upperBound {
      if let name = names.first(where: { $0.contains(index) }) {
        index = name.upperBound
        continue
      }
      if let cue = arrow(index, drugs) {
        result.append(cue)
        index += 1
        continue
      }
      // a word that no table has says nothing
      if note.text.tokens[index].word < 0, note.text.tokens[index].stem < 0 {
        index += 1
        continue
      }
      if note.isWord(index, .replaced) {
        result.append(contentsOf: replacement(index, segment, drugs))
        index += 1
        continue
      }
      // "l'irinotécan serait discuté", "hydrochlorothiazide pourrait être associé"
      if note.isWord(index, .could), names.contains(where: { $0.upperBound <= index && index - $0.upperBound <= 2 }) {
        result.append(Cue(cue: StatusCue(status: .planned, tokens: index..<index + 1), direction: .after))
        index += 1
        continue
      }
      guard let match = statuses.longest(in: note.text, at: index, end: segment.upperBound, terms: note.terms) else {
        index += 1
        continue
      }
      var word = statuses[match.entry]
      let range = index..<match.end
      // "Meds on d/c: …"
      if word.status == .stopped, note.sections.isHeading(index),
        note.section(of: index) == .dischargeMedications || note.isWord(index - 1, .on) || note.isWord(index - 1, .at)
      {
        index = match.end
        continue
      }
      // "1 g/j, arrêt le 22/03" in what is prescribed: its last day
      if word.status == .stopped, isLastDay(match.end, drugs) || isToStop(index, match.end, drugs) {
        index = match.end
        continue
      }
      // "5 mg STOP, B 10 mg": what stands between a drug's sig and a comma is said of that drug
      if word.direction == .before, match.end < segment.upperBound,
        note.text.tokens[match.end].is(",") || note.text.tokens[match.end].is(")") || note.text.tokens[match.end].is(";"),
        drugs.contains(where: { $0.tokens.upperBound == index })
      {
        word.direction = .after
      }
      // "hold for SBP < 100": when not to give it
      if word.status == .held, match.end + 1 < segment.upperBound, note.isWord(match.end, .adviceFor) || note.isWord(match.end, .si),
        note.terms.measurements.longest(in: note.text, at: match.end + 1, terms: note.terms) != nil
          || (match.end + 1..<min(match.end + 4, segment.upperBound)).contains(where: {
            note.text.tokens[$0].is("<") || note.text.tokens[$0].is(">")
          })
      {
        index = match.end
        continue
      }
      // "pendant 15 jours puis arrêt": what is to come
      if word.status == .stopped || word.status == .held, index > segment.lowerBound, note.isWord(index - 1, .then),
        note.text.language == .french || note.section(of: index)?.isMedicationList == true || note.section(of: index) == .plan
      {
        index = match.end
        continue
      }
      // "22 UI, à augmenter de 2 UI": the drug is taken all the same
      if word.status == .planned, word.direction == .after, range.contains(where: { note.isWord($0, .adjustVerb) }),
        drugs.contains(where: { $0.name.upperBound <= index && $0.hasDose && $0.tokens.upperBound <= index })
      {
        index = match.end
        continue
      }
      // "10 mg daily, changed to 20 mg": of the drug before
      if word.status == .started, range.contains(where: { note.isWord($0, .succeeds) }),
        !drugs.contains(where: { $0.name.lowerBound >= match.end && $0.name.lowerBound - match.end <= 6 })
      {
        (word.status, word.direction) = (.changed, .after)
      }
      // "j'ai arrêté le ramipril", "and increased bisoprolol": an active verb stands before its drug
      if word.direction == .after, isActive(index, match.end, segment, drugs) { word.direction = .before }
      // "WITHHELD: ramipril"
      if word.direction == .after, match.end < segment.upperBound, note.text.tokens[match.end].is(":") { word.direction = .before }
      var cue = Cue(cue: StatusCue(status: word.status, tokens: range), direction: word.direction)
      if word.status != .held, word.status != .changed, word.status != .notGiven { shade(&cue, word) }
      if cue.cue.isNotResumed, isUntil(cue.cue.tokens.upperBound, drugs) {
        cue.cue.status = .held
        cue.cue.isNotResumed = false
      }
      if let pair = succession(cue, segment, drugs) {
        result.append(contentsOf: pair)
      } else {
        result.append(cue)
        if let link = successor(cue, segment, drugs) { result.append(link) }
      }
      index = match.end
    }
    // "Would you consider switching to X?", "je propose de remplacer X par Y"
    let asks = note.text.tokens[segment.upperBound - 1].is("?")
    for index in result.indices where result[index].cue.status == .started {
      let start = result[index].cue.tokens.lowerBound
      if asks || (max(segment.lowerBound, start - 12)..<max(segment.lowerBound, start)).contains(where: { note.isWord($0, .request) }) {
        result[index].cue.status = .planned
      }
    }
    return result
  }

  /// "ne pas reprendre la metformine avant 48 h": a pause.
  private func isUntil(_ end: Int, _ drugs: ArraySlice<DrugMention>) -> Bool {
    func says(_ index: Int) -> Bool { note.isWord(index, .beforeWord) || note.isWord(index, .until) || note.isWord(index, .delayed) }
    if says(end) { return true }
    return drugs.first { $0.name.lowerBound >= end && $0.name.lowerBound - end <= 3 }.map { says($0.tokens.upperBound) } ?? false
  }

  /// Whether a participle behind an auxiliary, a subject, an "and" or a mark has its drug right behind it.
  private func isActive(_ start: Int, _ end: Int, _ segment: Range<Int>, _ drugs: ArraySlice<DrugMention>) -> Bool {
    guard let next = drugs.first(where: { $0.name.lowerBound >= end }), !drugs.contains(where: { $0.tokens.upperBound == start }) else {
      return false
    }
    let first = max(end, min(next.tokens.lowerBound, next.name.lowerBound))
    guard first - end <= 3, (end..<first).allSatisfy({ note.isWord($0, .articles) || note.isWord($0, .possessive) || note.isWord($0, .of) })
    else { return false }
    guard start > segment.lowerBound else { return true }
    let before = note.text.tokens[start - 1]
    return note.isWord(start - 1, .activeBefore) || note.isWord(start - 1, .to) || note.isWord(start - 1, .ofOnly) || before.is(",")
      || before.is(":") || before.is(".") || before.is("-") || before.is(";")
  }

  /// "LASILIX ↑ 80 mg": a dose that goes up or down.
  private func arrow(_ index: Int, _ drugs: ArraySlice<DrugMention>) -> Cue? {
    let token = note.text.tokens[index]
    guard token.kind == .punctuation, token.symbol == 0xAF, token.count == 3 else { return nil }
    // U+2191 ↑, U+2193 ↓, U+2197 ↗, U+2198 ↘
    let last = note.text.note.bytes[Int(token.end) - 1]
    guard note.text.note.bytes[Int(token.end) - 2] == 0x86, last == 0x91 || last == 0x93 || last == 0x97 || last == 0x98 else { return nil }
    let isBehind = drugs.contains { $0.name.upperBound <= index && index - $0.name.upperBound <= 4 }
    return Cue(cue: StatusCue(status: .changed, tokens: index..<index + 1), direction: isBehind ? .after : .before)
  }

  /// "66 mg, 1 cp le matin, à stopper 7 jours avant la coloscopie": what is to be done one day.
  private func isToStop(_ start: Int, _ end: Int, _ drugs: ArraySlice<DrugMention>) -> Bool {
    guard note.isWord(start, .atOnly), end < note.text.tokens.count, note.text.tokens[end].kind == .number || note.isWord(end, .beforeWord),
      let drug = drugs.last(where: { $0.name.upperBound <= start })
    else { return false }
    return drug.hasDose && (drug.section == .dischargeMedications || drug.section == .prescription)
  }

  /// A date right behind the word, and a dose before it, in a list of what is prescribed.
  private func isLastDay(_ end: Int, _ drugs: ArraySlice<DrugMention>) -> Bool {
    guard let drug = drugs.last(where: { $0.name.upperBound <= end }), drug.hasDose,
      drug.section == .dischargeMedications || drug.section == .prescription
    else { return false }
    let at = note.isWord(end, .dateBefore) ? end + 1 : end
    return at < note.text.tokens.count && note.dates.date(note.text, at: at) != nil
  }

  /// What the phrase says beyond its status: taken up again, handed out, replaced.
  private func shade(_ cue: inout Cue, _ word: StatusWord) {
    let text = Array(folded(note.text.string(cue.cue.tokens)).utf8)
    func has(_ stems: [StaticString]) -> Bool { stems.contains { contains(text, $0) } }
    switch word.status {
    case .planned: cue.cue.isResumed = has(["repri", "repren", "resum", "restart", "reintro"])
    case .active:
      cue.cue.isResumed = has(["repri", "resum", "restart", "reintro", "a reprendre"])
      cue.cue.isGiven = has(["recu", "recoit", "recevra", "received", "given", "gave", "administ", "donne"])
      cue.cue.isContinued = has([
        "poursui", "cont", "mainten", "maintien", "conserv", "garde", "carry on", "remain", "keep", "reconduc", "renouvel", "no need",
        "the same", "unchang", "inchang",
      ])
      cue.cue.isTaking =
        word.direction == .before && (text.starts(with: "sous".utf8) || text.starts(with: "prend".utf8) || text.starts(with: "tak".utf8))
    case .stopped: cue.cue.isNotResumed = has(["repris", "repren", "restarted", "resumed", "reintro"])
    default: cue.replaces = word.direction == .before && has(["remplac", "replac", "switch", "substitu"])
    }
  }

  private func contains(_ text: [UInt8], _ stem: StaticString) -> Bool {
    stem.withUTF8Buffer { stem in
      guard text.count >= stem.count else { return false }
      return (0...text.count - stem.count).contains { start in
        text[start] == stem[0] && stem.indices.allSatisfy { text[start + $0] == stem[$0] }
      }
    }
  }
}

func rank(_ cue: StatusCue) -> Int {
  if cue.isNotResumed { return 2 }
  return switch cue.status {
  case .notGiven: 7
  case .planned: 6
  case .stopped: 5
  case .held: 4
  case .changed: 3
  case .started: 2
  case .active: 1
  }
}
