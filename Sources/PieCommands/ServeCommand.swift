internal import ArgumentParser
internal import PieConfiguration

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the page and the JSON API, on this machine or behind a gateway.",
    discussion: """
      A page for who pastes a note and wants to see what it says, and the API behind it (GET /api/openapi.json). Notes go through the
      same pipeline as with pie extract, and none is kept. On this machine alone (127.0.0.1) everybody may use it; on any other
      address, and on Lambda, the access token is asked for.

      EXAMPLES
        pie serve
        pie serve --port 0
        pie serve --provider mistral --allow-provider ollama
        PIE_ACCESS_TOKEN=$(openssl rand -hex 32) pie serve --host 0.0.0.0
        curl -H 'Content-Type: text/plain' --data-binary @notes.txt http://127.0.0.1:8080/api/extract

      ENVIRONMENT
        PIE_ACCESS_TOKEN              the access token, 16 bytes or more
        PIE_ACCESS_TOKEN_PARAMETER    or the parameter of AWS Systems Manager that holds it
        PIE_KEY_PARAMETER_OPENAI, …   the parameter that holds a provider's key, where no variable does

      EXIT CODES
        0 stopped by SIGTERM or Ctrl-C · 64 usage · 69 the address cannot be listened on · 78 the configuration is wrong
      """)

  @Option(help: ArgumentHelp("The address to listen on. (default: 127.0.0.1)", valueName: "address")) var host: String?
  @Option(help: "The port to listen on; 0 is any that is free. (default: 8080)") var port: Int?
  @Option(help: "What reads the notes where a request does not say: auto, offline, or a provider.") var provider: String?
  @Option(help: "The model of that provider.") var model: String?
  @Option(
    parsing: .singleValue, help: ArgumentHelp("A provider that a request may name besides; repeatable.", valueName: "provider"))
  var allowProvider: [String] = []
  @Option(help: "Who may use it: token, none, or auto. (default: auto)") var access: String?
  @Option(help: "What it measures, on standard output: emf, none, or auto. (default: auto)") var metrics: String?
  @Flag(help: "With --access none on another address than this machine's own: let everybody in who reaches it.")
  var openToEverybody = false
  @Option(help: ArgumentHelp("Read this configuration file in place of those found.", valueName: "file")) var config: String?

  func run() async throws {
    let context = CommandContext.current
    let settings = try context.configuration(flags: flags)
    try await ServeRun(context: context, settings: settings, isOpenToEverybody: openToEverybody).run()
  }

  private var flags: [String: FlagValue] {
    var flags: [String: FlagValue] = [:]
    func set(_ key: String, _ value: String?) { if let value { flags[key] = .text(value) } }
    set("config", config)
    set("provider", provider)
    set("model", model)
    if !allowProvider.isEmpty { flags["serve.providers"] = .list(allowProvider) }
    set("serve.host", host)
    set("serve.access", access)
    set("serve.metrics", metrics)
    if let port { flags["serve.port"] = .integer(port) }
    return flags
  }
}
