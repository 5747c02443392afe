internal import TextScanning

/// Whether a drug's name already says what is in it: `Furosémide LP` does of furosemide, `LASILIX` does not.
///
/// French and English names of an ingredient differ by their ends (amoxicilline, amoxicillin): a word says an ingredient's word if all but its
/// last three letters, and four at least, begin it.
func names(_ name: String, _ ingredients: [String]) -> Bool {
  let words = folded(name).split(separator: " ").map { Array($0.utf8) }
  return ingredients.allSatisfy { ingredient in
    folded(ingredient).split(separator: " ").map { Array($0.utf8) }.allSatisfy { part in
      words.contains { word in
        let common = zip(word, part).prefix { $0 == $1 }.count
        return common >= min(part.count, max(4, part.count - 3))
      }
    }
  }
}
