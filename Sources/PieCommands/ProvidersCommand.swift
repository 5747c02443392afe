internal import ArgumentParser
internal import CurlHTTP
internal import LanguageModels
internal import PieConfiguration

struct ProvidersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "providers", abstract: "Lists the providers of models: whether a key is found, the default model, what it can do.",
    discussion: """
      No provider is asked for the list. A key is looked for in the provider's own variables, then among those of pie set-key --local; it is
      never shown.

      EXAMPLES
        pie providers
        pie providers --json
        pie providers check openai
        pie providers check compatible --base-url http://127.0.0.1:8080/v1
      """,
    subcommands: [List.self, Check.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists them.",
      discussion: """
        EXAMPLES
          pie providers
          pie providers list --json
        """)

    @Flag(help: "Print JSON.") var json = false
    @Option(help: ArgumentHelp("Read this configuration file in place of those found.", valueName: "file")) var config: String?

    func run() throws {
      let context = CommandContext.current
      let settings = try context.configuration(flags: config.map { ["config": .text($0)] } ?? [:])
      let rows = try ProviderRow.all(context, settings)
      try context.terminal.write(Array((json ? ProviderRow.json(rows) : ProviderRow.table(rows)).utf8))
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Asks a provider one tiny question, and says what is wrong where something is.",
      discussion: """
        The question has a few words, and nothing of a note.

        EXAMPLES
          pie providers check mistral
          pie providers check openai --model gpt-5.4
          pie providers check compatible --base-url http://127.0.0.1:8080/v1 --json

        EXIT CODES
          0 it answers · 69 it cannot be reached, or has trouble of its own · 78 the key, the model or a setting is wrong
        """)

    @Argument(help: ArgumentHelp("One of \(ProviderName.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name")) var name:
      String
    @Option(help: "Ask this model.") var model: String?
    @Option(help: ArgumentHelp("Where the provider's server is.", valueName: "URL")) var baseURL: String?
    @Flag(help: "Print JSON.") var json = false
    @Option(help: ArgumentHelp("Read this configuration file in place of those found.", valueName: "file")) var config: String?

    func run() async throws {
      let context = CommandContext.current
      let provider = try ProviderName(named: name)
      let settings = try context.configuration(flags: config.map { ["config": .text($0)] } ?? [:])
      var selection = settings.selection(of: provider)
      selection.model = model ?? selection.model
      selection.baseURL = baseURL ?? selection.baseURL
      selection.limits.total = min(selection.limits.total, .seconds(60))
      let check = await ProviderCheck.run(selection, context)
      if json {
        try context.terminal.write(Array((check.json.text + "\n").utf8))
      } else if check.failure == nil {
        try context.terminal.write(Array((check.line + "\n").utf8))
      }
      guard let failure = check.failure else { return }
      if json { exitProcess(failure.status) }
      throw failure
    }
  }
}

extension ProviderName {
  init(named name: String) throws(CommandFailure) {
    guard let provider = ProviderName(rawValue: name) else {
      let names = ProviderName.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(
        name == "offline" || name == "auto"
          ? "\(name) asks nobody: the rules on this machine need no key" : "there is no provider of that name; there are \(names)",
        .usage)
    }
    self = provider
  }
}
