internal import LanguageModels
internal import PieConfiguration

/// The store of keys on this machine: read by every command that asks a provider, changed by `pie set-key --local`.
struct LocalKeys: KeySource {
  let context: CommandContext

  func key(of provider: ProviderName) throws(LanguageModelError) -> String? {
    do throws(CommandFailure) { return try read().keys[provider.rawValue] } catch {
      throw LanguageModelError(.noKey, error.message)
    }
  }

  /// A file that others may read is not read: whoever wrote it may not have meant them to.
  func read() throws(CommandFailure) -> KeyStore {
    guard let path = KeyStore.path(context.environment) else { return try parsed(nil, "keys.yaml") }
    let bytes = try context.files.read(path)
    if bytes != nil, context.files.isOpenToOthers(path) {
      throw CommandFailure("\(path) holds keys and is open to others: chmod 600 \(path)", .configuration)
    }
    return try parsed(bytes, path)
  }

  /// Whole, readable by the owner alone.
  func write(_ store: KeyStore) throws(CommandFailure) -> String {
    guard let path = KeyStore.path(context.environment) else {
      throw CommandFailure("there is no place for keys: neither XDG_CONFIG_HOME nor HOME is set", .configuration)
    }
    let folders = path.split(separator: "/").dropLast()
    var folder = ""
    for name in folders {
      folder += "/" + name
      if !context.files.isDirectory(folder) { try context.files.makeDirectory(folder) }
    }
    try context.files.write(Array(store.yaml.utf8), to: context.files.resolved(path))
    return path
  }

  private func parsed(_ bytes: [UInt8]?, _ path: String) throws(CommandFailure) -> KeyStore {
    do throws(ConfigurationError) { return try KeyStore(bytes, file: path) } catch {
      throw CommandFailure(error.description, .configuration)
    }
  }
}

/// `pie set-key --local`: what it does, apart from what it is asked.
struct LocalKeyChange {
  let context: CommandContext

  func list(asJSON: Bool) throws {
    let names = try LocalKeys(context: context).read().keys.keys.sorted()
    if asJSON {
      let list = names.map { "\"\($0)\"" }.joined(separator: ",")
      return try context.terminal.write(Array("{\"keys\":[\(list)]}\n".utf8))
    }
    if names.isEmpty { context.terminal.note("no key is stored\n") }
    try context.terminal.write(Array(names.map { $0 + "\n" }.joined().utf8))
  }

  func remove(_ provider: ProviderName) throws {
    let keys = LocalKeys(context: context)
    var store = try keys.read()
    guard store.remove(provider.rawValue) else { return context.terminal.note("there is no key of \(provider.rawValue)\n") }
    _ = try keys.write(store)
    context.terminal.note("the key of \(provider.rawValue) is removed\n")
  }

  func set(_ provider: ProviderName, _ bytes: [UInt8]) throws {
    let key = try checked(bytes)
    let keys = LocalKeys(context: context)
    var store = try keys.read()
    store.set(key, of: provider.rawValue)
    let path = try keys.write(store)
    context.terminal.note("the key of \(provider.rawValue) is in \(path)\n")
    if let variable = provider.keyVariables.first(where: { !(context.environment[$0] ?? "").isEmpty }) {
      context.terminal.note("pie: \(variable) is set, and outranks it\n")
    }
  }

  /// One line; blanks around it are none of its own.
  private func checked(_ bytes: [UInt8]) throws(CommandFailure) -> String {
    let start = bytes.drop { $0 <= 0x20 }
    let key = Array(start.reversed().drop { $0 <= 0x20 }.reversed())
    guard !key.isEmpty else { throw CommandFailure("the key is empty", .data) }
    guard key.count <= 8192, key.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw CommandFailure("this is no key: a key is one word of letters, digits and signs", .data)
    }
    return String(decoding: key, as: UTF8.self)
  }
}
