internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// Reads how a drug is taken from the words behind its name: strength, quantity, route, frequency, duration.
///
/// It walks the tokens once, takes what it knows, passes over a few words that it does not, and stops where the text turns to
/// something else (`then`, a condition, more unknown words than `patience`).
struct SigParser {
  let note: NoteAnalysis
  /// Insulins are counted in units: `18 UI` is a quantity, not a strength.
  var countsUnits = false
  /// How many unknown words in a row it passes over.
  var patience = 6
  /// In prose "à 8 h" tells when something happened, and only several such times how a drug is taken.
  var isProse = false

  struct Result {
    var sig = Sig()
    /// Past the last token that says something; the start where none does.
    var end: Int
    var isEmpty = true
  }

  struct Intake {
    var moment: Sig.Moment?
    var quantity: Sig.Quantity?
  }

  struct State {
    var strength: Amount?
    var quantity: Sig.Quantity?
    var intakes: [Intake] = []
    var timesPerDay: Double?
    var intervalHours: Double?
    /// The strength was said of a whole day: "80 mg/kg/j en 3 prises".
    var isPerDay = false
    var weekdays = 0
    /// "sauf samedi et dimanche"
    var isExcept = false
    var asNeeded = false
    var route: String?
    var formRoute: String?
    /// A form named without a count.
    var form: String?
    /// "maximum 3 par jour": the rate says no daily dose.
    var hasMaximum = false
    var duration: Sig.Duration?
    var frequencyTokens: Range<Int>?
    var end: Int
    var some = false

    /// "par jour" behind an amount leaves open in how many intakes.
    var hasRate: Bool { timesPerDay != nil && !(isPerDay && timesPerDay == 1) || intervalHours != nil }
    /// Past the last time of day: "à 8h, 12h et 20h".
    var clockEnd = -1

    mutating func took(_ range: Range<Int>) {
      end = max(end, range.upperBound)
      some = true
    }

    mutating func tookFrequency(_ range: Range<Int>) {
      took(range)
      let known = frequencyTokens ?? range
      frequencyTokens = min(known.lowerBound, range.lowerBound)..<max(known.upperBound, range.upperBound)
    }
  }

  func parse(_ range: Range<Int>) -> Result {
    var state = State(end: range.lowerBound)
    walk(&state, range)
    return finish(state, range)
  }

  /// Takes what a range says into what is known already.
  func walk(_ state: inout State, _ range: Range<Int>) {
    var index = range.lowerBound
    var unknown = 0
    while index < range.upperBound {
      let token = note.text.tokens[index]
      if let next = step(&state, index, range) {
        unknown = 0
        index = next
        continue
      }
      if note.isWord(index, .maximum) { state.hasMaximum = true }
      // "20 mg -> 40 mg": what follows is another regimen
      if state.some, token.is(">"), index > range.lowerBound, note.text.tokens[index - 1].is("-") || note.text.tokens[index - 1].is("=") {
        break
      }
      if state.some, note.isWord(index, .adjustVerb) || note.isWord(index, .dispense) || token.is("#") { break }
      if note.isWord(index, .then) || note.isWord(index, .goal) || isCondition(index, range) { break }
      if token.kind == .word {
        unknown += 1
        if unknown > patience { break }
      }
      index += 1
    }
  }

  /// Takes what begins at a token; the index behind it, or nil where nothing known begins.
  private func step(_ state: inout State, _ index: Int, _ range: Range<Int>) -> Int? {
    let limit = range.upperBound
    // no table has the word
    if note.text.tokens[index].kind == .word, note.text.tokens[index].marks == 0 { return nil }
    if let next = schedule(&state, index, limit) { return next }
    if let next = cure(&state, index, limit) { return next }
    if let next = interval(&state, index, limit) { return next }
    if let found = note.sigWord(at: index, end: limit), found.word.kind != .number {
      if let next = take(&state, found.word, index..<found.end, limit) { return next }
    }
    if note.isWord(index, .x) {
      if let number = number(at: index + 1, limit) { return times(&state, number, index, limit) }
      return nil
    }
    if let number = number(at: index, limit) { return take(&state, number, index, range) }
    if isIf(index), index + 1 < limit, !isCondition(index, range) {
      // "si T > 38,5", "si migraine", "if wheezy"
      state.asNeeded = true
      state.tookFrequency(index..<min(index + 2, limit))
      return min(index + 2, limit)
    }
    return nil
  }

  // MARK: numbers

  struct Number {
    var value: Double
    var end: Int
    var isWord = false
  }

  /// A number in digits, or in letters.
  func number(at index: Int, _ limit: Int) -> Number? {
    guard index < limit else { return nil }
    if note.text.tokens[index].kind != .word {
      return note.numbers.number(in: note.text.note, note.text.tokens, at: index).flatMap {
        $0.end <= limit ? Number(value: $0.value, end: $0.end) : nil
      }
    }
    guard let found = note.sigWord(at: index, end: limit), found.word.kind == .number else {
      return nil
    }
    // "Four (4) tablets"
    let tokens = note.text.tokens
    if found.end + 2 < limit, tokens[found.end].is("("), tokens[found.end + 2].is(")"),
      let digits = note.numbers.number(in: note.text.note, tokens, at: found.end + 1), digits.end == found.end + 2
    {
      return Number(value: digits.value, end: found.end + 3)
    }
    return Number(value: found.word.number, end: found.end, isWord: true)
  }

  func sigWord(at index: Int, _ limit: Int, _ kind: SigWord.Kind) -> (word: SigWord, end: Int)? {
    guard index < limit, let found = note.sigWord(at: index, end: limit), found.word.kind == kind else { return nil }
    return found
  }

  struct Unit {
    var name: String
    /// Past its last token.
    var end: Int
    /// One that a strength or a quantity may bear.
    var isDose: Bool
  }

  /// The unit behind a number.
  func unit(after number: Int, _ limit: Int) -> Unit? {
    guard let match = note.unit(behind: number - 1) else { return nil }
    var end = number
    while end < limit, Int(note.text.tokens[end].end) <= match.end { end += 1 }
    guard end > number || match.end > Int(note.text.tokens[number - 1].end) else { return nil }
    let unit = match.candidates.first { note.terms.isDoseUnit[Int($0)] } ?? match.candidates[0]
    return Unit(name: note.terms.unitNames[Int(unit)], end: end, isDose: note.terms.isDoseUnit[Int(unit)])
  }

  private func take(_ state: inout State, _ first: Number, _ index: Int, _ range: Range<Int>) -> Int? {
    let limit = range.upperBound
    let tokens = note.text.tokens
    if let date = note.dates.date(note.text, at: index), date.end > first.end, unit(after: first.end, limit)?.isDose != true {
      return date.end
    }
    var number = first
    var highest: Double?
    // "1 à 2 cp", "1-2 tabs", "1 ou 2"
    if number.end < limit, tokens[number.end].is("-") || note.isWord(number.end, .to), let second = self.number(at: number.end + 1, limit),
      second.value > number.value, isCounted(second.end, limit)
    {
      highest = second.value
      number.end = second.end
    }
    // "20-12.5 mg", "5-325 mg": the components of a combination
    if highest == nil || !number.isWord, first.end < limit, tokens[first.end].is("-"),
      !tokens[first.end].flags.contains(.spaceBefore),
      let second = self.number(at: first.end + 1, limit), !second.isWord, let unit = unit(after: second.end, limit), unit.isDose,
      unit.name != "IU", unit.name != "mL"
    {
      return amount(&state, first, nil, unit, index, limit)
    }
    // 4/7: days, 2/52: weeks
    if let end = britishDuration(&state, number, limit) { return end }
    if let unit = unit(after: number.end, limit), unit.isDose || !isTime(number.end, limit) {
      return amount(&state, number, highest, unit, index, limit)
    }
    if highest == nil, let end = combination(number, limit) {
      // "500/125 mg": the first component's amount
      if let unit = unit(after: end, limit), unit.isDose, unit.name != "IU", unit.name != "mL", !unit.name.contains("/") {
        return amount(&state, number, nil, unit, index, limit)
      }
      state.took(index..<end)
      return end
    }
    // "40 x2/j", "0.5 prn", "10 qhs" right behind the name: a strength without its unit, where it is no count of tablets
    if index == range.lowerBound, !number.isWord, state.strength == nil, highest == nil, !countsUnits, !isFraction(index, first.end),
      number.value > 4 || number.value != number.value.rounded() && first.end - index == 3,
      isRhythm(number.end, limit) || isCount(number.end, limit)
    {
      state.strength = Amount(number.value, nil)
      state.took(index..<number.end)
      return number.end
    }
    if namesMoment(index - 1, state), number.value <= 24, note.isWord(index - 1, .at), case let end = clockEnd(number, limit),
      end > number.end
    {
      state.tookFrequency(index..<end)
      return end
    }
    if isClock(state, index, number, limit) {
      if state.timesPerDay == nil || state.clockEnd >= 0 {
        state.intakes.append(Intake(moment: nil, quantity: state.quantity))
        let end = clockEnd(number, limit)
        state.clockEnd = end
        state.tookFrequency(index..<end)
        return end
      }
    }
    if let end = daysOfWeek(&state, number, index, limit) { return end }
    // "3/4 de cp"
    let ofForm = number.value < 1 && note.isWord(number.end, .ofOnly) ? number.end + 1 : number.end
    if let form = sigWord(at: ofForm, limit, .form) {
      // "(28 tabs)" is what is handed out, "duration: 2 doses" how many in all
      if number.value > 8, state.hasRate || !state.intakes.isEmpty, index > 0,
        tokens[index - 1].is("(") || tokens[index - 1].is(",") && note.terms.string(form.word.value) == "tablet"
      {
        return form.end
      }
      // "at half doses"
      if number.isWord, number.value < 1, note.terms.string(form.word.value) == "dose" { return form.end }
      if state.hasRate, note.terms.string(form.word.value) == "dose", index > 0, tokens[index - 1].is(":") { return form.end }
      var count = number.value
      var end = form.end
      // "2 applications par jour": two times one
      let counted = note.terms.string(form.word.value)
      if counted == "application" || counted == "injection", highest == nil, count == count.rounded(), count > 1, !state.hasRate,
        let per = sigWord(at: end, limit, .per), note.terms.string(per.word.value) != "hour"
      {
        note.formRoute(form.word, &state.formRoute)
        setRate(&state, count, per.word)
        state.tookFrequency(index..<per.end)
        return per.end
      }
      // "1 cp 1/2", "1 cp et demi"
      let half = note.isWord(end, .and) ? end + 1 : end
      if highest == nil, let more = self.number(at: half, limit), more.value < 1, sigWord(at: more.end, limit, .form) == nil {
        count += more.value
        end = more.end
      }
      state.quantity = Sig.Quantity(value: count, max: highest, unit: note.terms.string(form.word.value))
      note.formRoute(form.word, &state.formRoute)
      state.took(index..<end)
      // "1cpx2/jour"
      if end < limit, isGluedTimes(end - 1), let times = self.number(at: end, limit) { return self.times(&state, times, end - 1, limit) }
      return end
    }
    // "Lexomil 1/4 x3", "Previscan 1/2"
    if number.value < 1, isFraction(index, number.end), !number.isWord, state.quantity == nil,
      number.end >= limit || note.isWord(number.end, .x) || note.text.tokens[number.end].kind == .punctuation
        || sigWord(at: number.end, limit, .prn) != nil
    {
      state.quantity = Sig.Quantity(value: number.value, unit: state.form)
      state.took(index..<number.end)
      return number.end
    }
    if note.isWord(number.end, .x) || sigTimes(number.end, limit) != nil { return times(&state, number, index, limit) }
    // "1 gel": a capsule that lost its accent
    if let form = sigWord(at: number.end, limit, .dosageform), note.terms.string(form.word.value) == "gel" {
      state.quantity = Sig.Quantity(value: number.value, max: highest, unit: "capsule")
      state.formRoute = state.formRoute ?? "oral"
      state.took(index..<form.end)
      return form.end
    }
    if let per = sigWord(at: number.end, limit, .per) {
      if number.value == 1, state.quantity == nil { state.quantity = Sig.Quantity(value: 1, unit: nil) }
      setRate(&state, number.value, per.word)
      state.tookFrequency(index..<per.end)
      return per.end
    }
    // "3 twice a day", "4 in the morning": a count of the form that was named
    if !number.isWord || number.value >= 1 && number.value <= 4, sigWord(at: number.end, limit, .times) != nil, index > range.lowerBound {
      // "increase metformin to 1000 bid"
      if number.value > 20, state.strength == nil {
        state.strength = Amount(number.value, nil)
        state.took(index..<number.end)
        return number.end
      }
      state.quantity = Sig.Quantity(value: number.value, max: highest, unit: state.form)
      state.took(index..<number.end)
      return number.end
    }
    // "one to be taken daily"
    if number.value <= 10, note.isWord(number.end, .toOnly), note.isWord(number.end + 1, .beOnly) {
      state.quantity = Sig.Quantity(value: number.value, max: highest, unit: state.form)
      state.took(index..<number.end)
      return number.end
    }
    // "one every 24 hours", "2 every morning"
    if note.isWord(number.end, .every) || note.isWord(number.end, .q), number.end + 1 < limit, number.value <= 10, index > range.lowerBound
    {
      state.quantity = Sig.Quantity(value: number.value, max: highest, unit: state.quantity?.unit ?? state.form)
      state.took(index..<number.end)
      return number.end
    }
    if let moment = momentAhead(number.end, limit) {
      state.quantity = Sig.Quantity(value: number.value, max: highest, unit: state.quantity?.unit ?? state.form)
      state.took(index..<moment)
      return number.end
    }
    if let time = sigWord(at: number.end, limit, .unit) { return duration(&state, number, time, index) }
    // "les 48 premières heures"
    if let time = sigWord(at: number.end + 1, limit, .unit), index > 0, note.isWord(index - 1, .articles) {
      return duration(&state, number, time, index)
    }
    if index == range.lowerBound, !number.isWord, state.strength == nil, number.value >= 1, highest == nil {
      state.strength = Amount(number.value, nil)
      state.took(index..<number.end)
      return number.end
    }
    return number.isWord ? nil : number.end
  }

  private func amount(_ state: inout State, _ number: Number, _ highest: Double?, _ unit: Unit, _ index: Int, _ limit: Int) -> Int? {
    guard unit.isDose else { return unit.end }
    // "wean by 1 mg monthly": a step, no dose
    if index > 0, note.isWord(index - 1, .byOnly) { return unit.end }
    var end = unit.end
    // "100 unit/mL" is how strong the solution is
    if countsUnits,
      unit.name == "IU/mL" || unit.name == "IU" && end < limit && note.text.tokens[end].is("/") && sigWord(at: end, limit, .per) == nil
    {
      return unit.name == "IU" ? min(end + 2, limit) : end
    }
    if countsUnits, unit.name == "IU" {
      state.quantity = Sig.Quantity(value: number.value, max: highest, unit: "IU")
      state.took(index..<end)
      return end
    }
    if unit.name == "mL" {
      if state.quantity == nil { state.quantity = Sig.Quantity(value: number.value, max: highest, unit: "mL") }
      state.took(index..<end)
      return end
    }
    var name = unit.name
    if name.hasSuffix("/24h") {
      name.removeLast(4)
      if !state.hasRate { state.timesPerDay = 1 }
    }
    // "1,5 g/j soit 500 mg x3": what one intake is
    if state.isPerDay, state.strength != nil, index > 0, note.isWord(index - 1, .thatIs) {
      state.strength = Amount(number.value, name)
      state.isPerDay = false
      state.timesPerDay = nil
    }
    if state.strength == nil { state.strength = Amount(number.value, name) }
    // the other components of a combination
    while end < limit, note.text.tokens[end].is("/") || note.text.tokens[end].is("+"), let next = self.number(at: end + 1, limit),
      !next.isWord,
      let other = self.unit(after: next.end, limit), other.isDose
    {
      end = other.end
    }
    state.took(index..<end)
    // "1gx4"
    if end == number.end, end + 1 < limit, isGluedTimes(end), let times = self.number(at: end + 1, limit) {
      return self.times(&state, times, end, limit)
    }
    if let per = sigWord(at: end, limit, .per), note.terms.string(per.word.value) == "day" {
      if !state.hasRate {
        state.timesPerDay = 1
        state.isPerDay = true
      }
      state.tookFrequency(end..<per.end)
      end = per.end
    }
    return end
  }
}
