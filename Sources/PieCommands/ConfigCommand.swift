internal import ArgumentParser
internal import PieConfiguration

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Shows the settings.",
    discussion: """
      EXAMPLES
        pie config show
        pie config show --json
      """,
    subcommands: [Show.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Prints every setting with its value and where it came from.",
      discussion: """
        A flag outranks the environment (PIE_…), that outranks ./pie.yaml or ./Config/pie.yaml, that outranks
        $XDG_CONFIG_HOME/pie/pie.yaml. What is printed is itself a valid pie.yaml.

        EXAMPLES
          pie config show
          PIE_LANGUAGE=fr pie config show
          pie config show --config other.yaml --json
        """)

    @Option(help: ArgumentHelp("Read this file in place of those found.", valueName: "file")) var config: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let context = CommandContext.current
      let listing = ConfigurationListing(try context.configuration(flags: config.map { ["config": .text($0)] } ?? [:]))
      try context.terminal.write(Array((json ? listing.json() : listing.text).utf8))
    }
  }
}

extension CommandContext {
  /// The settings merged from flags, environment and files.
  func configuration(flags: [String: FlagValue]) throws(CommandFailure) -> Configuration {
    let files = files
    do {
      return try Configuration.load(flags: flags, environment: environment, directory: directory) { try files.read($0) }
    } catch {
      // a flag's wrong value is a slip of the command line, not of a configuration
      let isUsage = error.errors.allSatisfy { error in
        guard case .flag = error.place else { return false }
        return error.code == .badValue || error.code == .wrongType
      }
      throw CommandFailure(error.description, isUsage ? .usage : .configuration)
    }
  }
}
