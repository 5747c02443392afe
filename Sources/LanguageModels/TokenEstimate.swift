/// How many tokens a text is, about: every model cuts words its own way.
package enum TokenEstimate {
  /// More than any usual tokenizer makes of French or English prose with numbers in it.
  package static func most(_ text: String) -> Int { (text.utf8.count + 1) / 2 }

  /// Fewer than any makes of it: a word is one token at least.
  static func least(_ text: String) -> Int {
    var words = 0
    var isInWord = false
    for byte in text.utf8 {
      let isBlank = byte <= 0x20
      if !isBlank, !isInWord { words += 1 }
      isInWord = !isBlank
    }
    return words
  }
}
