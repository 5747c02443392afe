internal import ClinicalRecord
internal import Extraction
internal import LanguageModels
internal import PieConfiguration
internal import Rendering
internal import RulesEngine

/// One `pie extract`: which notes, through which engine, in which form, to where.
struct ExtractRun {
  let context: CommandContext
  let settings: Configuration
  let paths: [String]
  let output: String?

  func run() async throws {
    var paths = paths
    if paths.isEmpty {
      guard !context.terminal.inputIsTTY else {
        throw CommandFailure("no note is named; try: pie extract notes.txt (or pie extract --help)", .usage)
      }
      paths = ["-"]
    }
    let notes = try NotePaths(files: context.files, include: settings.include).notes(paths)
    Interruption.watch()
    let (pipeline, isModel) = try await pipeline()
    let reader = NoteReader(limit: settings.noteByteLimit, language: Language(rawValue: settings.language.rawValue))
    let format = format(notes.count)
    let sink = try OutputSink(context: context, output: output, format: format, notes: notes)
    let options = RenderingOptions(style: style, showsEvidence: settings.evidence)
    let progress = Progress(terminal: context.terminal, total: notes.count, isQuiet: settings.quiet)
    let files = context.files
    let terminal = context.terminal
    var failures: [CommandFailure] = []
    let width = notes.count == 1 ? 1 : isModel ? Self.calls : Cores.count(context.files)
    try await Batch(pipeline: pipeline, width: width).run(notes) { (path: String) in
      let bytes = path == "-" ? try terminal.readAll() : try files.read(path)
      guard let bytes else { throw CommandFailure("\(path): there is no such file", .noInput) }
      do {
        return try reader.note(bytes, source: path == "-" ? "stdin" : path)
      } catch let error as NoteError {
        throw CommandFailure("\(path == "-" ? "standard input" : path): \(error)", .data)
      }
    } render: { record in
      sink.rendered(record, options)
    } each: { index, result in
      switch result {
      case .success(let bytes): try sink.write(bytes, note: index)
      case .failure where Interruption.happened: return false
      case .failure(let failure as CommandFailure):
        // one bad note does not cost the others their records
        progress.clear()
        terminal.complain(failure.message)
        failures.append(failure)
      case .failure(let error as EngineFailure):
        let failure = try noteFailure(error, notes[index], of: notes.count)
        progress.clear()
        terminal.complain(failure.message)
        failures.append(failure)
      case .failure(let error): throw error
      }
      progress.advance()
      return !Interruption.happened
    }
    progress.clear()
    if Interruption.happened { throw CommandFailure(try sink.abandon(after: progress.done, of: notes.count), .interrupted) }
    try sink.finish()
    progress.summary(failed: failures.count)
    if let first = failures.first { exitProcess(notes.count == 1 || failures.count == notes.count ? first.status : .data) }
  }

  private func pipeline() async throws(CommandFailure) -> (pipeline: Pipeline, isModel: Bool) {
    if case .default = settings.origin(of: Settings.provider), !settings.quiet {
      context.terminal.note("pie: no provider is chosen: the rules on this machine read the note (--provider offline says so)\n")
    }
    if settings.chosenProvider == nil, settings.model != nil, !settings.quiet {
      context.terminal.note("pie: model is set (\(settings.origin(of: Settings.model))), but the offline rules have none\n")
    }
    let terms = try context.terms(settings)
    let terminal = context.terminal
    let isShown = terminal.errorIsTTY && !settings.quiet
    let making = ReadingEngine(context: context, settings: settings, rules: RulesEngine(terms: terms)) { done, count in
      if isShown { terminal.note("\r\u{1B}[K\(done) of \(count) parts\(done == count ? "\r\u{1B}[K" : "")") }
    }
    let engine = try await making.make()
    return (
      Pipeline(
        engine: making.isModel ? InterruptibleEngine(engine: engine) : engine, terms: terms, tellsUngrounded: settings.ungrounded == .flag),
      making.isModel
    )
  }

  /// Notes that are asked about at once.
  private static let calls = 4

  /// What of a note's failure is the note's; what would fail for every other note as well ends the run.
  private func noteFailure(_ error: EngineFailure, _ path: String, of count: Int) throws(CommandFailure) -> CommandFailure {
    let failure = CommandFailure(error)
    if failure.status == .configuration { throw failure }
    return count == 1 ? failure : CommandFailure("\(path): \(failure.message)", failure.status)
  }

  private func format(_ count: Int) -> OutputFormat {
    switch settings.format {
    case .text: .text
    case .json: .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .fhir: .fhir
    case .auto:
      if output == nil, context.terminal.outputIsTTY { .text } else { count > 1 && !writesFolder ? .jsonl : .json }
    }
  }

  private var writesFolder: Bool { output.map { $0.hasSuffix("/") || context.files.isDirectory($0) } ?? false }

  private var style: TerminalStyle {
    let toTerminal = output == nil && context.terminal.outputIsTTY
    let choice = Rendering.ColorChoice(rawValue: settings.color.rawValue) ?? .auto
    return TerminalStyle(
      choice: choice, environment: context.environment, isTTY: toTerminal, columns: toTerminal ? context.terminal.columns : nil)
  }
}
