internal import ArgumentParser
internal import Deployment
internal import FoundationEssentials
internal import LanguageModels
internal import PieConfiguration

struct SetKeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-key", abstract: "Gives what is deployed, or this machine, the key of a provider.",
    discussion: """
      The key is typed, unseen, or comes from standard input; it goes into SSM as a SecureString, /APP/PROVIDER-api-key, and is in no argument, no
      history, no plan and no state of terraform. What is deployed reads it anew within five minutes, or at once with --now.

      With --local it goes into $XDG_CONFIG_HOME/pie/keys.yaml (~/.config/pie/keys.yaml), which nobody else can read, for the commands on this
      machine. A variable of the provider's outranks it.

      EXAMPLES
        pie set-key mistral --local
        pass show mistral | pie set-key mistral --local
        pie set-key --list --local
        pie set-key openai
        pass show openai | pie set-key openai
        pie set-key mistral --now
        pie set-key --list
        pie set-key openai --remove
      """)

  @Argument(help: "The provider.") var provider: String?
  @Flag(help: "The keys on this machine, not those of what is deployed.") var local = false
  @Flag(help: "Let the key count at once: the running copies are replaced.") var now = false
  @Flag(help: "List the keys that are set: name, version and date, never a value.") var list = false
  @Flag(help: "Remove the key.") var remove = false
  @Flag(help: "With --list: print JSON.") var json = false
  @Flag(help: "Show every command and run none; asks for no key.") var dryRun = false
  @OptionGroup var stack: StackOptions

  func validate() throws {
    if list == (provider != nil) { throw ValidationError(list ? "--list takes no provider." : "Name a provider, or give --list.") }
    if [now, list, remove].count(where: { $0 }) > 1 { throw ValidationError("Give one of --now, --list and --remove.") }
    if local, now || dryRun { throw ValidationError("--local takes neither --now nor --dry-run.") }
    if json, !list { throw ValidationError("--json goes with --list.") }
  }

  func run() async throws {
    let context = CommandContext.current
    // so that Ctrl-C at the hidden input leaves the terminal as it was
    StopSignals.watch()
    if local { return try keepLocally(context) }
    let terminal = context.terminal
    let which = try stack.stack(context)
    let keys: Keys
    if dryRun {
      keys = Keys(stack: which, runner: DryRunner { try? terminal.write(Array(($0.line + "\n").utf8)) })
    } else {
      keys = Keys(stack: which, runner: ShowingRunner(context.liveRunner) { terminal.note("$ \($0.line)\n") })
    }
    if let provider { try KeyedProvider.check(provider) }
    try await reportingDeployFailures {
      if list {
        try self.list(try await keys.parameters(), context)
      } else if let provider, remove {
        let was = try await keys.remove(provider)
        terminal.note(was || dryRun ? "the key of \(provider) is removed\n" : "there is no key of \(provider)\n")
      } else if let provider {
        let secret = dryRun ? Secret([]) : try Keys.checked(try key(of: provider, context))
        let stored = try await keys.set(provider, secret)
        let version = now ? try await keys.renew() : nil
        terminal.note(
          "\(stored.name), version \(stored.version): \(version.map { "counts now, in version \($0)" } ?? "counts within five minutes")\n")
      }
    }
  }

  private func keepLocally(_ context: CommandContext) throws {
    let change = LocalKeyChange(context: context)
    guard let provider else { return try change.list(asJSON: json) }
    let name = try ProviderName(named: provider)
    if remove { return try change.remove(name) }
    try change.set(name, try key(of: provider, context))
  }

  private func list(_ stored: [Keys.Stored], _ context: CommandContext) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      return try context.terminal.write(Array(try encoder.encode(stored)) + [UInt8(ascii: "\n")])
    }
    let width = stored.map(\.name.count).max() ?? 0
    for key in stored {
      let gap = String(repeating: " ", count: width - key.name.count)
      try context.terminal.write(Array("\(key.name)\(gap)  version \(key.version)  \(key.modified ?? "")\n".utf8))
    }
    if stored.isEmpty { context.terminal.note("no key is set\n") }
  }

  private func key(of provider: String, _ context: CommandContext) throws -> [UInt8] {
    guard context.terminal.inputIsTTY else { return try context.terminal.readAll() }
    let key = HiddenInput.readLine(unless: { StopSignals.received != nil }) {
      context.terminal.note("The key of \(provider) (it is not shown): ")
    }
    context.terminal.note("\n")
    guard let key else { throw CommandFailure("no key was given", .interrupted) }
    return key
  }
}

/// The providers that have a key.
enum KeyedProvider {
  static let names = ["openai", "mistral", "anthropic", "gemini", "azure", "bedrock", "ollama", "compatible"]

  static func check(_ provider: String) throws(CommandFailure) {
    if names.contains(provider) { return }
    if provider == "offline" || provider == "auto" { throw CommandFailure("\(provider) has no key: the rules ask nobody", .usage) }
    throw CommandFailure("there is no provider \"\(provider)\"; those with a key are \(names.joined(separator: ", "))", .usage)
  }
}
