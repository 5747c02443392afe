internal import ClinicalRecord

extension TextReport {
  /// The note: where it came from, its language and length.
  var title: [StyledText] {
    let count = Double(record.note.characters)
    let length = "\(language.number(count))\(noBreak)\(language.word(Words.characters, for: count))"
    let about = StyledText("\(language[Words.noteLanguage]), \(length)", .dim)
    return StyledText.hanging(StyledText(), StyledText(record.note.source, .bold) + StyledText(" · ", .dim) + about, width: width)
  }

  /// `Femme de 81 ans · séjour du 12/03/2024 au 20/03/2024`
  var patient: [StyledText] {
    let parts = [person, days].compactMap { $0 }.map { StyledText($0) }
    guard !parts.isEmpty else { return [] }
    let evidence = [
      record.patient.sex?.evidence, record.patient.age?.evidence, record.stay.admitted?.evidence, record.stay.discharged?.evidence,
    ]
    return parts.joined(by: StyledText(" · ", .dim)).wrapped(to: width) + evidence.compactMap { $0 }.flatMap { proof($0, indent: 2) }
  }

  var stay: [StyledText] {
    guard let reason = record.stay.reason else { return [] }
    let label = StyledText(language.label(language[Words.reason]))
    return labelled(label, StyledText(reason.text), indent: 0) + proof(reason.evidence, indent: 2)
  }

  private var person: String? {
    let patient = record.patient
    let sex = patient.sex.map { sex in
      language[sex.value == .male ? (isChild ? Words.boy : Words.man) : (isChild ? Words.girl : Words.woman)]
    }
    let age = patient.age.map { "\(language.number($0.value))\(noBreak)\(language.word($0.unit.name, for: $0.value))" }
    guard let sex else { return age }
    guard let age else { return sex }
    return language[Phrase("\(sex) de \(age)", "\(sex), \(age)")]
  }

  private var isChild: Bool { record.patient.age.map { $0.unit != .years || $0.value < 15 } ?? false }

  private var days: String? {
    let admitted = record.stay.admitted.map { language.day($0.date) }
    let discharged = record.stay.discharged.map { language.day($0.date) }
    switch (admitted, discharged) {
    case (let first?, let last?): return language[Phrase("séjour du \(first) au \(last)", "stay from \(first) to \(last)")]
    case (let first?, nil): return language[Phrase("entrée le \(first)", "admitted \(first)")]
    case (nil, let last?): return language[Phrase("sortie le \(last)", "discharged \(last)")]
    case (nil, nil): return nil
    }
  }
}

extension Patient.Age.Unit {
  fileprivate var name: CountedPhrase {
    switch self {
    case .years: CountedPhrase(Phrase("an", "year"), Phrase("ans", "years"))
    case .months: CountedPhrase(Phrase("mois", "month"), Phrase("mois", "months"))
    case .weeks: CountedPhrase(Phrase("semaine", "week"), Phrase("semaines", "weeks"))
    case .days: CountedPhrase(Phrase("jour", "day"), Phrase("jours", "days"))
    }
  }
}
