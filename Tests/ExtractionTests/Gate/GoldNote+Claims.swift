internal import ClinicalRecord
internal import Extraction
internal import FoundationEssentials
internal import RulesEngine
internal import TextScanning

extension GoldNote {
  /// What a model that reads as well as the gold would claim, in the note's own words.
  func claims() -> [PointedClaim] { problemClaims() + resultClaims() + medicationClaims() + allergyClaims() }

  func problemClaims() -> [PointedClaim] {
    gold.problems.map { problem in
      let end = problem.start + problem.text.unicodeScalars.count
      let quote = clause(before: problem.start, through: clauseEnd(end))
      return PointedClaim(
        .problem,
        [
          .name: problem.text, .kind: problem.kind, .polarity: problem.polarity, .certainty: problem.certainty, .time: problem.time,
          .subject: problem.subject,
        ], quotes: [slice(quote)], lines: [line(at: problem.start)])
    }
  }

  private func allergyClaims() -> [PointedClaim] {
    gold.allergies.map { allergy in
      let end = allergy.start + allergy.text.unicodeScalars.count
      return PointedClaim(
        .allergy, [.substance: allergy.text, .polarity: allergy.polarity], quotes: [slice(clause(before: allergy.start, through: end))],
        lines: [line(at: allergy.start)])
    }
  }

  /// Each result that the rules label in the same way: the gold has no label.
  func resultClaims() -> [PointedClaim] {
    let labels = record.measurements
    return gold.measurements.compactMap { result in
      guard
        let seen = labels.first(where: { known in
          known.name == result.name && known.value == result.value
            && known.evidence.contains { $0.start <= result.start && $0.end > result.start }
        }), let evidence = seen.evidence.first,
        !seen.label.unicodeScalars.contains(where: { ("0"..."9").contains($0) && seen.label == evidence.text })
      else { return nil }
      var attributes: [PointedClaim.Attribute: String] = [.label: seen.label, .value: result.text]
      let end = result.start + result.text.unicodeScalars.count
      if let unit = unit(after: end, result.unit) { attributes[.unit] = unit }
      let low = seen.evidence.map(\.start).min() ?? evidence.start
      let quote = min(low, result.start)..<max(evidence.end, end)
      return PointedClaim(.measurement, attributes, quotes: [slice(quote)], lines: [line(at: result.start)])
    }
  }

  private func medicationClaims() -> [PointedClaim] {
    let starts = gold.medications.map(\.start).sorted()
    return gold.medications.compactMap { drug in
      let end = drug.start + drug.text.unicodeScalars.count
      let next = starts.first { $0 > drug.start } ?? scalars.count
      let quote = rest(from: drug.start, limit: max(end, next))
      var attributes: [PointedClaim.Attribute: String] = [.name: drug.text, .list: drug.list.rawValue, .status: drug.status]
      let seen = record.medications.first { known in known.evidence.contains { $0.start <= drug.start && $0.end >= end } }
      if let strength = drug.strength, let words = strengthWords(strength, in: quote) { attributes[.strength] = words }
      if let words = seen?.sig.frequency.text, contains(quote, words) { attributes[.frequency] = words }
      var quotes = [trimmed(slice(quote))]
      var lines = [line(at: drug.start)]
      // what became of it mostly stands elsewhere, and the gold does not say where: the rules' words for it, or no claim
      if let seen, seen.status.rawValue == drug.status {
        for evidence in seen.evidence where evidence.start < quote.lowerBound || evidence.start >= quote.upperBound {
          quotes.append(evidence.text)
          lines.append(line(at: evidence.start))
        }
      } else if drug.status != "active" || seen != nil {
        return nil
      }
      return PointedClaim(.medication, attributes, quotes: quotes, lines: lines)
    }
  }

  private var record: Extracted { Extracted(text: text, language: language) }

  private func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while let last = view.unicodeScalars.last, last == " " || last == "," || last == "\r" { view.unicodeScalars.removeLast() }
    return String(view)
  }

  private func contains(_ range: Range<Int>, _ words: String) -> Bool { slice(range).contains(words) }

  /// The unit as the note writes it behind a number, if there is one.
  private func unit(after offset: Int, _ unit: String?) -> String? {
    guard unit != nil else { return nil }
    var start = offset
    while start < scalars.count, scalars[start] == " " || scalars[start].value == 0xA0 || scalars[start].value == 0x202F { start += 1 }
    guard start - offset <= 1 else { return nil }
    var end = start
    while end < scalars.count, scalars[end] != " ", scalars[end] != "\n", scalars[end] != ";", scalars[end] != ")", scalars[end] != "|" {
      end += 1
    }
    while end > start, scalars[end - 1] == "," || scalars[end - 1] == "." || scalars[end - 1] == "\r" { end -= 1 }
    let words = slice(start..<end)
    return words.isEmpty || words.hasPrefix("x") || words.unicodeScalars.contains { ("0"..."9").contains($0) } ? nil : words
  }

  /// "5 mg" as the note writes it.
  private func strengthWords(_ strength: Gold.Amount, in range: Range<Int>) -> String? {
    var index = range.lowerBound
    while index < range.upperBound {
      guard ("0"..."9").contains(scalars[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < range.upperBound,
        ("0"..."9").contains(scalars[end])
          || (scalars[end] == "," || scalars[end] == ".") && end + 1 < range.upperBound && ("0"..."9").contains(scalars[end + 1])
      { end += 1 }
      let number = slice(index..<end)
      let plain = String(number.map { $0 == "," ? "." : $0 })
      if Double(plain) == strength.value, index == range.lowerBound || !("0"..."9").contains(scalars[index - 1]) {
        var stop = end
        if stop < range.upperBound, scalars[stop] == " " { stop += 1 }
        while stop < range.upperBound, scalars[stop].properties.isAlphabetic || scalars[stop] == "µ" || scalars[stop] == "%" { stop += 1 }
        let words = trimmed(slice(index..<stop))
        // "9,5 mg/24 h": no more than a part of it
        if stop < range.upperBound, scalars[stop] == "/" { return nil }
        return words == number && strength.unit != nil ? nil : words
      }
      index = end
    }
    return nil
  }
}

/// What the offline engine makes of a note: for the words of its labels and rhythms alone.
private struct Extracted {
  var measurements: [Measurement] = []
  var medications: [Medication] = []

  init(text: String, language: Language) {
    let note = NoteText(text)
    for claim in RulesEngine().claims(of: note, language: language) {
      let evidence = claim.quotes.compactMap { quote -> Evidence? in
        guard case .bytes(let range) = quote.place else { return nil }
        return Evidence(
          start: note.scalarOffset(ofByte: range.lowerBound), end: note.scalarOffset(ofByte: range.upperBound), text: note.string(range),
          section: quote.section)
      }
      switch claim.content {
      case .measurement(var measurement):
        measurement.evidence = evidence
        measurements.append(measurement)
      case .medication(var medication):
        medication.evidence = evidence
        medications.append(medication)
      default: break
      }
    }
  }
}
