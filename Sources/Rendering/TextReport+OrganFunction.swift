internal import ClinicalRecord

extension TextReport {
  /// Kidney and liver, each on a line or two.
  var organFunction: [StyledText] {
    let organs = [
      (Words.renal, renal, renalSummary, record.renalFunction.evidence),
      (Words.hepatic, hepatic, hepaticSummary, record.hepaticFunction.evidence),
    ]
    .filter { !$0.1.isEmpty || !$0.2.isEmpty }
    let labels = organs.map { StyledText(language.label(language[$0.0])) }
    let column = labels.map(\.width).max() ?? 0
    return zip(organs, labels).flatMap { organ, label in
      let paragraphs = [organ.1.joined(by: StyledText(" · ", .dim)), organ.2].filter { !$0.isEmpty }
      let lines = paragraphs.enumerated().flatMap { index, paragraph in
        labelled(index == 0 ? label.padded(to: column) : .spaces(column), paragraph)
      }
      return lines + proof(organ.3, indent: 4)
    }
  }

  /// The results that `organFunction` shows, by the record's name; its other results are older or were measured otherwise.
  var shownInOrganFunction: [(name: String, amount: Amount)] {
    let renal = record.renalFunction
    let filtration = renal.egfr.map { Amount($0.value, $0.unit) }
    let childPugh = record.hepaticFunction.childPugh.map { Amount($0.score, nil) }
    let own = [("creatinine", renal.creatinine), ("egfr", filtration), ("child_pugh", childPugh)]
    return (own + liverTests.map { ($0.name, $0.amount) }).compactMap { name, amount in amount.map { (name, $0) } }
  }

  private var renal: [StyledText] {
    let renal = record.renalFunction
    var parts: [StyledText] = []
    if let creatinine = renal.creatinine { parts.append(result("creatinine", Words.creatinine, creatinine, isDated: true)) }
    if let egfr = renal.egfr {
      var text = result("egfr", Words.egfr, Amount(egfr.value, egfr.unit))
      if egfr.source == .computed {
        text += StyledText(" (\([language[Words.computed], egfr.equation].compactMap { $0 }.joined(separator: ", ")))", .dim)
      }
      parts.append(text)
    }
    if let stage = renal.stage { parts.append(StyledText("\(language[Words.stage])\(noBreak)\(stage.rawValue)", stage.style)) }
    return parts
  }

  private var renalSummary: StyledText { StyledText(record.renalFunction.summary ?? "") }
  private var hepaticSummary: StyledText { StyledText(record.hepaticFunction.summary ?? "") }

  private var hepatic: [StyledText] {
    var parts = liverTests.compactMap { test in test.amount.map { result(test.name, test.label, $0) } }
    if let child = record.hepaticFunction.childPugh {
      let style: TextStyle = child.grade == "A" ? .plain : child.grade == "B" ? .caution : .alarm
      parts.append(StyledText("Child-Pugh\(noBreak)\(child.grade) (\(language.number(child.score)))", style))
    }
    return parts
  }

  private var liverTests: [(name: String, label: Phrase, amount: Amount?)] {
    let liver = record.hepaticFunction
    return [
      ("ast", Phrase("ASAT", "AST"), liver.ast), ("alt", Phrase("ALAT", "ALT"), liver.alt),
      ("bilirubin", Phrase("bilirubine", "bilirubin"), liver.bilirubin), ("alp", Phrase("PAL", "ALP"), liver.alp),
      ("ggt", Phrase("GGT", "GGT"), liver.ggt), ("albumin", Phrase("albumine", "albumin"), liver.albumin),
      ("inr", Phrase("INR", "INR"), liver.inr),
    ]
  }

  /// A value with the flag, and if asked the date, of the result that it came from.
  private func result(_ name: String, _ label: Phrase, _ amount: Amount, isDated: Bool = false) -> StyledText {
    let source = record.measurements.last { $0.name == name && $0.value == amount.value }
    let mark = source?.flag?.mark.map { "\(noBreak)\($0)" } ?? ""
    let text = StyledText("\(language[label])\(noBreak)\(language.amount(amount))\(mark)", source?.flag?.style ?? .plain)
    guard isDated, let date = source?.date else { return text }
    return text + StyledText("\(noBreak)(\(language.day(date)))", .dim)
  }
}

extension RenalFunction.Stage {
  fileprivate var style: TextStyle {
    switch self {
    case .g1, .g2: .plain
    case .g3a, .g3b: .caution
    case .g4, .g5: .alarm
    }
  }
}
