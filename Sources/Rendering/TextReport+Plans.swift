internal import ClinicalRecord

extension TextReport {
  /// Procedures with their dates; those that were done stand without a word where there are no others.
  var procedures: [StyledText] {
    func entries(_ isIncluded: (Assertion) -> Bool) -> [Entry] {
      record.procedures.filter { $0.assertion.subject == .patient && isIncluded($0.assertion) }.map { procedure in
        let date = procedure.date.map { StyledText("\(noBreak)(\(language.day($0)))", .dim) } ?? StyledText()
        return Entry(text: StyledText(procedure.name) + date, evidence: procedure.evidence)
      }
    }
    let certain = { (assertion: Assertion) in assertion.polarity == .present && assertion.certainty == .certain }
    return compact([
      List(label: Words.done, entries: entries { certain($0) && $0.time != .planned }),
      List(label: Words.planned, entries: entries { certain($0) && $0.time == .planned }),
      List(label: Words.proposed, entries: entries { $0.polarity == .present && $0.certainty != .certain }, labelStyle: .caution),
      List(label: Words.notDone, entries: entries { $0.polarity == .absent }, labelStyle: .dim),
    ])
  }

  var followUp: [StyledText] {
    record.followUp.flatMap { item in
      let date = item.date.map { StyledText("\(language.day($0)) ", .bold) } ?? StyledText()
      return bullet(date + StyledText(item.text)) + proof(item.evidence, indent: 4)
    }
  }

  var warnings: [StyledText] { record.warnings.flatMap { bullet(StyledText($0.message), StyledText("!", .caution)) } }

  /// What was claimed and not proved, in the engine's words.
  var ungrounded: [StyledText] {
    (record.ungrounded ?? []).flatMap { claim in
      let words = claim.text ?? claim.quotes.joined(separator: " … ")
      return bullet(StyledText("\(claim.category.noun): \(words)") + StyledText(" (\(claim.reason))", .dim), StyledText("✗", .caution))
    }
  }

  /// Who read the note and how its quotes held.
  var engine: [StyledText] {
    let engine = record.engine
    var parts = [[engine.name, engine.model, engine.version].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")]
    let counts = engine.grounding
    if counts.quoted > 0 {
      let kinds = [
        counted(counts.exact, Words.exact), counted(counts.normalized, Words.normalized), counted(counts.rejected, Words.rejected),
      ]
      parts.append("\(language.label(counted(counts.quoted, Words.quotes))) \(kinds.joined(separator: ", "))")
    }
    let usage = engine.usage
    if usage.inputTokens + usage.outputTokens > 0 {
      let tokens = [usage.inputTokens, usage.outputTokens].map { language.number(Double($0)) }.joined(separator: "\(noBreak)+\(noBreak)")
      parts.append("\(tokens)\(noBreak)\(language[Words.tokens])")
    }
    if usage.costUSD > 0 {
      let cost = language.number((usage.costUSD * 10_000).rounded() / 10_000)
      parts.append(language[Phrase("\(cost)\(noBreak)$", "$\(cost)")])
    }
    return StyledText(parts.joined(separator: " · "), .dim).wrapped(to: width)
  }

  private func counted(_ count: Int, _ phrase: CountedPhrase) -> String {
    "\(language.number(Double(count)))\(noBreak)\(language.word(phrase, for: Double(count)))"
  }
}
