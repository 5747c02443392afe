import Rendering
import Testing

@Suite("terminal style")
struct TerminalStyleTests {
  struct Case: Sendable {
    var choice: ColorChoice
    var environment: [String: String]
    var isTTY: Bool
    var expected: Bool
  }

  @Test(
    "who decides on colour",
    arguments: [
      Case(choice: .auto, environment: [:], isTTY: true, expected: true),
      Case(choice: .auto, environment: [:], isTTY: false, expected: false),
      Case(choice: .auto, environment: ["NO_COLOR": "1"], isTTY: true, expected: false),
      Case(choice: .auto, environment: ["NO_COLOR": ""], isTTY: true, expected: true),
      Case(choice: .auto, environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], isTTY: true, expected: false),
      Case(choice: .auto, environment: ["CLICOLOR_FORCE": "1"], isTTY: false, expected: true),
      Case(choice: .auto, environment: ["CLICOLOR_FORCE": "0"], isTTY: false, expected: false),
      Case(choice: .auto, environment: ["CLICOLOR_FORCE": ""], isTTY: false, expected: false),
      Case(choice: .auto, environment: ["CLICOLOR_FORCE": "1", "TERM": "dumb"], isTTY: false, expected: true),
      Case(choice: .auto, environment: ["TERM": "dumb"], isTTY: true, expected: false),
      Case(choice: .auto, environment: ["TERM": "xterm-256color"], isTTY: true, expected: true),
      Case(choice: .always, environment: ["NO_COLOR": "1", "TERM": "dumb"], isTTY: false, expected: true),
      Case(choice: .never, environment: ["CLICOLOR_FORCE": "1"], isTTY: true, expected: false),
    ])
  func color(row: Case) {
    let style = TerminalStyle(choice: row.choice, environment: row.environment, isTTY: row.isTTY, columns: 90)
    #expect(style == TerminalStyle(isColored: row.expected, columns: 90))
  }

  @Test(
    "how wide it is",
    arguments: [
      (132, [:], 132), (132, ["COLUMNS": "70"], 132), (nil, ["COLUMNS": "70"], 70), (0, ["COLUMNS": "70"], 70), (nil, ["COLUMNS": "x"], 80),
      (nil, ["COLUMNS": "-3"], 80), (nil, [:], 80),
    ] as [(Int?, [String: String], Int)])
  func columns(reported: Int?, environment: [String: String], expected: Int) {
    #expect(TerminalStyle(choice: .never, environment: environment, isTTY: true, columns: reported).columns == expected)
  }
}
