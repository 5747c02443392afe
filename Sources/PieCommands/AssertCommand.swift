internal import ArgumentParser
internal import ClinicalRecord
internal import FoundationEssentials
internal import RulesEngine

struct AssertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assert",
    abstract: "Says of given spans whether they are denied, doubted, past or somebody else's.",
    discussion: """
      JSON lines { "id", "language", "text", "spans": [{ "start", "end" }] } come from standard input or files; the same lines go out,
      each span with its "assertion". Offsets count Unicode scalars from 0, half open. "language" may be missing.

      EXAMPLES
        echo '{"id":1,"text":"Pas de fièvre.","spans":[{"start":7,"end":13}]}' | pie assert
        pie assert spans.jsonl > asserted.jsonl
      """)

  @Argument(help: ArgumentHelp("Files of JSON lines; standard input without any.", valueName: "path")) var paths: [String] = []

  func run() throws {
    let context = CommandContext.current
    let engine = RulesEngine()
    var number = 0
    for line in try lines(context) {
      number += 1
      let request: Request
      do {
        request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
      } catch {
        throw CommandFailure(#"line \#(number): this is no JSON object with "text" and "spans": [{"start", "end"}]"#, .data)
      }
      let spans = try request.spans.map { span in
        guard span.start >= 0, span.start < span.end else {
          throw CommandFailure("line \(number): a span begins at \(span.start) and ends at \(span.end)", .data)
        }
        return span.start..<span.end
      }
      let assertions = engine.assertions(in: request.text, language: request.language.flatMap(Language.init), spans: spans)
      var writer = JSONWriter()
      writer.object { w in
        if let id = request.id { w.key("id") { $0.raw(id.json) } }
        if let language = request.language { w.key("language", language) }
        w.key("text", request.text)
        w.key("spans") { w in
          w.array(Array(zip(spans, assertions))) { w, pair in
            w.object {
              $0.key("start", pair.0.lowerBound)
              $0.key("end", pair.0.upperBound)
              if let assertion = pair.1 { $0.key(assertion: assertion) } else { $0.key("assertion") { $0.raw("null") } }
            }
          }
        }
      }
      try context.terminal.write(writer.bytes + [UInt8(ascii: "\n")])
    }
  }

  private func lines(_ context: CommandContext) throws(CommandFailure) -> [String] {
    if paths.isEmpty { return try inputLines(context) }
    var lines: [String] = []
    for path in paths {
      guard let bytes = try context.files.read(path) else { throw CommandFailure("\(path): there is no such file", .noInput) }
      guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandFailure("\(path): not UTF-8", .data) }
      lines += text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map(String.init)
    }
    return lines
  }
}

/// A line of `pie assert`; its id is whatever it was.
private struct Request: Decodable {
  struct Span: Decodable {
    var start: Int
    var end: Int
  }

  enum Identifier: Decodable {
    case text(String)
    case number(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) { self = .number(number) } else { self = .text(try container.decode(String.self)) }
    }

    var json: String {
      switch self {
      case .number(let number): return String(number)
      case .text(let text):
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
      }
    }
  }

  var id: Identifier?
  var language: String?
  var text: String
  var spans: [Span]
}
