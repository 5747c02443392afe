internal import ClinicalRecord

extension Posology {
  /// `matin et soir`; `toutes les 8 h`; `3 fois par semaine, le matin`.
  var rhythmAndMoments: String? {
    let moments = momentWords
    guard let rhythm = rhythmWords else { return moments }
    guard let moments else { return rhythm }
    let frequency = sig.frequency
    let isEvery =
      frequency.intervalHours.map { $0 * Double(frequency.times.count) == 24 } ?? (frequency.timesPerDay == Double(frequency.times.count))
    return isEvery ? moments : "\(rhythm), \(moments)"
  }

  private var momentWords: String? {
    let times = sig.frequency.times
    if times.count <= 1 { return times.first.map { language[$0.alone] } }
    let names = times.map { language[$0.name] }
    return "\(names.dropLast().joined(separator: ", ")) \(language[Phrase("et", "and")]) \(names.last ?? "")"
  }

  private var rhythmWords: String? {
    if let hours = sig.frequency.intervalHours, hours > 0 { return interval(hours) }
    if let rate = sig.frequency.timesPerDay, rate > 0 { return self.rate(rate) }
    return nil
  }

  /// A rate a day; below one a day, or where it is no whole number, by the week (`3/7`) or one day out of some.
  private func rate(_ perDay: Double) -> String {
    if let times = whole(perDay) { return counted(times, Phrase("par jour", "a day")) }
    if let days = whole(1 / perDay) {
      return days < 7
        ? language[Phrase("1 jour sur \(days)", days == 2 ? "every other day" : "every \(days) days")] : interval(Double(days) * 24)
    }
    if let times = whole(perDay * 7) { return counted(times, Phrase("par semaine", "a week")) }
    if perDay < 1, let times = whole(perDay * 30) { return counted(times, Phrase("par mois", "a month")) }
    return language[Phrase("\(language.number(perDay)) fois par jour", "\(language.number(perDay)) times a day")]
  }

  /// Hours between two intakes, in the largest unit that holds them. The record's month has 30 days, its year 365.
  private func interval(_ hours: Double) -> String {
    if hours < 1 { return language[Phrase("toutes les \(minutes(hours))", "every \(minutes(hours))")] }
    if hours == 1 { return language[Phrase("toutes les heures", "every hour")] }
    if hours <= 24 || hours.truncatingRemainder(dividingBy: 24) != 0 {
      if hours > 24, let times = whole(168 / hours) { return counted(times, Phrase("par semaine", "a week")) }
      return language[Phrase("toutes les \(language.number(hours))\(noBreak)h", "every \(language.number(hours))\(noBreak)h")]
    }
    if let years = whole(hours / 8760) {
      return every(years, Phrase("par an", "a year"), Phrase("tous les \(years) ans", "every \(years) years"))
    }
    if let months = whole(hours / 720) {
      return every(months, Phrase("par mois", "a month"), Phrase("tous les \(months) mois", "every \(months) months"))
    }
    if let weeks = whole(hours / 168) {
      return every(weeks, Phrase("par semaine", "a week"), Phrase("toutes les \(weeks) semaines", "every \(weeks) weeks"))
    }
    // a slip of the pen may be beyond any whole number
    let days = Int(exactly: hours / 24).map { "\($0)" } ?? language.number(hours / 24)
    return language[Phrase("tous les \(days) jours", hours == 48 ? "every other day" : "every \(days) days")]
  }

  private func every(_ count: Int, _ single: Phrase, _ several: Phrase) -> String { count == 1 ? counted(1, single) : language[several] }

  private func minutes(_ hours: Double) -> String { "\(language.number((hours * 60).rounded()))\(noBreak)min" }

  /// `2 fois par jour`, `twice a day`.
  private func counted(_ count: Int, _ per: Phrase) -> String {
    let english = count == 1 ? "once" : count == 2 ? "twice" : "\(count) times"
    return language[Phrase("\(count) fois \(per.french)", "\(english) \(per.english)")]
  }

  /// The whole number that a rate means: rates are rounded in the record (0.333333, 0.43).
  private func whole(_ value: Double) -> Int? {
    let nearest = value.rounded()
    return nearest >= 1 && nearest <= 1000 && abs(value - nearest) < 0.02 ? Int(nearest) : nil
  }
}

extension Sig.Moment {
  /// Beside others: `matin et soir`.
  var name: Phrase {
    switch self {
    case .morning: Phrase("matin", "morning")
    case .noon: Phrase("midi", "noon")
    case .evening: Phrase("soir", "evening")
    case .bedtime: Phrase("coucher", "bedtime")
    }
  }

  /// By itself: `le matin`.
  var alone: Phrase {
    switch self {
    case .morning: Phrase("le matin", "in the morning")
    case .noon: Phrase("le midi", "at noon")
    case .evening: Phrase("le soir", "in the evening")
    case .bedtime: Phrase("au coucher", "at bedtime")
    }
  }
}
