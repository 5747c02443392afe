package import ClinicalRecord

/// How a drug is taken, in the words of `language`: `1 cp toutes les 8 h si besoin pendant 5 j`, `2 puffs as needed`.
///
/// Made from the sig's fields alone: the strength and the daily dose are not in it. Empty where the sig says nothing of it.
package func posology(_ sig: Sig, in language: Language) -> String {
  String(Posology(sig: sig, language: language).text.map { $0 == noBreak ? " " : $0 })
}

/// A sig being put into words. Numbers hold on to their units with a no-break space.
struct Posology {
  let sig: Sig
  let language: Language

  var text: String {
    var parts: [String?] = []
    if let intakes = UnevenIntakes(sig) {
      parts = [intakes.doses.map { "\(dose($0.dose)) \(language[$0.moment.name])" }.joined(separator: ", "), routeWord]
    } else {
      parts = [quantity, routeWord, rhythmAndMoments]
    }
    if sig.frequency.asNeeded { parts.append(language[Phrase("si besoin", "as needed")]) }
    let known = parts.compactMap { $0 }
    // a rhythm that no field holds is left in the note's words
    if known.isEmpty, let text = sig.frequency.text { parts.append(visible(text)) }
    parts.append(duration)
    return parts.compactMap { $0 }.joined(separator: " ")
  }

  /// `1 à 2 cp`
  private var quantity: String? {
    guard let quantity = sig.quantity else { return nil }
    guard let max = quantity.max, max > quantity.value else { return dose(quantity.value) }
    let low = DoseForm.count(quantity.value, of: quantity.unit, in: language)
    return "\(low)\(noBreak)\(language[Phrase("à", "to")])\(noBreak)\(dose(max))"
  }

  private func dose(_ value: Double) -> String {
    let unit = DoseForm.name(of: sig.quantity?.unit, for: value, in: language)
    return DoseForm.count(value, of: sig.quantity?.unit, in: language) + (unit.isEmpty ? "" : "\(noBreak)\(unit)")
  }

  /// The route, where it is not by mouth and the form does not say it.
  private var routeWord: String? {
    guard let route = sig.route, route != "oral", route != DoseForm.route(of: sig.quantity?.unit) else { return nil }
    return Route.names[route].map { language[$0] } ?? visible(route)
  }

  private var duration: String? {
    guard let duration = sig.duration else { return nil }
    let unit = language.word(duration.unit.name, for: duration.value)
    return "\(language[Phrase("pendant", "for")]) \(language.number(duration.value))\(noBreak)\(unit)"
  }
}

extension Sig.Duration.Unit {
  var name: CountedPhrase {
    switch self {
    case .hours: CountedPhrase(Phrase("h", "hour"), Phrase("h", "hours"))
    case .days: CountedPhrase(Phrase("j", "day"), Phrase("j", "days"))
    case .weeks: CountedPhrase(Phrase("semaine", "week"), Phrase("semaines", "weeks"))
    case .months: CountedPhrase(Phrase("mois", "month"), Phrase("mois", "months"))
    case .years: CountedPhrase(Phrase("an", "year"), Phrase("ans", "years"))
    }
  }
}
