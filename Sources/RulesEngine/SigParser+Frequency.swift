internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// How often a drug is taken, and for how long.
extension SigParser {
  /// "fois", "times" behind a number: the index past it.
  func sigTimes(_ index: Int, _ limit: Int) -> Int? {
    guard index < limit, note.text.tokens[index].kind == .word else { return nil }
    return note.isWord(index, .times) ? index + 1 : nil
  }

  /// "x3/j", "3 x par jour", "3 fois par semaine", "x 7 days".
  func times(_ state: inout State, _ number: Number, _ start: Int, _ limit: Int) -> Int? {
    var number = number
    // "x 2 à 3/j": the first
    if number.end < limit, note.text.tokens[number.end].is("-") || note.isWord(number.end, .to),
      let second = self.number(at: number.end + 1, limit),
      second.value > number.value
    {
      number.end = second.end
    }
    var end = number.end
    // "x 4 more days"
    if end < limit, note.isWord(end, .more), let time = sigWord(at: end + 1, limit, .unit), !note.isWord(start, .times) {
      return duration(&state, number, time, start)
    }
    if end < limit, note.isWord(end, .x) { end += 1 }
    if let after = sigTimes(end, limit) { end = after }
    if let time = sigWord(at: end, limit, .unit), end == number.end, !note.isWord(start, .times), !isDayNumber(time.end, limit) {
      return duration(&state, number, time, start)
    }
    // "x 2 doses": how many in all
    if let form = sigWord(at: end, limit, .form), note.terms.string(form.word.value) == "dose" { return form.end }
    if let per = sigWord(at: end, limit, .per) {
      setRate(&state, number.value, per.word)
      end = per.end
    } else if number.value <= 8, number.value == number.value.rounded() {
      if !state.hasRate { state.timesPerDay = number.value }
    } else {
      return end
    }
    state.tookFrequency(start..<end)
    return end
  }

  /// "x3 J1": the day's number, right behind its letter.
  private func isDayNumber(_ index: Int, _ limit: Int) -> Bool {
    index < limit && note.text.tokens[index].kind == .number && !note.text.tokens[index].flags.contains(.spaceBefore)
  }

  func setRate(_ state: inout State, _ count: Double, _ per: SigWord) {
    guard !state.hasRate else { return }
    switch note.terms.string(per.value) {
    case "week": if count == 1 { state.intervalHours = 168 } else { state.timesPerDay = count / 7 }
    case "month": state.intervalHours = 720 / count
    case "year": state.intervalHours = 8760 / count
    case "hour": state.intervalHours = 1 / count
    default: state.timesPerDay = count
    }
  }

  /// "1-0-1", "1 - 1/2 - 0 - 1": morning, noon, evening, bedtime.
  func schedule(_ state: inout State, _ start: Int, _ limit: Int) -> Int? {
    let tokens = note.text.tokens
    guard tokens[start].kind == .number || tokens[start].kind == .punctuation, let first = number(at: start, limit), !first.isWord,
      first.value <= 20
    else { return nil }
    var end = first.end
    let mark = end < limit ? tokens[end].symbol : 0
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") else { return nil }
    var values = [first.value]
    while end < limit, tokens[end].kind == .punctuation, tokens[end].symbol == mark, let next = number(at: end + 1, limit), !next.isWord,
      next.value <= 20
    {
      values.append(next.value)
      end = next.end
    }
    guard values.count == 3 || values.count == 4, values.contains(where: { $0 > 0 }),
      note.dates.date(note.text, at: start) == nil || mark == UInt8(ascii: "-"),
      mark == UInt8(ascii: "-") || values.contains(0) || values.allSatisfy({ $0 <= 4 }) && state.strength != nil
    else { return nil }
    var unitName = state.quantity?.unit
    if let form = sigWord(at: end, limit, .form) {
      unitName = note.terms.string(form.word.value)
      end = form.end
    }
    if countsUnits { unitName = "IU" }
    for (value, moment) in zip(values, Sig.Moment.allCases) where value > 0 {
      state.intakes.append(Intake(moment: moment, quantity: Sig.Quantity(value: value, unit: unitName)))
    }
    state.tookFrequency(start..<end)
    return end
  }

  /// Whether words for a rhythm stand at a token: "x2/j", "bid", "qhs", "prn", "le soir".
  func isRhythm(_ index: Int, _ limit: Int) -> Bool {
    guard index < limit else { return false }
    if note.isWord(index, .x) { return number(at: index + 1, limit) != nil }
    guard let found = note.sigWord(at: index, end: limit) else { return momentAhead(index, limit) != nil }
    switch found.word.kind {
    case .times, .interval, .prn, .moment, .weekday: return true
    case .route: return isRhythm(found.end, limit)
    default: return momentAhead(index, limit) != nil
    }
  }

  /// "à 8h", "at 08:00", "at 8 am", or one more behind such: "à 8h, 12h et 20h".
  func isClock(_ state: State, _ index: Int, _ number: Number, _ limit: Int) -> Bool {
    guard !number.isWord, number.value <= 24, number.value == number.value.rounded(), index > 0 else { return false }
    let follows =
      note.isWord(index - 1, .atOnly) || note.text.tokens[index - 1].is("@")
      || note.text.language == .english && note.isWord(index - 1, .at)
      || state.clockEnd >= 0 && index - state.clockEnd <= 2
      || !isProse && number.end + 1 < limit && note.text.tokens[number.end].is(":") && note.text.tokens[number.end + 1].count == 2
        && !note.text.tokens[number.end].flags.contains(.spaceBefore) && !note.text.tokens[number.end + 1].flags.contains(.spaceBefore)
    guard follows else { return false }
    let end = clockEnd(number, limit)
    guard end > number.end else { return false }
    if state.clockEnd >= 0 || !isProse { return true }
    guard end + 1 < limit, note.text.tokens[end].is(",") || note.isWord(end, .and) || note.text.tokens[end].is("-"),
      let next = self.number(at: note.isWord(end + 1, .at) ? end + 2 : end + 1, limit)
    else { return false }
    return clockEnd(next, limit) > next.end
  }

  /// "le soir à 22h": the hour of a moment that was named.
  func namesMoment(_ at: Int, _ state: State) -> Bool {
    state.intakes.last?.moment != nil && state.frequencyTokens?.upperBound == at && state.clockEnd < 0
  }

  /// Past "8h", "8 h 30", "08:00", "8 am"; the number's own end where it is no time.
  func clockEnd(_ number: Number, _ limit: Int) -> Int {
    let tokens = note.text.tokens
    let end = number.end
    guard end < limit else { return end }
    if tokens[end].is(":"), end + 1 < limit, tokens[end + 1].kind == .number, tokens[end + 1].count == 2 { return end + 2 }
    if note.isWord(end, .meridiem) { return end + 1 }
    guard let time = sigWord(at: end, limit, .unit), note.terms.string(time.word.value) == "hour" else { return end }
    if time.end < limit, tokens[time.end].kind == .number, tokens[time.end].count == 2, !tokens[time.end].flags.contains(.spaceBefore) {
      return time.end + 1
    }
    return time.end
  }

  /// "5 j/7", "5 jours sur 7": on so many days of the week.
  func daysOfWeek(_ state: inout State, _ number: Number, _ start: Int, _ limit: Int) -> Int? {
    guard !number.isWord, number.value < 7, let time = sigWord(at: number.end, limit, .unit),
      note.terms.string(time.word.value) == "day", time.end + 1 < limit,
      note.text.tokens[time.end].is("/") || note.isWord(time.end, .on),
      let week = self.number(at: time.end + 1, limit), week.value == 7
    else { return nil }
    state.timesPerDay = (state.timesPerDay ?? 1) * number.value / 7
    state.isPerDay = false
    state.tookFrequency(start..<week.end)
    return week.end
  }

  /// "J1 à J7", "J1-J7", "day 1 to 5": a duration.
  func cure(_ state: inout State, _ start: Int, _ limit: Int) -> Int? {
    guard note.isWord(start, .j), let first = number(at: start + 1, limit), !first.isWord else { return nil }
    var index = first.end
    if index < limit, note.isWord(index, .to) || note.text.tokens[index].is("-") { index += 1 }
    if index < limit, note.isWord(index, .j) { index += 1 }
    guard index > first.end, let last = number(at: index, limit), !last.isWord, last.value > first.value else { return nil }
    state.duration = Sig.Duration(value: last.value - first.value + 1, unit: .days)
    state.took(start..<last.end)
    return last.end
  }

  /// "/8h", "q6h", "toutes les 8 heures", "every 2 weeks", "6-hourly", "q4-6h".
  func interval(_ state: inout State, _ start: Int, _ limit: Int) -> Int? {
    var index = start
    let slash = note.text.tokens[start].is("/")
    if slash || note.isWord(start, .q) {
      index += 1
      // "q.6h."
      if !slash, index < limit, note.text.tokens[index].is(".") { index += 1 }
    } else if note.isWord(start, .every) {
      index += 1
      if index < limit, note.isWord(index, .articles) { index += 1 }
    } else {
      guard let number = number(at: start, limit), number.end < limit, note.isWord(number.end, .hourly) else { return nil }
      if state.intervalHours == nil { state.intervalHours = number.value }
      state.tookFrequency(start..<number.end + 1)
      return number.end + 1
    }
    guard var count = number(at: index, limit), count.value > 0 else { return nil }
    if count.end < limit, note.text.tokens[count.end].is("-") || note.isWord(count.end, .to), let second = number(at: count.end + 1, limit)
    {
      count.end = second.end
    }
    // "q5min x3": the doses of an emergency, no rhythm of a day
    if !slash, note.isWord(count.end, .minutes) {
      var end = count.end + 1
      if end < limit, note.isWord(end, .x), let times = number(at: end + 1, limit) { end = times.end }
      state.took(start..<end)
      return end
    }
    // "q6 prn"
    if !slash, note.isWord(start, .q), sigWord(at: count.end, limit, .unit) == nil, [2, 3, 4, 6, 8, 12, 24].contains(count.value),
      !note.text.tokens[start + 1].flags.contains(.spaceBefore)
    {
      if !state.hasRate { state.intervalHours = count.value }
      state.tookFrequency(start..<count.end)
      return count.end
    }
    guard let time = sigWord(at: count.end, limit, .unit) else { return nil }
    let hours = count.value * hoursOf(time.word)
    if slash, hours > 48 { return nil }
    if !state.hasRate { state.intervalHours = hours }
    state.tookFrequency(start..<time.end)
    return time.end
  }

  private func hoursOf(_ word: SigWord) -> Double {
    switch note.terms.string(word.value) {
    case "hour": 1
    case "day": 24
    case "week": 168
    case "month": 720
    default: 8760
    }
  }

  /// 4/7: days, 2/52: weeks.
  func britishDuration(_ state: inout State, _ number: Number, _ limit: Int) -> Int? {
    let tokens = note.text.tokens
    guard note.text.language == .english, !number.isWord, number.end + 1 < limit, tokens[number.end].is("/"),
      tokens[number.end + 1].kind == .number, !tokens[number.end + 1].flags.contains(.spaceBefore)
    else { return nil }
    switch note.dates.integer(note.text, tokens[number.end + 1]) {
    case 7: state.duration = Sig.Duration(value: number.value, unit: .days)
    case 52: state.duration = Sig.Duration(value: number.value, unit: .weeks)
    case 12 where state.strength != nil: state.duration = Sig.Duration(value: number.value, unit: .months)
    default: return nil
    }
    state.took(number.end - 1..<number.end + 2)
    return number.end + 2
  }

  func duration(_ state: inout State, _ number: Number, _ time: (word: SigWord, end: Int), _ start: Int, marked: Bool = false)
    -> Int
  {
    let unit = note.terms.string(time.word.value)
    let before = start - 1
    if !marked {
      // "2 weeks ago", "il y a 15 jours", "after 1 week": a date
      if note.isWord(time.end, .agoOnly) || before >= 0 && note.isWord(before, .after) || before >= 1 && note.isWord(before - 1, .thereOnly)
      {
        return time.end
      }
      // "depuis 10 jours", "dans 8 jours", "à 8 h": no duration
      if before >= 0, note.isWord(before, .since) || note.isWord(before, .with) || unit != "hour" && note.isWord(before, .atOnly) {
        return time.end
      }
      if unit == "hour" || unit == "year" {
        if unit == "hour", number.value <= 24, before >= 0, note.isWord(before, .at), state.quantity != nil {
          state.intakes.append(Intake(moment: nil, quantity: state.quantity))
          state.tookFrequency(start..<time.end)
        }
        if before < 0 || !note.isWord(before, .theOnly) { return time.end }
      }
    }
    if state.duration == nil, let kind = Sig.Duration.Unit(rawValue: unit + "s") {
      state.duration = Sig.Duration(value: number.value, unit: kind)
    }
    state.took(start..<time.end)
    return time.end
  }
}
