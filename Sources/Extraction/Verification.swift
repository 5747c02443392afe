package import ClinicalRecord
package import Terminology
internal import TextScanning

/// Holds a claim's numbers and units against the words that are to prove it.
package struct Verification: Sendable {
  private let own: Terminology?

  package init(terms: Terminology? = nil) { own = terms }

  func terms(_ language: Language) -> Terminology { own ?? .embedded(language) }

  /// What the claim says and its evidence does not; nil where all of it stands.
  package func fault(_ claim: Claim.Content, _ evidence: [Evidence], language: Language) -> String? {
    switch claim {
    case .age(let value, _):
      let facts = Facts(evidence, language, terms(language))
      // from a birth date and the report's: two dates are its evidence
      return facts.holds(value) || evidence.count == 2 ? nil : "age"
    case .measurement(let measurement):
      if evidence.contains(where: { $0.text.utf8.holdsPlainly(abs(measurement.value), commaIsDecimal: language == .french) }) { return nil }
      return Facts(evidence, language, terms(language)).holds(abs(measurement.value)) ? nil : measurement.name
    case .medication(let medication):
      return medication.sig.hasNumbers && !medication.sig.holdsPlainly(evidence, language)
        ? fault(medication.sig, Facts(evidence, language, terms(language))) : nil
    case .sex, .reason, .admitted, .discharged, .problem, .allergy, .procedure, .followUp: return nil
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
  /// Whether there is no more than a strength and a count, and both stand plainly in some evidence.
  fileprivate func holdsPlainly(_ evidence: [Evidence], _ language: Language) -> Bool {
    guard frequency.timesPerDay == nil, frequency.intervalHours == nil, duration == nil, quantity?.max == nil else { return false }
    return [strength?.value, quantity?.value].allSatisfy { value in
      value.map { value in evidence.contains { $0.text.utf8.holdsPlainly(value, commaIsDecimal: language == .french) } } ?? true
    }
  }

  /// Whether it says anything that evidence must bear out.
  fileprivate var hasNumbers: Bool {
    strength != nil || quantity != nil || frequency.timesPerDay != nil || frequency.intervalHours != nil || duration != nil
  }
}

extension String.UTF8View {
  /// Whether a number stands in it that can be read in one way only and is `value`: digits, with decimals or without, between a space, a mark
  /// or a letter, and no digit near by that could belong to it. Most results are so, which spares them the scanner.
  fileprivate func holdsPlainly(_ value: Double, commaIsDecimal: Bool) -> Bool {
    withContiguousStorageIfAvailable { bytes in
      func isDigit(_ at: Int) -> Bool { at >= 0 && at < bytes.count && bytes[at] &- 0x30 < 10 }
      func isSpace(_ at: Int) -> Bool { bytes[at] == 0x20 }
      func isLetter(_ at: Int) -> Bool { (bytes[at] | 0x20) &- 0x61 < 26 }
      var index = 0
      while index < bytes.count {
        guard isDigit(index) else {
          index += 1
          continue
        }
        let start = index
        var number = 0.0
        while isDigit(index) {
          number = number * 10 + Double(bytes[index] &- 0x30)
          index += 1
        }
        guard index - start <= 9,
          start == 0 || isSpace(start - 1) && (start == 1 || isLetter(start - 2) || bytes[start - 2] == UInt8(ascii: ":"))
        else {
          continue
        }
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") && commaIsDecimal,
          isDigit(index + 1)
        {
          let point = index
          index += 1
          var decimals = 0.0
          var scale = 1.0
          while isDigit(index) {
            decimals = decimals * 10 + Double(bytes[index] &- 0x30)
            scale *= 10
            index += 1
          }
          guard index - point <= 4 else { continue }
          number += decimals / scale
        }
        let ends =
          index == bytes.count || isLetter(index) || bytes[index] == UInt8(ascii: "%")
          || isSpace(index) && index + 1 < bytes.count && isLetter(index + 1)
        if ends, number == value { return true }
      }
      return false
    } ?? false
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

  init(_ evidence: [Evidence], _ language: Language, _ terms: Terminology) {
    for evidence in evidence {
      let note = NoteText(evidence.text)
      read(TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: language), terms)
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
    if Double(moments.count) == value || Double(slots) == value || moments.count + slots >= Int(value) && !moments.isEmpty { return true }
    return close(value * 7, Double(weekdays)) || hasException && weekdays > 0 && close(value * 7, Double(7 - weekdays))
      || slots >= Int(value) && value == value.rounded()
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

  private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 0.0005 * max(abs(a), abs(b), 0.001) }
}
