internal import ClinicalRecord
internal import TextScanning

/// Makes one claim of those that say the same: a model may say a thing twice, in one piece of a note or in two. What conflicts stays apart.
struct ClaimMerger {
  private(set) var claims: [Claim] = []

  mutating func add(_ claim: Claim) {
    for index in claims.indices {
      guard let merged = Self.merged(claims[index], claim) else { continue }
      claims[index] = merged
      return
    }
    claims.append(claim)
  }

  /// nil where the two are not one.
  private static func merged(_ old: Claim, _ new: Claim) -> Claim? {
    switch (old.content, new.content) {
    case (.medication(let a), .medication(let b)):
      guard let medication = merged(a, b) else { return nil }
      return joined(old, new, .medication(medication))
    case (.measurement(let a), .measurement(let b)):
      guard a.name == b.name, a.value == b.value, a.unit == b.unit, a.date == b.date, touches(old, new) else { return nil }
      return joined(old, new, old.content)
    case (.followUp(let a), .followUp(let b)):
      guard folded(a.text) == folded(b.text), touches(old, new) else { return nil }
      return joined(old, new, old.content)
    case (.problem(let a), .problem(let b)):
      guard a.assertion == b.assertion, old.concept == new.concept, folded(a.name) == folded(b.name), touches(old, new) else { return nil }
      return joined(old, new, old.content)
    default: return nil
    }
  }

  /// One entry a drug and list, where one says no more than the other or both say the same.
  private static func merged(_ a: Medication, _ b: Medication) -> Medication? {
    let isSameDrug = a.ingredients.isEmpty ? folded(a.name) == folded(b.name) : a.ingredients == b.ingredients
    guard isSameDrug, a.list == b.list, a.assertion.subject == b.assertion.subject else { return nil }
    guard a.sig == b.sig || a.sig == Sig() || b.sig == Sig() else { return nil }
    guard a.status == b.status || a.status == .active || b.status == .active else { return nil }
    var result = a.sig == Sig() ? b : a
    result.status = a.status == .active ? b.status : a.status
    result.assertion = result.status == a.status ? a.assertion : b.assertion
    return result
  }

  private static func touches(_ a: Claim, _ b: Claim) -> Bool {
    a.quotes.contains { quote in b.quotes.contains { $0.bytes?.overlaps(quote.bytes ?? 0..<0) ?? false } }
  }

  private static func joined(_ a: Claim, _ b: Claim, _ content: Claim.Content) -> Claim {
    var claim = a
    claim.content = content
    for quote in b.quotes where !claim.quotes.contains(where: { $0.bytes == quote.bytes }) { claim.quotes.append(quote) }
    return claim
  }
}

extension Quote {
  fileprivate var bytes: Range<Int>? {
    switch place {
    case .bytes(let range), .normalized(let range): range
    case .words: nil
    }
  }
}
