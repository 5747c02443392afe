internal import ClinicalRecord

/// What is taken at each moment where the intakes differ: `6 UI matin, 8 UI soir`.
///
/// A sig keeps the lowest and the highest of uneven intakes and their sum; which is which stands in the note's words for the rhythm
/// (`1-0-2`; `matin, 8 UI soir`). Nil unless words and numbers agree: a dose is never given to a moment by guessing.
struct UnevenIntakes {
  typealias Dose = (moment: Sig.Moment, dose: Double)
  let doses: [Dose]

  init?(_ sig: Sig) {
    guard let quantity = sig.quantity, let high = quantity.max, high > quantity.value, let text = sig.frequency.text else { return nil }
    let low = quantity.value
    let total = Self.total(sig)
    func fits(_ doses: [Dose]) -> Bool {
      let values = doses.map(\.dose)
      let agrees = total.map { abs(values.reduce(0, +) - $0) < 0.001 } ?? true
      return doses.map(\.moment) == sig.frequency.times && values.min() == low && values.max() == high && agrees
    }
    let words = RhythmWords(text)
    var readings = [words.schedule, words.pairs].compactMap { $0 }
    if let (moment, others) = words.pairsWithoutFirstDose {
      let missing = total.map { [$0 - others.reduce(0) { $0 + $1.dose }] } ?? [low, high]
      readings += missing.map { [(moment: moment, dose: $0)] + others }
    }
    let fitting = readings.filter(fits)
    guard fitting.count == 1 else { return nil }
    doses = fitting[0]
  }

  /// How many units the daily dose stands for; nil where it says nothing.
  private static func total(_ sig: Sig) -> Double? {
    guard let daily = sig.dailyDose else { return nil }
    guard let strength = sig.strength else { return daily.value }
    return strength.value > 0 ? daily.value / strength.value : nil
  }
}
