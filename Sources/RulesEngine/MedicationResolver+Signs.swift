internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// What stands around a drug that tells its list or its fate: its neighbours, its heading, what follows it.
extension MedicationResolver {
  /// "son X", "his home X", "son traitement par X".
  func isOwned(_ drug: DrugMention) -> Bool {
    let start = note.sentence(of: drug.name.lowerBound).lowerBound
    return (max(start, drug.tokens.lowerBound - 3)..<max(start, drug.tokens.lowerBound)).contains { note.isWord($0, .possessive) }
  }

  /// "en 2015" of a stay years later.
  func isLongAgo(_ drug: DrugMention) -> Bool {
    guard let stayYear else { return false }
    let sentence = note.sentence(of: drug.name.lowerBound)
    return sentence.contains { index in
      guard note.isWord(index, .inYear), index + 1 < sentence.upperBound, note.text.tokens[index + 1].kind == .number,
        note.text.tokens[index + 1].count == 4, let year = note.dates.integer(note.text, note.text.tokens[index + 1])
      else { return false }
      return (1950..<stayYear).contains(year)
    }
  }

  /// "stopped the montelukast over the summer but has restarted it".
  func isTakenUpAgain(_ drug: DrugMention) -> Bool {
    (drug.name.upperBound..<max(drug.name.upperBound, note.sentence(of: drug.name.lowerBound).upperBound)).contains {
      note.isWord($0, .resumeWord)
    }
  }

  /// Named with a drug of a list that stands right before it: "PCA morphine 24 h puis Perfalgan et Acupan", "metformin 1 g bd and lisinopril 10".
  func isNamedWith(_ list: Medication.List, _ drug: DrugMention) -> Bool {
    guard drug.status == nil || drug.status?.status == .active, let last = entries.last, last.list == list,
      note.sentences.indexOf[last.mention.name.lowerBound] == note.sentences.indexOf[drug.name.lowerBound],
      last.mention.tokens.upperBound <= drug.tokens.lowerBound
    else { return false }
    let gap = last.mention.tokens.upperBound..<drug.tokens.lowerBound
    return gap.count <= (list == .inpatient ? 5 : 2)
      && gap.contains { note.text.tokens[$0].is(",") || note.text.tokens[$0].is("+") || note.isWord($0, .and) || note.isWord($0, .then) }
  }

  /// "a reçu du Perfalgan", "pantoprazole drip", "analgésie par A, B et C": given, though only a later list says how it is taken.
  func isGivenNow(_ drug: DrugMention) -> Bool {
    switch drug.status?.status {
    case .active where drug.status?.isGiven == true: return true
    case nil, .started, .changed: break
    default: return false
    }
    let sentence = note.sentence(of: drug.name.lowerBound)
    let near = drug.name.upperBound..<min(drug.name.upperBound + 2, sentence.upperBound)
    if near.contains(where: { note.isWord($0, .infusion) }) || note.isWord(drug.name.lowerBound - 1, .infusion) { return true }
    guard drug.status == nil else { return false }
    // back over what is named with it
    var index = drug.name.lowerBound - 1
    while index >= sentence.lowerBound {
      if note.isWord(index, .byWhich) || note.isWord(index, .with) { return true }
      let isDrug = note.mentions(overlapping: index..<index + 1).contains { $0.kind == .drug }
      guard
        isDrug || note.text.tokens[index].is(",") || note.text.tokens[index].is("+") || note.isWord(index, .and)
          || note.isWord(index, .articles)
      else { return false }
      index -= 1
    }
    return false
  }

  /// What the heading of a list says of all in it: "START", "CHANGE", "Médicaments arrêtés".
  func headingStatus(_ drug: DrugMention) -> StatusCue? {
    let heading = heading(of: drug)
    for token in heading {
      guard let match = note.terms.statuses.longest(in: note.text, at: token, end: heading.upperBound, terms: note.terms) else { continue }
      let status = note.terms.statuses[match.entry].status
      // "Meds on d/c"
      if status == .stopped, note.text.tokens[token + 1 < match.end ? token + 1 : token].is("/") {
        continue
      }
      if status == .changed, heading.contains(where: { note.isWord($0, .prescriptionWord) }) { continue }
      if status != .active, status != .notGiven, status != .planned { return StatusCue(status: status, tokens: token..<match.end) }
    }
    return nil
  }

  /// The heading of the drug's section.
  func heading(of drug: DrugMention) -> Range<Int> {
    let index = note.sections.index(at: drug.name.lowerBound)
    let heading = note.sections.all[index].heading
    guard heading.isEmpty, index > 0, note.sections.all[index - 1].name == note.sections.all[index].name else { return heading }
    return note.sections.all[index - 1].heading
  }
}
