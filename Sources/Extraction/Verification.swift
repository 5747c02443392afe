package import ClinicalRecord
package import Terminology
internal import TextScanning

/// Holds a claim's numbers and units against the words that are to prove it.
package struct Verification {
  private let note: TokenizedText
  private let terms: Terminology

  /// `note`: with the numbers that `terms` give its words.
  package init(_ note: TokenizedText, terms: Terminology) {
    self.note = note
    self.terms = terms
  }

  /// What the claim says and its evidence, bytes of the note, does not; nil where all of it stands.
  package func fault(_ claim: Claim.Content, _ evidence: [Range<Int>]) -> String? {
    switch claim {
    case .age(let value, _):
      // from a birth date and the report's: two dates are its evidence
      return Facts(evidence, note, terms).holds(value) || evidence.count == 2 ? nil : "age"
    case .measurement(let measurement):
      if holdsPlainly(abs(measurement.value), evidence) { return nil }
      return Facts(evidence, note, terms).holds(abs(measurement.value)) ? nil : measurement.name
    case .medication(let medication):
      return medication.sig.hasNumbers && !holdsPlainly(medication.sig, evidence)
        ? fault(medication.sig, Facts(evidence, note, terms)) : nil
    case .sex, .reason, .admitted, .discharged, .problem, .allergy, .procedure, .followUp: return nil
    }
  }

  /// Whether there is no more than a strength and a count, and both stand plainly in some evidence.
  private func holdsPlainly(_ sig: Sig, _ evidence: [Range<Int>]) -> Bool {
    guard sig.frequency.timesPerDay == nil, sig.frequency.intervalHours == nil, sig.duration == nil, sig.quantity?.max == nil else {
      return false
    }
    return (sig.strength.map { holdsPlainly($0.value, evidence) } ?? true)
      && (sig.quantity.map { holdsPlainly($0.value, evidence) } ?? true)
  }

  private func holdsPlainly(_ value: Double, _ evidence: [Range<Int>]) -> Bool {
    note.note.bytes.withUnsafeBufferPointer { bytes in
      evidence.contains { UnsafeBufferPointer(rebasing: bytes[$0]).holdsPlainly(value, commaIsDecimal: note.language == .french) }
    }
  }

  private func fault(_ sig: Sig, _ facts: Facts) -> String? {
    if let strength = sig.strength, !facts.holds(strength.value) { return "strength" }
    if let quantity = sig.quantity {
      if !facts.holds(quantity.value) { return "quantity" }
      if let max = quantity.max, !facts.holds(max) { return "quantity" }
    }
    if let times = sig.frequency.timesPerDay, !facts.holdsRate(times) { return "frequency" }
    if let interval = sig.frequency.intervalHours, !facts.holdsInterval(interval) { return "frequency" }
    if let duration = sig.duration, !facts.holdsDuration(duration) { return "duration" }
    return nil
  }
}

extension Sig {
  /// Whether it says anything that evidence must bear out.
  fileprivate var hasNumbers: Bool {
    strength != nil || quantity != nil || frequency.timesPerDay != nil || frequency.intervalHours != nil || duration != nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a number stands in it that can be read in one way only and is `value`: digits, with decimals or without, between a space, a mark
  /// or a letter, and no digit near by that could belong to it. Most results are so, which spares them the scanner.
  fileprivate func holdsPlainly(_ value: Double, commaIsDecimal: Bool) -> Bool {
    func isDigit(_ at: Int) -> Bool { at >= 0 && at < count && self[at] &- 0x30 < 10 }
    func isSpace(_ at: Int) -> Bool { self[at] == 0x20 }
    func isLetter(_ at: Int) -> Bool { (self[at] | 0x20) &- 0x61 < 26 }
    var index = 0
    while index < count {
      guard isDigit(index) else {
        index += 1
        continue
      }
      let start = index
      var number = 0.0
      while isDigit(index) {
        number = number * 10 + Double(self[index] &- 0x30)
        index += 1
      }
      guard index - start <= 9,
        start == 0 || isSpace(start - 1) && (start == 1 || isLetter(start - 2) || self[start - 2] == UInt8(ascii: ":"))
      else {
        continue
      }
      if index + 1 < count, self[index] == UInt8(ascii: ".") || self[index] == UInt8(ascii: ",") && commaIsDecimal,
        isDigit(index + 1)
      {
        let point = index
        index += 1
        var decimals = 0.0
        var scale = 1.0
        while isDigit(index) {
          decimals = decimals * 10 + Double(self[index] &- 0x30)
          scale *= 10
          index += 1
        }
        guard index - point <= 4 else { continue }
        number += decimals / scale
      }
      let ends =
        index == count || isLetter(index) || self[index] == UInt8(ascii: "%")
        || isSpace(index) && index + 1 < count && isLetter(index + 1)
      if ends, number == value { return true }
    }
    return false
  }
}

/// The numbers and the frequency words of some evidence.
private struct Facts {
  private var numbers: [Double] = []
  private var rates: [Double] = []
  private var intervals: [Double] = []
  /// Each once.
  private var moments: [String] = []
  private var slots = 0
  private var perDay = false
  private var weekdays = 0
  /// "sauf samedi et dimanche"
  private var hasException = false

  /// Of the tokens that stand in the evidence whole.
  init(_ evidence: [Range<Int>], _ note: TokenizedText, _ terms: Terminology) {
    var text = TokenizedText(note: note.note, tokens: [], language: note.language)
    for bytes in evidence {
      text.tokens.removeAll(keepingCapacity: true)
      let first = note.firstToken(from: bytes.lowerBound)
      var end = first
      while end < note.tokens.count, Int(note.tokens[end].end) <= bytes.upperBound { end += 1 }
      text.tokens.append(contentsOf: note.tokens[first..<end])
      // read as a text of its own
      if first < end { text.tokens[0].flags.insert(.spaceBefore) }
      for index in text.tokens.indices { text.tokens[index].flags.remove(.blockStart) }
      read(text, terms)
    }
  }

  private mutating func read(_ text: TokenizedText, _ terms: Terminology) {
    let scanner = NumberScanner(commaIsDecimal: text.language == .french)
    let sigWords = terms.sigWords
    var index = 0
    // "1 cp et demi": a half close behind a count belongs to it
    var count: (value: Double, end: Int)?
    func addPart(_ part: Double, at index: Int) {
      if let count, part < 1, index - count.end <= 3 { numbers.append(count.value + part) }
    }
    while index < text.tokens.count {
      if terms.words.contains(text.tokens[index], .except) { hasException = true }
      if let match = sigWords.longest(in: text, at: index, terms: terms) {
        let word = sigWords[match.entry]
        absorb(word, terms)
        if word.kind == .number {
          addPart(word.number, at: index)
          if word.number >= 1 { count = (word.number, match.end) }
        }
        // a phrase may hold digits too: "1 j/2", "tous les 15 jours"
        for token in text.tokens[index..<match.end] where token.kind == .number { numbers.append(scanner.digits(text.note, token)) }
        index = match.end
        continue
      }
      if let number = scanner.number(in: text.note, text.tokens, at: index) {
        numbers.append(number.value)
        if number.isFraction { addPart(number.value, at: index) } else { count = (number.value, number.end) }
        for token in text.tokens[index..<number.end] where token.kind == .number {
          let digits = scanner.digits(text.note, token)
          if digits != number.value, number.isFraction { numbers.append(digits) }
          if digits > 0 { slots += 1 }
        }
        index = number.end
        continue
      }
      index += 1
    }
  }

  private mutating func absorb(_ word: SigWord, _ terms: Terminology) {
    switch word.kind {
    case .times: rates.append(word.number)
    case .interval: intervals.append(word.number)
    case .number: numbers.append(word.number)
    case .moment:
      let moment = terms.string(word.value)
      if !moments.contains(moment) { moments.append(moment) }
    case .per: perDay = true
    case .weekday: weekdays += 1
    default: break
    }
  }

  func holds(_ value: Double) -> Bool { numbers.contains { close($0, value) } }

  func holdsRate(_ value: Double) -> Bool {
    if rates.contains(where: { close($0, value) }) || holds(value) || holds(value * 7) { return true }
    if close(value, 1), perDay { return true }
    // a note's or a model's number may be beyond any whole one
    let whole = value.rounded(.towardZero)
    if Double(moments.count) == value || Double(slots) == value || Double(moments.count + slots) >= whole && !moments.isEmpty {
      return true
    }
    return close(value * 7, Double(weekdays)) || hasException && weekdays > 0 && close(value * 7, Double(7 - weekdays))
      || Double(slots) >= whole && value == whole
  }

  func holdsInterval(_ hours: Double) -> Bool {
    if intervals.contains(where: { close($0, hours) }) { return true }
    if weekdays > 0, close(hours, 168) { return true }
    if perDay, close(hours, 168) || close(hours, 720) || close(hours, 8760) { return true }
    return numbers.contains { n in n > 0 && [1, 24, 168, 720, 8760].contains { close(n * $0, hours) || close($0 / n, hours) } }
  }

  func holdsDuration(_ duration: Sig.Duration) -> Bool {
    if holds(duration.value) { return true }
    // "J3 à J7" is five days
    for first in numbers { for last in numbers where close(last - first + 1, duration.value) { return true } }
    return false
  }

  private func close(_ a: Double, _ b: Double) -> Bool { (a - b).isFinite && abs(a - b) <= 0.0005 * max(abs(a), abs(b), 0.001) }
}
