internal import ClinicalRecord
internal import RulesEngine
internal import TextScanning

/// A true claim with one change that makes it false.
struct Mutant {
  /// What was changed, and whether in the attribute alone or in the quote too.
  var kind: String
  var claim: PointedClaim

  func json(_ note: GoldNote, isAccepted: Bool) -> String {
    var writer = JSONWriter()
    writer.object { w in
      w.key("note", note.name)
      w.key("kind", kind)
      w.key("category", claim.category.rawValue)
      w.key("quotes") { $0.array(claim.quotes) { $0.string($1) } }
      w.key("attributes") { w in
        w.object { w in
          for field in claim.category.fields {
            if let value = claim[field.attribute] { w.key(named: field.attribute.rawValue) { $0.string(value) } }
          }
        }
      }
      w.key("accepted", isAccepted)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension GoldNote {
  func mutants(of claim: PointedClaim) -> [Mutant] {
    switch claim.category {
    case .medication:
      return changes(claim, .strength, digits, "digit") + changes(claim, .frequency, digits, "digit")
        + changes(claim, .strength, units, "unit")
        + changes(claim, .frequency, rhythms, "frequency") + changes(claim, .name, strangers, "drug") + neighbours(claim)
    case .measurement: return changes(claim, .value, digits, "digit") + changes(claim, .unit, units, "unit") + neighbourLabels(claim)
    case .problem: return negations(claim) + families(claim)
    case .allergy:
      return changes(claim, .substance, strangers, "drug") + flip(claim, .polarity, ["present": "absent", "absent": "present"], "negation")
    default: return []
    }
  }

  // MARK: words

  /// Each mutant of an attribute, alone and in the quote too.
  private func changes(_ claim: PointedClaim, _ attribute: PointedClaim.Attribute, _ change: (String) -> [String], _ kind: String)
    -> [Mutant]
  {
    guard let old = claim[attribute] else { return [] }
    return change(old).flatMap { new -> [Mutant] in
      guard new != old, !claim.quotes.contains(where: { folded($0).hasWords(folded(new)) }) else { return [] }
      var alone = claim
      alone.attributes[attribute] = new
      var both = alone
      both.quotes = claim.quotes.map { $0.replacing(old, with: new) }
      // what the note says elsewhere in these very words is no mutant
      let isElsewhere = both.quotes == claim.quotes || both.quotes.allSatisfy { folded(text).hasWords(folded($0)) }
      return [Mutant(kind: kind, claim: alone)] + (isElsewhere ? [] : [Mutant(kind: kind + " in the quote", claim: both)])
    }
  }

  /// One digit changed.
  private func digits(_ words: String) -> [String] {
    let scalars = Array(words.unicodeScalars)
    return scalars.indices.filter { ("0"..."9").contains(scalars[$0]) }.prefix(2).map { index in
      var changed = scalars
      let digit = (scalars[index].value - 0x30 + 3) % 10
      changed[index] = Unicode.Scalar(UInt8(0x30 + (digit == 0 && index == 0 ? 1 : digit)))
      var result = String.UnicodeScalarView()
      result.append(contentsOf: changed)
      return String(result)
    }
  }

  private func units(_ words: String) -> [String] {
    let pairs = [
      ("µmol/L", "mmol/L"), ("mmol/L", "µmol/L"), ("mg/dL", "mg/L"), ("mg/L", "g/L"), ("g/dL", "g/L"), ("g/L", "mg/L"), ("UI/L", "g/L"),
      ("U/L", "g/L"), ("mmHg", "kPa"), ("%", "g/L"), ("kg", "g"), ("cm", "m"), ("/min", "/h"), ("micrograms", "mg"), ("mcg", "mg"),
      ("µg", "mg"),
      ("mg", "g"), ("UI", "mg"), ("units", "mg"), ("g", "mg"), ("mL", "L"), ("°C", "°F"),
    ]
    for (old, new) in pairs where words.contains(old) { return [words.replacing(old, with: new, maxReplacements: 1)] }
    return []
  }

  private func rhythms(_ words: String) -> [String] {
    let pairs = [
      ("matin", "soir"), ("soir", "matin"), ("morning", "evening"), ("bedtime", "noon"), ("twice", "three times"), ("bd", "tds"),
      ("BID", "TID"),
      ("daily", "weekly"), ("once", "twice"), ("coucher", "midi"), ("jour", "semaine"), ("qHS", "qAM"),
    ]
    for (old, new) in pairs where words.contains(old) { return [words.replacing(old, with: new, maxReplacements: 1)] }
    return []
  }

  /// Drugs that the note does not name.
  private func strangers(_ words: String) -> [String] {
    let names = language == .french ? ["clozapine", "ZYPREXA", "thalidomide"] : ["clozapine", "Zyprexa", "thalidomide"]
    return names.filter { !folded(text).hasWords(folded($0)) && folded($0) != folded(words) }.prefix(2).map(\.self)
  }

  // MARK: neighbours

  /// Another drug of the note takes this one's dose: by name alone, and with a quote over both.
  private func neighbours(_ claim: PointedClaim) -> [Mutant] {
    guard let strength = claim[.strength], let name = claim[.name],
      let own = gold.medications.first(where: { $0.text == name && line(at: $0.start) == claim.lines[0] })
    else { return [] }
    let others = gold.medications.filter { other in
      folded(other.text) != folded(name)
        && !gold.medications.contains {
          $0.text == other.text && $0.strength?.value == own.strength?.value && $0.strength?.unit == own.strength?.unit
        }
    }.sorted { abs($0.start - own.start) < abs($1.start - own.start) }
    return others.prefix(2).flatMap { other -> [Mutant] in
      var alone = claim
      alone.attributes[.name] = other.text
      if alone.quotes.contains(where: { folded($0).hasWords(folded(other.text)) }) { return [] }
      alone.attributes[.frequency] = nil
      alone.attributes[.status] = "active"
      var both = alone
      let ownEnd = own.start + (claim.quotes.first?.unicodeScalars.count ?? 0)
      let span = min(own.start, other.start)..<min(scalars.count, max(ownEnd, other.start + other.text.unicodeScalars.count))
      guard span.count < 400 else { return [Mutant(kind: "neighbour", claim: alone)] }
      both.quotes = [slice(span)]
      both.attributes[.strength] = strength
      return [Mutant(kind: "neighbour", claim: alone), Mutant(kind: "neighbour in the quote", claim: both)]
    }
  }

  private func neighbourLabels(_ claim: PointedClaim) -> [Mutant] {
    guard let label = claim[.label], let value = claim[.value],
      let own = gold.measurements.first(where: { $0.text == value && line(at: $0.start) == claim.lines[0] })
    else { return [] }
    // another result of the line has the same value: to take it for the other's would be true
    let isTwice = gold.measurements.contains { $0.text == value && $0.name != own.name && line(at: $0.start) == claim.lines[0] }
    guard !isTwice else { return [] }
    let others: [PointedClaim] = resultClaims().filter { other in
      guard other.lines == claim.lines, other[.label] != label else { return false }
      return other[.value] != value && other[.unit] == claim[.unit]
    }
    return others.prefix(2).flatMap { other -> [Mutant] in
      var both = claim
      both.attributes[.label] = other[.label]
      guard folded(other[.label] ?? "") != folded(label), !folded(label).hasWords(folded(other[.label] ?? "")) else { return [] }
      let whole = rest(from: clause(before: own.start, through: own.start).lowerBound, limit: scalars.count)
      both.quotes = [slice(whole)]
      return [Mutant(kind: "neighbour in the quote", claim: both)]
    }
  }

  // MARK: negation and family

  private func flip(_ claim: PointedClaim, _ attribute: PointedClaim.Attribute, _ values: [String: String], _ kind: String) -> [Mutant] {
    guard let old = claim[attribute], let new = values[old] else { return [] }
    var changed = claim
    changed.attributes[attribute] = new
    return [Mutant(kind: kind, claim: changed)]
  }

  private func negations(_ claim: PointedClaim) -> [Mutant] {
    var mutants = flip(claim, .polarity, ["present": "absent", "absent": "present"], "negation")
    guard let name = claim[.name], var both = mutants.first?.claim else { return mutants }
    both.quotes = claim[.polarity] == "absent" ? [name] : [language == .french ? "pas de \(name)" : "no \(name)"]
    if claim[.polarity] == "absent" || !folded(text).hasWords(folded(both.quotes[0])) {
      // at the claim's own line, so that no other place of the name is meant
      let isAlone = places(of: name).count == 1
      if isAlone { mutants.append(Mutant(kind: "negation in the quote", claim: both)) }
    }
    return mutants
  }

  private func families(_ claim: PointedClaim) -> [Mutant] {
    var mutants = flip(claim, .subject, ["patient": "family", "family": "patient"], "family")
    let relatives = [
      ("mère", "père"), ("père", "mère"), ("sœur", "tante"), ("frère", "oncle"), ("mother", "father"), ("father", "mother"),
      ("sister", "aunt"), ("brother", "uncle"),
    ]
    for (old, new) in relatives where claim[.subject] == "family" && claim.quotes[0].lowercased().contains(old) {
      var changed = claim
      changed.quotes = claim.quotes.map { $0.replacing(old, with: new).replacing(old.prefix(1).uppercased() + old.dropFirst(), with: new) }
      guard !folded(text).hasWords(folded(changed.quotes[0])), changed.quotes != claim.quotes else { continue }
      mutants.append(Mutant(kind: "family in the quote", claim: changed))
      break
    }
    return mutants
  }

  private func places(of words: String) -> [Range<Int>] {
    QuoteFinder(NoteText(text)).places(of: words, within: 0..<TokenCount.count(text))
  }
}

private enum TokenCount {
  static func count(_ text: String) -> Int {
    var count = 0
    let bytes = Array(text.utf8)
    bytes.withUnsafeBufferPointer { scanTokens($0) { _ in count += 1 } }
    return count
  }
}

extension String {
  /// Whether folded words stand in it as whole words.
  func hasWords(_ words: String) -> Bool { !words.isEmpty && " \(self) ".contains(" \(words) ") }
}
