package import ArgumentParser
internal import Extraction

/// The root: names the subcommands, nothing else.
package struct PieCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "pie",
    abstract: "Reads patient notes (French and English) and says what is in them, with the words that prove it.",
    discussion: """
      EXAMPLES
        pie extract notes.txt                      a report on the terminal, JSON into a pipe
        pie extract notes/ --format jsonl > out    one record a line for a folder of notes
        pie sig "DOLIPRANE 500 mg 2 cp x3/j"       one medication line as JSON
        pie schema                                 the JSON Schema of a record
        pie serve                                  the page and the API, on this machine
        pie config show                            the settings and where each came from
        pie providers                              who else could read, and whether there is a key
        pie deploy                                 the same as a web service on AWS

      Nothing leaves this machine unless you choose a provider: without one, notes are read by rules, offline.
      """,
    version: pieVersion,
    subcommands: [
      ExtractCommand.self, SigCommand.self, AssertCommand.self, SchemaCommand.self, ServeCommand.self, ConfigCommand.self,
      ProvidersCommand.self, DeployCommand.self, StatusCommand.self, LogsCommand.self, SetKeyCommand.self, TablesCommand.self,
    ])

  package init() {}

  /// Runs what the arguments say and ends the process with its exit code.
  package static func run() async -> Never {
    do {
      var command = try parsed()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      CommandContext.current.terminal.complain(failure.message)
      exitProcess(failure.status)
    } catch {
      exit(withError: error)
    }
    exitProcess(.success)
  }

  /// What the arguments ask for. Reading a note is asked for most often: it is tried first, without the other commands' flags. What is
  /// wrong with the arguments, and every help, is said by the whole.
  private static func parsed() throws -> any ParsableCommand {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == ExtractCommand.configuration.commandName,
      let command = try? ExtractCommand.parseAsRoot(Array(arguments.dropFirst())) as? ExtractCommand
    {
      return command
    }
    return try parseAsRoot()
  }
}
