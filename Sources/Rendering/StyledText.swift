/// One line or less of text with its looks. Text enters through `init(_:_:)` alone, which makes it safe to print.
struct StyledText: Sendable, Equatable {
  struct Run: Sendable, Equatable {
    var text: String
    var style: TextStyle
  }

  private(set) var runs: [Run] = []

  init() {}

  init(_ text: String, _ style: TextStyle = .plain) {
    if !text.isEmpty { runs = [Run(text: visible(text), style: style)] }
  }

  /// Spaces to align with.
  static func spaces(_ count: Int) -> StyledText {
    var text = StyledText()
    if count > 0 { text.runs = [Run(text: String(repeating: " ", count: count), style: .plain)] }
    return text
  }

  init(_ characters: some Sequence<StyledCharacter>) {
    for character in characters {
      if runs.last?.style == character.style {
        runs[runs.count - 1].text.append(character.value)
      } else {
        runs.append(Run(text: String(character.value), style: character.style))
      }
    }
  }

  var isEmpty: Bool { runs.isEmpty }
  var width: Int { runs.reduce(0) { $0 + displayWidth($1.text) } }
  var characters: [StyledCharacter] { runs.flatMap { run in run.text.map { StyledCharacter(value: $0, style: run.style) } } }

  /// Filled with spaces up to `width` columns.
  func padded(to width: Int) -> StyledText { self + .spaces(width - self.width) }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var result = left
    result += right
    return result
  }

  static func += (left: inout StyledText, right: StyledText) { left.runs += right.runs }

  /// Adds the line to `bytes`, without spaces at its end, and a newline.
  func write(to bytes: inout [UInt8], colored: Bool) {
    var line = characters
    while let last = line.last, last.value == " " || last.value == noBreak { line.removeLast() }
    for run in StyledText(line).runs {
      let codes = colored ? run.style.codes : ""
      if !codes.isEmpty { bytes.append(contentsOf: "\u{1B}[\(codes)m".utf8) }
      for character in run.text { bytes.append(contentsOf: (character == noBreak ? " " : character).utf8) }
      if !codes.isEmpty { bytes.append(contentsOf: "\u{1B}[0m".utf8) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

struct StyledCharacter: Sendable {
  var value: Character
  var style: TextStyle
}

extension [StyledText] {
  func joined(by separator: StyledText) -> StyledText {
    var result = StyledText()
    for (index, part) in enumerated() {
      if index > 0 { result += separator }
      result += part
    }
    return result
  }
}
