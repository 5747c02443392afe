internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Ties the words about a drug's fate to the drugs they are said of.
struct DrugStatuses {
  let note: NoteAnalysis

  private struct Cue {
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
      assign(&drugs, index..<max(end, index + 1), segment)
      index = max(end, index + 1)
    }
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
        drugs[last].status = StatusCue(status: .stopped, tokens: cue.cue.tokens)
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
      // "pendant 15 jours puis arrêt": what is to come
      if word.status == .stopped || word.status == .held, index > segment.lowerBound, note.isWord(index - 1, .then) {
        index = match.end
        continue
      }
      // "WITHHELD: ramipril"
      if word.direction == .after, match.end < segment.upperBound, note.text.tokens[match.end].is(":") { word.direction = .before }
      var cue = Cue(cue: StatusCue(status: word.status, tokens: range), direction: word.direction)
      if word.status == .active || word.status == .stopped || word.status == .started { shade(&cue, word) }
      result.append(cue)
      index = match.end
    }
    return result
  }

  /// What the phrase says beyond its status: taken up again, handed out, replaced.
  private func shade(_ cue: inout Cue, _ word: StatusWord) {
    let text = Array(folded(note.text.string(cue.cue.tokens)).utf8)
    func has(_ stems: [StaticString]) -> Bool { stems.contains { contains(text, $0) } }
    switch word.status {
    case .active:
      cue.cue.isResumed = has(["repri", "resum", "restart", "reintro", "a reprendre"])
      cue.cue.isGiven = has(["recu", "received", "given", "administ", "donne"])
      cue.cue.isTaking =
        word.direction == .before && (text.starts(with: "sous".utf8) || text.starts(with: "prend".utf8) || text.starts(with: "tak".utf8))
    case .stopped: cue.cue.isNotResumed = has(["repris", "restarted", "resumed", "reintro"])
    default: cue.replaces = word.direction == .before && has(["remplac", "replac", "switch", "substitu"])
    }
  }

  private func contains(_ text: [UInt8], _ stem: StaticString) -> Bool {
    stem.withUTF8Buffer { stem in
      guard text.count >= stem.count else { return false }
      return (0...text.count - stem.count).contains { text[$0..<$0 + stem.count].elementsEqual(stem) }
    }
  }

  /// "remplacé le KARDEGIC par du clopidogrel", "KARDEGIC remplacé par PLAVIX": the one ends, the other begins.
  private func replacement(_ index: Int, _ segment: Range<Int>, _ drugs: ArraySlice<DrugMention>) -> [Cue] {
    let word = index..<index + 1
    let stop = StatusCue(status: .stopped, tokens: word)
    let start = StatusCue(status: .started, tokens: word)
    let next = drugs.first { $0.name.lowerBound > index }
    guard let next else { return [Cue(cue: stop, direction: .after)] }
    let by = (index + 1..<next.name.lowerBound).contains { note.isWord($0, .byWhich) }
    if by { return [Cue(cue: stop, direction: .after), Cue(cue: start, direction: .before)] }
    guard drugs.contains(where: { $0.name.lowerBound > next.name.lowerBound && $0.name.lowerBound < segment.upperBound }) else {
      return [Cue(cue: stop, direction: .before)]
    }
    let link = (next.name.upperBound..<segment.upperBound).first { note.isWord($0, .byWhich) }
    guard let link else { return [Cue(cue: stop, direction: .before)] }
    return [Cue(cue: stop, direction: .before), Cue(cue: StatusCue(status: .started, tokens: link..<link + 1), direction: .before)]
  }

  /// To the next drug behind the cue, and on over those that a comma or an "and" joins to it.
  private func forward(_ cue: Cue, _ drugs: inout [DrugMention], _ range: Range<Int>) {
    let first = range.first { drugs[$0].name.lowerBound >= cue.cue.tokens.upperBound }
    guard let first, drugs[first].tokens.lowerBound - cue.cue.tokens.upperBound <= 7 else {
      // "SOLUMEDROL arrêté le 18/03": nothing behind it that it could govern, but a drug right before
      if let last = range.last(where: { drugs[$0].name.upperBound <= cue.cue.tokens.lowerBound }),
        cue.cue.tokens.lowerBound - drugs[last].tokens.upperBound <= 2
      {
        backward(cue, &drugs, range)
      }
      return
    }
    // the nearest cue before a drug holds
    set(cue.cue, &drugs[first])
    var last = first
    while last + 1 < range.upperBound, joined(drugs[last], drugs[last + 1]) {
      last += 1
      set(cue.cue, &drugs[last])
    }
  }

  /// To the last drug before the cue, and back over those that are joined to it without a dose of their own between.
  private func backward(_ cue: Cue, _ drugs: inout [DrugMention], _ range: Range<Int>) {
    guard let last = range.last(where: { drugs[$0].name.upperBound <= cue.cue.tokens.lowerBound }) else { return }
    let text = note.text
    let between = min(drugs[last].tokens.upperBound, cue.cue.tokens.lowerBound)..<cue.cue.tokens.lowerBound
    let inList = drugs[last].section?.isMedicationList == true
    guard inList || between.count <= 10 else { return }
    if !inList, between.contains(where: { text.tokens[$0].is(",") }), between.count > 6 { return }
    set(cue.cue, &drugs[last])
    var first = last
    while first - 1 >= range.lowerBound, joined(drugs[first - 1], drugs[first]), drugs[first - 1].status == nil, !inList {
      first -= 1
      set(cue.cue, &drugs[first])
    }
  }

  /// Only commas, "and", "+" and articles between two drugs.
  private func joined(_ a: DrugMention, _ b: DrugMention) -> Bool {
    let start = max(a.tokens.upperBound, a.name.upperBound)
    guard start <= b.tokens.lowerBound else { return true }
    return (start..<b.tokens.lowerBound).allSatisfy { index in
      note.text.tokens[index].is(",") || note.text.tokens[index].is("+") || note.isWord(index, .and) || note.isWord(index, .or)
        || note.isWord(index, .articles) || note.text.tokens[index].is("(") || note.text.tokens[index].is(")")
    }
  }

  /// What outranks what: an end over a pause over a change over all else; "not resumed" only where nothing is known.
  private func set(_ cue: StatusCue, _ drug: inout DrugMention) {
    guard let known = drug.status else {
      drug.status = cue
      return
    }
    if rank(cue) > rank(known) { drug.status = cue }
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
