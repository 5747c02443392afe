internal import ClinicalRecord
internal import TextScanning

extension TextReport {
  /// What to beware of: allergies loudly, their absence calmly.
  var allergies: [StyledText] {
    let own = record.allergies.filter { $0.assertion.subject == .patient }
    let present = own.filter { $0.assertion.polarity == .present }
    let certain = present.filter { $0.assertion.certainty == .certain }
    let doubtful = present.filter { $0.assertion.certainty != .certain }
    let absent = own.filter { $0.assertion.polarity == .absent }
    let alarm = alert(StyledText("‼ " + language.label(language.word(Words.allergy, for: Double(certain.count))), .alarm), certain, .alarm)
    let caution = alert(StyledText("‼ " + language.label(language[Words.possibleAllergy]), .caution), doubtful, .caution)
    let others = record.allergies.filter { $0.assertion.subject != .patient && $0.assertion.polarity == .present }
    return alarm + caution + absent.flatMap(calm) + alert(StyledText(language.label(language[Words.othersAllergy])), others, .plain)
  }

  private func alert(_ label: StyledText, _ allergies: [Allergy], _ style: TextStyle) -> [StyledText] {
    guard !allergies.isEmpty else { return [] }
    func text(_ allergy: Allergy) -> StyledText {
      StyledText(allergy.reaction.map { "\(allergy.substance) (\($0))" } ?? allergy.substance, style)
    }
    guard options.showsEvidence else { return labelled(label, allergies.map(text).joined(by: StyledText(", ", style)), indent: 0) }
    return [label] + allergies.flatMap { bullet(text($0)) + proof($0.evidence, indent: 4) }
  }

  /// An absence that says so in its own words ("pas d'allergie connue", NKDA) stands by itself; anything else is denied in words, so that nobody
  /// reads it as an allergy.
  private func calm(_ allergy: Allergy) -> [StyledText] {
    let first = folded(allergy.substance).split(separator: " ").first.map { String($0) } ?? ""
    let label = language[negations.contains(first) ? Words.allergies : Words.noAllergyTo]
    return labelled(StyledText(language.label(label)), StyledText(allergy.substance), indent: 0) + proof(allergy.evidence, indent: 2)
  }
}

private let negations: Set<String> = [
  "pas", "aucun", "aucune", "absence", "sans", "nie", "ni", "no", "nil", "none", "not", "nkda", "nka", "nkfa", "without", "denies",
]
