internal import ClinicalRecord

extension TextReport {
  /// One list of drugs as a table: name, strength, posology, daily dose, status.
  func medications(_ list: Medication.List) -> [StyledText] {
    let medications = record.medications.filter { $0.list == list }
    let room = width - 2
    let whole = Table(columns: [14, nil, 18, nil, nil].map { Table.Column(minimum: $0) }, rows: medications.map(wholeRow))
    let table =
      whole.narrowest <= room
      ? whole : Table(columns: [14, 16, nil].map { Table.Column(minimum: $0) }, rows: medications.map(narrowRow))
    return zip(medications, table.lines(width: room)).flatMap { medication, lines in
      lines.map { .spaces(2) + $0 } + proof(medication.evidence, indent: 4)
    }
  }

  /// Drugs of no list, in one line of text.
  var mentionedMedications: [StyledText] {
    let entries = record.medications.filter { $0.list == .mentioned }.map { medication in
      Entry(text: summary(medication), evidence: medication.evidence)
    }
    guard options.showsEvidence else {
      return entries.isEmpty ? [] : StyledText.hanging(.spaces(2), entries.map(\.text).joined(by: StyledText(", ")), width: width)
    }
    return entries.flatMap { bullet($0.text) + proof($0.evidence, indent: 4) }
  }

  private func summary(_ medication: Medication) -> StyledText {
    var text = name(medication, .plain)
    if let strength = strength(medication) { text += StyledText("\(noBreak)\(strength)") }
    var asides: [StyledText] = []
    if medication.status != .active { asides.append(StyledText(language[medication.status.word], medication.status.style)) }
    switch medication.assertion.subject {
    case .patient: break
    case .family: asides.append(StyledText(language[Words.family], .dim))
    case .other: asides.append(StyledText(language[Words.others], .dim))
    }
    if asides.isEmpty { return text }
    return text + StyledText(" (", .dim) + asides.joined(by: StyledText(", ", .dim)) + StyledText(")", .dim)
  }

  private func wholeRow(_ medication: Medication) -> [StyledText] {
    [
      name(medication, .bold), StyledText(strength(medication) ?? ""), StyledText(posology(medication)),
      StyledText(dailyDose(medication) ?? "", .dim), status(medication),
    ]
  }

  /// Strength behind the name, daily dose behind the posology.
  private func narrowRow(_ medication: Medication) -> [StyledText] {
    var name = name(medication, .bold)
    if let strength = strength(medication) { name += StyledText(" \(strength)") }
    var posology = StyledText(posology(medication))
    if let dose = dailyDose(medication) { posology += StyledText(posology.isEmpty ? dose : " (\(dose))", .dim) }
    return [name, posology, status(medication)]
  }

  private func name(_ medication: Medication, _ style: TextStyle) -> StyledText {
    let name = StyledText(medication.name, style)
    if medication.ingredients.isEmpty || names(medication.name, medication.ingredients) { return name }
    return name + StyledText(" (\(medication.ingredients.joined(separator: " + ")))", .dim)
  }

  private func strength(_ medication: Medication) -> String? { medication.sig.strength.map { language.amount($0) } }

  private func posology(_ medication: Medication) -> String { Posology(sig: medication.sig, language: language).text }

  /// Of a drug taken as needed it is the most that a day can bring.
  private func dailyDose(_ medication: Medication) -> String? {
    guard let dose = medication.sig.dailyDose else { return nil }
    return (medication.sig.frequency.asNeeded ? "≤\(noBreak)" : "") + language.perDay(dose)
  }

  private func status(_ medication: Medication) -> StyledText {
    StyledText("\(medication.status.mark)\(noBreak)\(language[medication.status.word])", medication.status.style)
  }
}

extension Medication.Status {
  fileprivate var word: Phrase {
    switch self {
    case .active: Phrase("en cours", "active")
    case .stopped: Phrase("arrêté", "stopped")
    case .held: Phrase("suspendu", "on hold")
    case .started: Phrase("nouveau", "new")
    case .changed: Phrase("modifié", "changed")
    case .planned: Phrase("prévu", "planned")
    }
  }

  fileprivate var mark: String {
    switch self {
    case .active: "·"
    case .stopped: "✗"
    case .held: "‖"
    case .started: "+"
    case .changed: "~"
    case .planned: "›"
    }
  }

  fileprivate var style: TextStyle {
    switch self {
    case .active: .dim
    case .stopped: .stop
    case .held, .changed: .caution
    case .started: .good
    case .planned: .plain
    }
  }
}
