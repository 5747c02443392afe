internal import ArgumentParser
internal import ClinicalRecord
internal import RulesEngine

struct SigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sig",
    abstract: "Reads medication lines: strength, quantity, route, frequency, duration, daily dose.",
    discussion: """
      One line in, one JSON object out. Without an argument the lines come from standard input.

      EXAMPLES
        pie sig "DOLIPRANE 500 mg 2 cp x3/j si besoin pdt 5 j"
        pie sig "Furosemide 40 mg, 2 tabs PO BID" --language en
        pie sig < lines.txt
      """)

  @Argument(help: "Medication lines; each is one argument.") var lines: [String] = []
  @Option(help: "auto, fr or en.") var language: LanguageOption = .auto
  @Option(help: "json (indented) or jsonl (one object a line); without it, json for one line on a terminal.") var format: RecordFormat?

  func run() throws {
    let context = CommandContext.current
    let input = lines.isEmpty ? try inputLines(context) : lines
    guard !input.isEmpty else { throw CommandFailure("there is no medication line to read", .data) }
    let engine = RulesEngine()
    let pretty = (format ?? (context.terminal.outputIsTTY && input.count == 1 ? .json : .jsonl)) == .json
    for line in input {
      let reading = engine.sig(of: line, language: language.value)
      var writer = JSONWriter(pretty: pretty)
      writer.object {
        $0.key("text", reading.text)
        $0.key("name", reading.name)
        $0.key("ingredients") { $0.array(reading.ingredients) { $0.string($1) } }
        $0.key(codes: reading.codes)
        reading.sig.writeKeys(to: &$0)
      }
      try context.terminal.write(writer.bytes + [UInt8(ascii: "\n")])
    }
  }
}

/// The lines of standard input that are not empty.
func inputLines(_ context: CommandContext) throws(CommandFailure) -> [String] {
  let bytes = try context.terminal.readAll()
  guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandFailure("standard input is not UTF-8", .data) }
  return text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map(String.init)
}

enum RecordFormat: String, ExpressibleByArgument, CaseIterable { case json, jsonl }

enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  case auto, fr, en

  var value: Language? { Language(rawValue: rawValue) }
}
