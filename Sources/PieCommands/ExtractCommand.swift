internal import ArgumentParser
internal import PieConfiguration

struct ExtractCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract", abstract: "Says what notes contain: problems, medications, allergies, results and more.",
    discussion: """
      Reads files, folders and standard input (-). On a terminal the result is a report for people; into a pipe it is JSON, one record
      a line where there are several notes. Every statement bears the words of the note that prove it.

      EXAMPLES
        pie extract notes.txt
        pie extract notes.txt --evidence
        pie extract reports/ --include '*.txt' --format jsonl --output records.jsonl
        pie extract reports/ --format json --output records/
        pie extract reports/ --format csv --output statements.csv
        pie extract notes.txt --format fhir > bundle.json
        cat notes.txt | pie extract - --language fr --format json
        pie extract notes.txt --lexicon our-drugs.tsv
        pie extract notes.txt --provider mistral
        pie extract notes.txt --provider compatible --base-url http://127.0.0.1:8080/v1 --ungrounded flag

      EXIT CODES
        0 done · 64 usage · 65 a note is empty or no text · 66 a file is missing or unreadable · 69 the provider or
        its model gave no reading · 73, 74 the output cannot be
        written · 78 the configuration is wrong · 130 stopped by Ctrl-C
      """)

  @Argument(help: ArgumentHelp("Notes: files, folders, or - for standard input.", valueName: "path")) var paths: [String] = []
  @Option(help: "text, json, jsonl, csv or fhir. (default: by what is read and where the result goes)") var format: String?
  @Flag(help: "The same as --format json.") var json = false
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write there: a file, or a folder (ends in / or is there) for one file a note.", valueName: "path")) var output:
    String?
  @Option(help: "The notes' language: auto, fr or en.") var language: String?
  @Option(help: "What reads the notes: auto, offline, or a provider of models (pie providers lists them).") var provider: String?
  @Option(help: "The provider's model.") var model: String?
  @Option(help: ArgumentHelp("Where the provider's server is.", valueName: "URL")) var baseURL: String?
  @Option(parsing: .singleValue, help: ArgumentHelp("The files of a folder that are notes; repeatable.", valueName: "glob")) var include:
    [String] = []
  @Option(help: "What a model claims and the note does not prove: drop, or flag to list it apart.") var ungrounded: String?
  @Flag(help: "Print each statement's words and place under it (text report).") var evidence = false
  @Option(help: "auto, always or never.") var color: String?
  @Flag(name: [.short, .long], help: "No progress and no advice on standard error.") var quiet = false
  @Option(parsing: .singleValue, help: ArgumentHelp("A lexicon of your own (TSV); repeatable.", valueName: "file")) var lexicon: [String] =
    []
  @Option(help: ArgumentHelp("The largest note that is read, in MB.", valueName: "MB")) var noteMegabytes: Int?
  @Option(help: ArgumentHelp("Read this configuration file in place of those found.", valueName: "file")) var config: String?

  func validate() throws {
    if json, let format, format != "json" { throw ValidationError("--json and --format \(format) differ: give one of them.") }
  }

  func run() async throws {
    let context = CommandContext.current
    let settings = try context.configuration(flags: flags)
    try await ExtractRun(context: context, settings: settings, paths: paths, output: output).run()
  }

  private var flags: [String: FlagValue] {
    var flags: [String: FlagValue] = [:]
    func set(_ key: String, _ value: String?) { if let value { flags[key] = .text(value) } }
    set("config", config)
    set("format", json ? "json" : format)
    set("language", language)
    set("provider", provider)
    set("model", model)
    set("base_url", baseURL)
    set("ungrounded", ungrounded)
    set("color", color)
    if !include.isEmpty { flags["include"] = .list(include) }
    if !lexicon.isEmpty { flags["lexicons"] = .list(lexicon) }
    if evidence { flags["evidence"] = .bool(true) }
    if quiet { flags["quiet"] = .bool(true) }
    if let noteMegabytes { flags["limits.note_megabytes"] = .integer(noteMegabytes) }
    return flags
  }
}
