internal import ClinicalRecord

/// The report that a clinician reads in ten seconds, in the note's language: who, what to beware of, problems, drugs, results, plans.
func textReport(_ record: PatientRecord, _ options: RenderingOptions) -> [UInt8] {
  let report = TextReport(record: record, options: options)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(8192)
  for line in report.lines { line.write(to: &bytes, colored: options.style.isColored) }
  return bytes
}

/// A record laid out in lines. Each part is a list of lines; one that has nothing to say is empty and leaves no trace.
struct TextReport {
  let record: PatientRecord
  let options: RenderingOptions

  var language: Language { record.note.language }
  /// Longer lines than 120 columns are hard to follow; shorter ones than 40 hold no table.
  var width: Int { min(max(options.style.columns, 40), 120) }

  var lines: [StyledText] {
    let sections: [(Phrase, [StyledText])] = [
      (Words.problems, problems),
      (Words.home, medications(.home)),
      (Words.discharge, medications(.discharge)),
      (Words.inpatient, medications(.inpatient)),
      (Words.mentioned, mentionedMedications),
      (Words.results, organFunction + measurements),
      (Words.procedures, procedures),
      (Words.followUp, followUp),
      (Words.ungrounded, ungrounded),
      (Words.warnings, warnings),
    ]
    var lines = title + patient + stay
    if !allergies.isEmpty { lines += [StyledText()] + allergies }
    for (heading, body) in sections where !body.isEmpty {
      lines += [StyledText(), StyledText(language[heading], .heading)] + body
    }
    return lines + [StyledText()] + engine
  }

  // MARK: what the parts are made of

  /// Text beside a label, its further lines below its first.
  func labelled(_ label: StyledText, _ body: StyledText, indent: Int = 2) -> [StyledText] {
    StyledText.hanging(.spaces(indent) + label + .spaces(1), body, width: width)
  }

  /// `• ` and one entry.
  func bullet(_ body: StyledText, _ mark: StyledText = StyledText("•", .dim), indent: Int = 2) -> [StyledText] {
    labelled(mark, body, indent: indent)
  }

  /// An entry of a list and what proves it.
  struct Entry {
    var text: StyledText
    var evidence: [Evidence]
  }

  struct List {
    var label: Phrase
    var entries: [Entry]
    var labelStyle = TextStyle.plain
  }

  /// Compact lists with their labels in one column, entries parted by commas; with evidence one entry a line.
  func compact(_ lists: [List]) -> [StyledText] {
    let lists = lists.filter { !$0.entries.isEmpty }
    let labels = lists.map { StyledText(language.label(language[$0.label]), $0.labelStyle) }
    let column = labels.map(\.width).max() ?? 0
    return zip(lists, labels).flatMap { list, label in
      guard options.showsEvidence else {
        return labelled(label.padded(to: column), list.entries.map(\.text).joined(by: StyledText(", ")))
      }
      return [.spaces(2) + label] + list.entries.flatMap { bullet($0.text, indent: 4) + proof($0.evidence, indent: 6) }
    }
  }
}
