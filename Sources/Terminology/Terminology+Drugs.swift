package import ClinicalRecord
internal import TextScanning

extension Terminology {
  /// Indexes of a drug's ingredients, sorted, to compare by.
  package func ingredients(of drug: Int32) -> [Int32] {
    let entry = drugs[drug]
    return ingredientReferences[Int(entry.ingredients.lowerBound)..<Int(entry.ingredients.upperBound)].sorted()
  }

  /// INN, English, lower case, in the label's order.
  package func ingredientNames(of drug: Int32) -> [String] {
    let entry = drugs[drug]
    return ingredientReferences[Int(entry.ingredients.lowerBound)..<Int(entry.ingredients.upperBound)].map {
      string(ingredients[Int($0)].name)
    }
  }

  /// The brand's own ATC code, else its only ingredient's.
  package func codes(of drug: Int32) -> [Code] {
    let entry = drugs[drug]
    if !entry.atc.isEmpty { return [Code(.atc, string(entry.atc))] }
    guard entry.ingredients.count == 1 else { return [] }
    let atc = ingredients[Int(ingredientReferences[Int(entry.ingredients.lowerBound)])].atc
    return atc.isEmpty ? [] : [Code(.atc, string(atc))]
  }
}
