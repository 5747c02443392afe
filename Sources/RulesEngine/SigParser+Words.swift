internal import ClinicalRecord
internal import Terminology
internal import TextScanning

/// The words of a sig: forms, moments, rates, routes, conditions.
extension SigParser {
  func take(_ state: inout State, _ word: SigWord, _ range: Range<Int>, _ limit: Int) -> Int? {
    let value = note.terms.string(word.value)
    switch word.kind {
    case .form:
      note.formRoute(word, &state.formRoute)
      state.form = value
      return range.upperBound
    case .dosageform:
      note.dosageFormRoute(value, &state.formRoute)
      return range.upperBound
    case .release, .stat:
      return range.upperBound
    case .moment:
      if range.lowerBound > 0, note.isWord(range.lowerBound - 1, .thisDay) || note.isWord(range.lowerBound, .thisDay) {
        return range.upperBound
      }
      guard let moment = Sig.Moment(rawValue: value) else { return nil }
      if !state.intakes.contains(where: { $0.moment == moment }) {
        state.intakes.append(Intake(moment: moment, quantity: state.quantity))
      }
      state.tookFrequency(range)
      return range.upperBound
    case .times:
      if !state.hasRate { state.timesPerDay = word.number }
      state.tookFrequency(range)
      return range.upperBound
    case .interval:
      // "tous les 15 jours" is what it says; words for numbers are in the table
      if !state.hasRate { state.intervalHours = word.number }
      state.tookFrequency(range)
      return range.upperBound
    case .per:
      // "a few times a month" counts nothing
      guard state.end == range.lowerBound, state.some else { return nil }
      setRate(&state, 1, word)
      state.tookFrequency(range)
      return range.upperBound
    case .prn:
      // "avec interdoses d'ACTISKENAN": said of the next drug
      if range.upperBound + 1 == limit, note.isWord(range.upperBound, .of) { return nil }
      state.asNeeded = true
      state.tookFrequency(range)
      return range.upperBound
    case .route:
      if state.route == nil { state.route = value }
      state.took(range)
      return range.upperBound
    case .duration:
      guard value == "for" else { return nil }
      var index = range.upperBound
      while index < limit, note.isWord(index, .articles) { index += 1 }
      let number = number(at: index, limit) ?? number(at: range.upperBound, limit)
      guard let number, let time = sigWord(at: number.end, limit, .unit) ?? sigWord(at: number.end + 1, limit, .unit) else { return nil }
      return duration(&state, number, time, range.lowerBound, marked: true)
    case .weekday:
      state.weekdays += 1
      if range.lowerBound > 0, note.isWord(range.lowerBound - 1, .except) || note.isWord(range.lowerBound - 2, .except) {
        state.isExcept = true
      }
      state.tookFrequency(range)
      return range.upperBound
    case .until, .unit, .number: return nil
    }
  }

  /// "si DFG > 30", "jusqu'à INR > 2": a condition on a result, not a reason to take the drug.
  func isCondition(_ index: Int, _ range: Range<Int>) -> Bool {
    if let until = sigWord(at: index, range.upperBound, .duration), note.terms.string(until.word.value) == "until" {
      // "jusqu'à 3 fois par jour" is a frequency
      if note.dates.date(note.text, at: until.end) != nil { return false }
      guard let number = number(at: until.end, range.upperBound) else { return true }
      return
        !(sigTimes(number.end, range.upperBound) != nil || note.isWord(number.end, .x)
        || sigWord(at: number.end, range.upperBound, .per) != nil)
    }
    guard isIf(index), index + 1 < range.upperBound else { return false }
    // "if tolerated", "si échec", "if she has further exacerbations"
    if note.isWord(index + 1, .noReason) { return true }
    guard let match = note.terms.measurements.longest(in: note.text, at: index + 1, terms: note.terms) else { return false }
    let name = note.terms.string(note.terms.measurements[match.entry].name)
    return name != "temperature" && name != "pain_score"
  }
}
