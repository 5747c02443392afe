internal import ClinicalRecord
internal import TextScanning

/// The numbers and the moments in the note's words for a rhythm, in their order.
struct RhythmWords {
  enum Part: Equatable {
    case number(Double)
    case moment(Sig.Moment)
    /// A comma, `et`, `and`: what parts one intake from the next.
    case pause
  }

  private(set) var parts: [Part] = []

  init(_ text: String) {
    let characters = Array(text)
    let slashes = characters.count { $0 == "/" }
    var index = 0
    while index < characters.count {
      if let number = Self.number(characters, &index, fractions: slashes < 2) {
        parts.append(.number(number))
      } else if characters[index].isLetter {
        let start = index
        while index < characters.count, characters[index].isLetter { index += 1 }
        if let part = Self.words[folded(String(characters[start..<index]))] { parts.append(part) }
      } else {
        if ",;+&".contains(characters[index]) { parts.append(.pause) }
        index += 1
      }
    }
  }

  /// `1-0-2`: three or four numbers, one a moment.
  var schedule: [UnevenIntakes.Dose]? {
    let numbers = parts.compactMap { if case .number(let value) = $0 { value } else { nil } }
    guard numbers.count == parts.count, (3...4).contains(numbers.count) else { return nil }
    return Array(zip(Sig.Moment.allCases, numbers)).filter { $0.1 > 0 }.map { (moment: $0, dose: $1) }
  }

  /// `6 UI matin, 8 UI soir`; `matin : 6 UI, soir : 8 UI`.
  var pairs: [UnevenIntakes.Dose]? { Self.pairs(parts.filter { $0 != .pause }) }

  /// `matin, 8 UI soir`: the words begin behind the first number. A pause after the first moment tells it from `matin 8 UI, soir`.
  var pairsWithoutFirstDose: (Sig.Moment, [UnevenIntakes.Dose])? {
    guard parts.count > 3, case .moment(let first) = parts[0], parts[1] == .pause else { return nil }
    let rest = parts.dropFirst().filter { $0 != .pause }
    guard case .number? = rest.first else { return nil }
    return Self.pairs(rest).map { (first, $0) }
  }

  private static func pairs(_ parts: [Part]) -> [UnevenIntakes.Dose]? {
    guard parts.count > 1, parts.count.isMultiple(of: 2) else { return nil }
    var doses: [UnevenIntakes.Dose] = []
    var numberIsFirst: Bool?
    for index in stride(from: 0, to: parts.count, by: 2) {
      switch (parts[index], parts[index + 1]) {
      case (.number(let dose), .moment(let moment)) where numberIsFirst != false:
        numberIsFirst = true
        doses.append((moment, dose))
      case (.moment(let moment), .number(let dose)) where numberIsFirst != true:
        numberIsFirst = false
        doses.append((moment, dose))
      default: return nil
      }
    }
    return doses
  }

  private static let words: [String: Part] = [
    "matin": .moment(.morning), "morning": .moment(.morning), "mane": .moment(.morning), "am": .moment(.morning),
    "breakfast": .moment(.morning),
    "midi": .moment(.noon), "noon": .moment(.noon), "lunch": .moment(.noon), "lunchtime": .moment(.noon),
    "soir": .moment(.evening), "evening": .moment(.evening), "pm": .moment(.evening), "dinner": .moment(.evening),
    "supper": .moment(.evening),
    "coucher": .moment(.bedtime), "bedtime": .moment(.bedtime), "night": .moment(.bedtime), "nocte": .moment(.bedtime),
    "et": .pause, "and": .pause, "puis": .pause, "then": .pause,
  ]

  /// `1`, `0,5`, `1/2`, `½`, `1½` at `index`, which then stands past it. A slash is a fraction's only over 2, 3 or 4.
  private static func number(_ characters: [Character], _ index: inout Int, fractions: Bool) -> Double? {
    let marks: [Character: Double] = ["½": 0.5, "¼": 0.25, "¾": 0.75]
    var value = decimal(characters, &index)
    if index < characters.count, let mark = marks[characters[index]] {
      index += 1
      return (value ?? 0) + mark
    }
    if fractions, let above = value, index < characters.count, characters[index] == "/" {
      var behind = index + 1
      if let below = decimal(characters, &behind), (2...4).contains(below), above < below {
        value = above / below
        index = behind
      }
    }
    return value
  }

  private static func decimal(_ characters: [Character], _ index: inout Int) -> Double? {
    var digits = ""
    func isDigit(_ index: Int) -> Bool { index < characters.count && characters[index].isASCII && characters[index].isNumber }
    while index < characters.count {
      if isDigit(index) {
        digits.append(characters[index])
      } else if ",.".contains(characters[index]), !digits.isEmpty, !digits.contains("."), isDigit(index + 1) {
        digits.append(".")
      } else {
        break
      }
      index += 1
    }
    return Double(digits)
  }
}
