extension StyledText {
  /// The text in lines of at most `width` columns, broken at spaces; a word that is longer than a line is cut.
  func wrapped(to width: Int) -> [StyledText] {
    let width = max(width, 2)
    if self.width <= width { return [self] }
    var lines: [StyledText] = []
    var line: [StyledCharacter] = []
    var columns = 0
    func finish() {
      while line.last?.value == " " { line.removeLast() }
      lines.append(StyledText(line))
      line = []
      columns = 0
    }
    for var word in words {
      let size = word.reduce(0) { $0 + displayWidth($1.value) }
      if columns + size > width, columns > 0 { finish() }
      if line.isEmpty, !lines.isEmpty { word = Array(word.drop { $0.value == " " }) }
      for character in word {
        let size = displayWidth(character.value)
        if columns + size > width {
          if character.value == " " { continue }
          finish()
        }
        line.append(character)
        columns += size
      }
    }
    if !line.isEmpty { finish() }
    return lines
  }

  /// Words, each with the spaces before it.
  private var words: [[StyledCharacter]] {
    var words: [[StyledCharacter]] = []
    var word: [StyledCharacter] = []
    for character in characters {
      if character.value == " ", word.contains(where: { $0.value != " " }) {
        words.append(word)
        word = []
      }
      word.append(character)
    }
    return word.isEmpty ? words : words + [word]
  }

  /// `body` behind `lead`, its further lines below its first.
  static func hanging(_ lead: StyledText, _ body: StyledText, width: Int) -> [StyledText] {
    let indent = lead.width
    return body.wrapped(to: width - indent).enumerated().map { index, line in (index == 0 ? lead : .spaces(indent)) + line }
  }

  /// At most `width` columns, with an ellipsis where the end is cut off.
  func truncated(to width: Int) -> StyledText {
    guard self.width > width else { return self }
    var kept: [StyledCharacter] = []
    var columns = 1
    for character in characters {
      columns += displayWidth(character.value)
      if columns > width { break }
      kept.append(character)
    }
    return StyledText(kept) + StyledText("…", kept.last?.style ?? .plain)
  }
}
