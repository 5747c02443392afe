import ArgumentParser
import ClinicalRecord
import FoundationEssentials
import RulesEngine

struct AssertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assert",
    abstract: "Says of given spans whether they are denied, doubted, past or somebody else's.",
    discussion: """
      JSON lines { "id", "language", "text", "spans": [{ "start", "end" }] } come from standard input or files; the same lines go out,
      each span with its "assertion". Offsets count Unicode scalars from 0, half open. Keys of your own stay where they are.

      "language" is fr or en, or a tag that begins so (fr-FR); where it is missing, null or auto, it is found from the text. A line that
      cannot be read (no JSON, another language, a span that is not in the text) is named on standard error and left out; the exit code
      then is 65, and the other lines are answered all the same.

      EXAMPLES
        echo '{"id":1,"text":"Pas de fièvre.","spans":[{"start":7,"end":13}]}' | pie assert
        pie assert spans.jsonl > asserted.jsonl
      """)

  @Argument(help: ArgumentHelp("Files of JSON lines; standard input without any.", valueName: "path")) var paths: [String] = []

  func run() throws {
    let context = CommandContext.current
    let engine = RulesEngine()
    var failures = 0
    for source in try sources(context) {
      for (number, line) in source.lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
        do {
          try context.terminal.write(answer(line, engine) + [UInt8(ascii: "\n")])
        } catch let fault as LineFault {
          context.terminal.complain("\(source.name)line \(number + 1): \(fault.message)")
          failures += 1
        }
      }
    }
    if failures > 0 {
      throw CommandFailure("\(failures) line\(failures == 1 ? " was" : "s were") left out; see above", .data)
    }
  }

  private func answer(_ line: Substring, _ engine: RulesEngine) throws(LineFault) -> [UInt8] {
    let request = try AssertRequest(line)
    let assertions = engine.assertions(in: request.text, language: request.language, spans: request.spans)
    var writer = JSONWriter()
    writer.object { w in
      for (key, value) in request.leading { w.key(named: key) { value.write(to: &$0) } }
      w.key("text", request.text)
      w.key("spans") { w in
        w.array(Array(request.spans.indices)) { w, index in
          w.object {
            $0.key("start", request.spans[index].lowerBound)
            $0.key("end", request.spans[index].upperBound)
            for (key, value) in request.spanKeys[index] { $0.key(named: key) { value.write(to: &$0) } }
            if let assertion = assertions[index] { $0.key(assertion: assertion) } else { $0.key("assertion") { $0.raw("null") } }
          }
        }
      }
      for (key, value) in request.trailing { w.key(named: key) { value.write(to: &$0) } }
    }
    return writer.bytes
  }

  /// What is to be read, each with the words that name it before a line's number.
  private func sources(_ context: CommandContext) throws(CommandFailure) -> [(name: String, lines: [Substring])] {
    func lines(_ bytes: [UInt8], _ name: String) throws(CommandFailure) -> [Substring] {
      guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandFailure("\(name): not UTF-8", .data) }
      return text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
    }
    if paths.isEmpty { return [("", try lines(context.terminal.readAll(), "standard input"))] }
    var all: [(name: String, lines: [Substring])] = []
    for path in paths {
      guard let bytes = try context.files.read(path) else { throw CommandFailure("\(path): there is no such file", .noInput) }
      all.append((paths.count > 1 ? "\(path): " : "", try lines(bytes, path)))
    }
    return all
  }
}
