internal import ArgumentParser
internal import LanguageModels

struct SetKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-key", abstract: "Stores the key of a provider on this machine.",
    discussion: """
      The key is typed, unseen, or comes from standard input; it is never an argument. It goes into $XDG_CONFIG_HOME/pie/keys.yaml
      (~/.config/pie/keys.yaml), which nobody else can read. A variable of the provider's outranks it.

      EXAMPLES
        pie set-key openai --local
        pass show mistral | pie set-key mistral --local
        pie set-key --list --local
        pie set-key openai --remove --local
      """)

  @Argument(help: "The provider.") var provider: String?
  @Flag(help: "The keys on this machine.") var local = false
  @Flag(help: "List the keys that are stored: names, never a value.") var list = false
  @Flag(help: "Remove the key.") var remove = false
  @Flag(help: "With --list: print JSON.") var json = false

  func validate() throws {
    guard local else { throw ValidationError("Give --local: keys are kept on this machine only, so far.") }
    if list == (provider != nil) { throw ValidationError(list ? "--list takes no provider." : "Name a provider, or give --list.") }
    if list, remove { throw ValidationError("Give one of --list and --remove.") }
    if json, !list { throw ValidationError("--json goes with --list.") }
  }

  func run() throws {
    let context = CommandContext.current
    let change = LocalKeyChange(context: context)
    guard let provider else { return try change.list(asJSON: json) }
    let name = try ProviderName(named: provider)
    if remove { return try change.remove(name) }
    try change.set(name, try key(of: provider, context))
  }

  private func key(of provider: String, _ context: CommandContext) throws -> [UInt8] {
    guard context.terminal.inputIsTTY else { return try context.terminal.readAll() }
    context.terminal.note("The key of \(provider) (it is not shown): ")
    let key = HiddenInput.readLine()
    context.terminal.note("\n")
    guard let key else { throw CommandFailure("no key was given", .interrupted) }
    return key
  }
}
