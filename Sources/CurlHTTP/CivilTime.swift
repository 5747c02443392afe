/// A time as calendars and headers write it, in UTC.
package struct CivilTime: Sendable, Equatable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int

  /// By the calendar's 400-year cycle of 146,097 days, counted from 1 March of the year 0.
  package init(secondsSince1970 seconds: Int) {
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let rest = seconds - days * 86_400
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    let shifted = days + 719_468
    let era = Int((Double(shifted) / 146_097).rounded(.down))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  package var secondsSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = Int((Double(shiftedYear) / 400).rounded(.down))
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// `20260131T120000Z`
  package var basic: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)\(two(month))\(two(day))T\(two(hour))\(two(minute))\(two(second))Z"
  }

  /// The date of a header, as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7); nil for another form.
  package init?(httpDate text: String) {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let month = months.firstIndex(of: String(words[2])),
      let year = Int(words[3]), let clock = Self.clock(words[4])
    else { return nil }
    self.init(year, month + 1, day, clock)
  }

  /// `2026-01-31T12:00:00Z`, also with a fraction, which is dropped, or an offset (RFC 3339); nil for another form.
  package init?(rfc3339 text: String) {
    guard text.utf8.count >= 20 else { return nil }
    let date = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard date.count == 3, let clock = Self.clock(text.dropFirst(11).prefix(8)) else { return nil }
    let zone = text.dropFirst(19).drop { $0 == "." || $0.isNumber }
    self.init(date[0], date[1], date[2], clock)
    if zone == "Z" || zone == "z" { return }
    let offset = zone.dropFirst().split(separator: ":").compactMap { Int($0) }
    guard zone.first == "+" || zone.first == "-", offset.count == 2 else { return nil }
    let seconds = (offset[0] * 60 + offset[1]) * 60
    self.init(secondsSince1970: secondsSince1970 - (zone.first == "-" ? -seconds : seconds))
  }

  private init?(_ year: Int, _ month: Int, _ day: Int, _ clock: (Int, Int, Int)) {
    guard (1...12).contains(month), (1...31).contains(day), (1...9999).contains(year) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (hour, minute, second) = clock
  }

  private static func clock(_ text: Substring) -> (Int, Int, Int)? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 3, (0...23).contains(parts[0]), (0...59).contains(parts[1]), (0...60).contains(parts[2]) else { return nil }
    return (parts[0], parts[1], parts[2])
  }
}
