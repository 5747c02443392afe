internal import ClinicalRecord

/// Under which words a problem stands in the report: who has it first, then whether, how surely and when.
private enum ProblemGroup: CaseIterable {
  case disorder, symptom, possible, history, absent, family, other, toWatch

  init(_ problem: Problem) {
    let assertion = problem.assertion
    if assertion.subject == .family {
      self = .family
    } else if assertion.subject == .other {
      self = .other
    } else if assertion.polarity == .absent {
      self = .absent
    } else if assertion.certainty == .hypothetical {
      self = .toWatch
    } else if assertion.certainty == .possible {
      self = .possible
    } else if assertion.time == .history {
      self = .history
    } else {
      self = problem.kind == .disorder ? .disorder : .symptom
    }
  }

  var label: Phrase {
    switch self {
    case .disorder: Words.problems
    case .symptom: Words.symptoms
    case .possible: Words.possible
    case .history: Words.history
    case .absent: Words.absent
    case .family: Words.family
    case .other: Words.others
    case .toWatch: Words.toWatch
    }
  }

  var style: TextStyle {
    switch self {
    case .possible, .toWatch: .caution
    case .absent, .family, .other: .dim
    case .disorder, .symptom, .history: .plain
    }
  }
}

extension TextReport {
  /// Current disorders one a line, the rest in lists.
  var problems: [StyledText] {
    let groups = Dictionary(grouping: record.problems) { ProblemGroup($0) }
    let disorders = (groups[.disorder] ?? []).flatMap { problem in
      bullet(name(problem, .bold), StyledText("•")) + proof(problem.evidence, indent: 4)
    }
    let lists = ProblemGroup.allCases.dropFirst().map { group in
      List(label: group.label, entries: entries(groups[group] ?? [], in: group), labelStyle: group.style)
    }
    return disorders + compact(lists)
  }

  private func entries(_ problems: [Problem], in group: ProblemGroup) -> [Entry] {
    problems.map { problem in
      var text = name(problem, .plain)
      if let aside = aside(problem, in: group) { text += StyledText("\(noBreak)(\(language[aside]))", .dim) }
      return Entry(text: text, evidence: problem.evidence)
    }
  }

  /// What the group's label does not say of a problem.
  private func aside(_ problem: Problem, in group: ProblemGroup) -> Phrase? {
    switch group {
    case .family, .other: problem.assertion.polarity == .absent ? Words.notPresent : nil
    case .possible, .toWatch: problem.assertion.time == .history ? Words.inHistory : nil
    case .disorder, .symptom, .history, .absent: nil
    }
  }

  private func name(_ problem: Problem, _ style: TextStyle) -> StyledText {
    let codes = problem.codes.filter { $0.system == .icd10 }.map { $0.code }
    let name = StyledText(problem.name, style)
    return codes.isEmpty ? name : name + StyledText("\(noBreak)\(codes.joined(separator: ","))", .dim)
  }
}
