internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Dates in both languages: 12/03/2024, 12.03.24, 12/03, 12 mars 2024, le 2 mai, March 5, 2024, 2024-03-12, mars 2024.
struct DateScanner {
  struct Date: Equatable {
    var year: Int?
    var month: Int
    var day: Int?
    /// Index past the last token.
    var end: Int

    /// ISO 8601, as much of it as is known; nil without a year.
    var iso: String? {
      guard let year else { return nil }
      func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
      guard let day else { return "\(year)-\(two(month))" }
      return "\(year)-\(two(month))-\(two(day))"
    }

    var order: Int { (year ?? 0) * 10_000 + month * 100 + (day ?? 0) }
  }

  /// American notes put the month first.
  private(set) var monthFirst = false
  private let words: WordClasses
  /// The year that a date without one belongs to.
  private(set) var year: Int?
  /// The year of the latest full date: the note's own.
  private(set) var fullYear: Int?

  init(_ text: TokenizedText, _ words: WordClasses) {
    self.words = words
    var firstOver12 = 0
    var secondOver12 = 0
    var american = 0
    var british = 0
    var years: [Int: Int] = [:]
    var hasPair = false
    for index in text.tokens.indices {
      let token = text.tokens[index]
      guard token.kind == .number || words.isMonth(token) else { continue }
      hasPair = hasPair || token.kind == .number && isPair(text, index)
      if token.kind == .number, let (a, b, c, _) = numeric(text, index) {
        if a > 12, b <= 12 { firstOver12 += 1 }
        if b > 12, a <= 12 { secondOver12 += 1 }
        if let c {
          years[c, default: 0] += 1
          if c > 1990 { fullYear = max(fullYear ?? c, c) }
        }
      } else if token.kind == .word, index > 0, text.tokens[index - 1].kind == .number, let date = date(text, at: index),
        let year = date.year, year > 1990
      {
        fullYear = max(fullYear ?? year, year)
      }
      if token.kind == .number, token.count == 4, let value = integer(text, token), value > 1990, value < 2100 {
        years[value, default: 0] += 1
      }
    }
    if text.language == .english, firstOver12 == 0, hasPair {
      (american, british) = Self.marks.count(in: text.note.bytes)
      monthFirst = secondOver12 > 0 || american > british
    }
    year = years.filter { $0.key > 1990 }.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    // the note is as old as its latest full date
    if let latest = years.keys.filter({ $0 < 2100 }).max(), let common = year, latest - common <= 1 { year = latest }
  }

  /// Words of the one and of the other side of the Atlantic.
  private struct Marks {
    private var patterns: [[UInt8]]
    private let americanCount: Int
    /// The patterns that begin with a byte, a bit for each.
    private var byFirst = [UInt32](repeating: 0, count: 256)

    init(american: [String], british: [String]) {
      patterns = (american + british).map { Array($0.utf8) }
      americanCount = american.count
      for (number, pattern) in patterns.enumerated() { byFirst[Int(pattern[0])] |= 1 << UInt32(number) }
    }

    /// How many of each stand in a note.
    func count(in bytes: [UInt8]) -> (american: Int, british: Int) {
      var found: UInt32 = 0
      bytes.withUnsafeBufferPointer { bytes in
        for index in bytes.indices {
          var open = byFirst[Int(bytes[index])] & ~found
          while open != 0 {
            let number = open.trailingZeroBitCount
            open &= open - 1
            if bytes[index...].starts(with: patterns[number]) { found |= 1 << UInt32(number) }
          }
        }
      }
      let american = found & (1 << UInt32(americanCount) - 1)
      return (american.nonzeroBitCount, (found & ~american).nonzeroBitCount)
    }
  }

  private static let marks = Marks(
    american: ["MRN", "PCP", "Hgb", "BUN", "lb", "mg/dL", "Tylenol", "edema", "ED ", "y/o", "PRN"],
    british: ["GP", "NHS", "oedema", "haem", "A&E", "U&E", "mmol/L", " od", " bd", "tds", "umol", "µmol"])

  /// The date that begins at a token.
  @inline(__always) func date(_ text: TokenizedText, at index: Int) -> Date? {
    guard index < text.tokens.count, text.tokens[index].kind == .number || words.isMonth(text.tokens[index]) else { return nil }
    return read(text, at: index)
  }

  private func read(_ text: TokenizedText, at index: Int) -> Date? {
    let tokens = text.tokens
    let token = tokens[index]
    if token.kind == .number {
      // 2024-03-12
      if token.count == 4, index + 4 < tokens.count, let year = integer(text, token), year > 1900, year < 2100, tokens[index + 1].is("-"),
        tokens[index + 3].is("-"), let month = integer(text, tokens[index + 2]), let day = integer(text, tokens[index + 4]),
        (1...12).contains(month), (1...31).contains(day)
      {
        return Date(year: year, month: month, day: day, end: index + 5)
      }
      if let (a, b, year, end) = numeric(text, index) {
        let (day, month) = monthFirst && a <= 12 || b > 12 ? (b, a) : (a, b)
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        return Date(year: year, month: month, day: day, end: end)
      }
      // 2 mai 2024, 1er mai, 5th March
      guard token.count <= 2, let day = integer(text, token), (1...31).contains(day), index + 1 < tokens.count else { return nil }
      var next = index + 1
      if tokens[next].kind == .word, tokens[next].count == 2, !tokens[next].flags.contains(.spaceBefore) { next += 1 }
      guard next < tokens.count, let month = month(tokens[next]) else { return nil }
      var end = next + 1
      if end < tokens.count, tokens[end].is(".") || tokens[end].is(","), end + 1 < tokens.count, tokens[end + 1].count == 4 { end += 1 }
      guard let year = fourDigits(text, end) else { return Date(year: nil, month: month, day: day, end: next + 1) }
      return Date(year: year, month: month, day: day, end: end + 1)
    }
    // a month alone is no date
    if token.kind == .word, token.count >= 3, index + 1 < tokens.count, tokens[index + 1].kind == .number, let month = month(token) {
      var end = index + 1
      var day: Int?
      if end < tokens.count, tokens[end].kind == .number, tokens[end].count <= 2, let value = integer(text, tokens[end]),
        (1...31).contains(value)
      {
        day = value
        end += 1
        if end < tokens.count, tokens[end].kind == .word, tokens[end].count == 2, !tokens[end].flags.contains(.spaceBefore) { end += 1 }
        if end < tokens.count, tokens[end].is(",") { end += 1 }
      }
      if let year = fourDigits(text, end) { return Date(year: year, month: month, day: day, end: end + 1) }
      guard let day else { return nil }
      return Date(year: nil, month: month, day: day, end: end)
    }
    return nil
  }

  /// The ISO form, with the note's year where the date has none.
  func iso(_ date: Date) -> String? {
    var date = date
    if date.year == nil { date.year = fullYear ?? year }
    return date.iso
  }

  func integer(_ text: TokenizedText, _ token: Token) -> Int? {
    guard token.kind == .number, token.count <= 9 else { return nil }
    var value = 0
    for index in token.range { value = value * 10 + Int(text.note.bytes[index] &- 0x30) }
    return value
  }

  private func month(_ token: Token) -> Int? {
    guard token.kind == .word, words.isMonth(token) else { return nil }
    return WordClass.monthsOfYear.firstIndex { words.contains(token, $0) }.map { $0 + 1 }
  }

  private func fourDigits(_ text: TokenizedText, _ index: Int) -> Int? {
    guard index < text.tokens.count, text.tokens[index].count == 4, let year = integer(text, text.tokens[index]), year > 1900, year < 2100
    else {
      return nil
    }
    return year
  }

  /// Two short numbers that nothing but a slash, a dot or a hyphen parts.
  private func isPair(_ text: TokenizedText, _ index: Int) -> Bool {
    let tokens = text.tokens
    guard index + 2 < tokens.count, tokens[index].kind == .number, tokens[index].count <= 2, tokens[index + 2].kind == .number,
      tokens[index + 2].count <= 2, !tokens[index + 1].flags.contains(.spaceBefore), !tokens[index + 2].flags.contains(.spaceBefore)
    else { return false }
    let mark = tokens[index + 1]
    return mark.is("/") || mark.is(".") || mark.is("-")
  }

  /// Two or three numbers with slashes, dots or hyphens: 12/03/2024, 12.03.24, 12/03.
  private func numeric(_ text: TokenizedText, _ index: Int) -> (Int, Int, Int?, end: Int)? {
    guard isPair(text, index) else { return nil }
    let tokens = text.tokens
    let mark = tokens[index + 1]
    if index > 0, tokens[index - 1].is("/") || tokens[index - 1].is("."), !tokens[index].flags.contains(.spaceBefore),
      !tokens[index - 1].flags.contains(.spaceBefore),
      index > 1, tokens[index - 2].kind == .number
    {
      return nil
    }
    guard let a = integer(text, tokens[index]), let b = integer(text, tokens[index + 2]), a > 0, b > 0, a <= 31, b <= 31, a <= 12 || b <= 12
    else {
      return nil
    }
    if index + 4 < tokens.count, tokens[index + 3].symbol == mark.symbol, tokens[index + 3].kind == .punctuation,
      !tokens[index + 3].flags.contains(.spaceBefore), !tokens[index + 4].flags.contains(.spaceBefore), tokens[index + 4].kind == .number
    {
      let count = tokens[index + 4].count
      guard let year = integer(text, tokens[index + 4]) else { return nil }
      if count == 4, year > 1900, year < 2100 { return (a, b, year, index + 5) }
      if count == 2 { return (a, b, year < 50 ? 2000 + year : 1900 + year, index + 5) }
      return nil
    }
    // day and month alone: two digits each, so that a dose or a ratio is none
    guard mark.is("/"), tokens[index + 2].count == 2, b <= 12 || monthFirst else { return nil }
    let announced =
      index > 0 && (words.contains(tokens[index - 1], .dateBefore) || tokens[index - 1].is("(")) || tokens[index].flags.contains(.lineStart)
    guard announced || tokens[index].count == 2 && !(b == 10 && a <= 10) else { return nil }
    return (a, b, nil, index + 3)
  }
}
