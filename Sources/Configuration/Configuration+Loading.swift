extension Configuration {
  /// Merges the settings: flag, then environment, then `pie.yaml` or `Config/pie.yaml` of the directory, then
  /// `$XDG_CONFIG_HOME/pie/pie.yaml`, then default. The flag `config` or the variable `PIE_CONFIG` names one file to
  /// read in place of those. A variable that is empty is not set; one that a flag overrides is not looked at. Files are
  /// always checked whole.
  ///
  /// - Parameters:
  ///   - flags: by the path of the setting, and `config`; only those that the user gave (`unset` is not given).
  ///   - directory: the working directory, absolute.
  ///   - read: the bytes of the file at a path, nil when there is none.
  /// - Throws: everything that is wrong, together.
  package static func load(
    flags: [String: FlagValue] = [:], environment: [String: String], directory: String,
    read: (String) throws -> [UInt8]?
  ) throws(ConfigurationErrors) -> Configuration {
    let given = GivenSettings(flags: flags, environment: environment, directory: directory)
    var search = ConfigurationSearch(given: given)
    let files = search.files(read: read)
    var errors = given.unknownFlags() + search.errors + files.flatMap(\.errors)
    var entries: [String: Entry] = [:]
    for setting in Settings.all {
      if let (entry, shown) = given.entry(for: setting) {
        if let error = setting.error(in: entry.value, shown: shown, at: entry.origin) {
          errors.append(error)
        } else {
          entries[setting.path] = Entry(value: given.paths.resolve(entry.value, of: setting), origin: entry.origin)
        }
      } else {
        entries[setting.path] = files.lazy.compactMap { $0.entries[setting.path] }.first
      }
    }
    guard errors.isEmpty else { throw ConfigurationErrors(errors: errors) }
    return Configuration(entries)
  }
}

/// What the command line and the environment say.
struct GivenSettings {
  let flags: [String: FlagValue]
  let environment: [String: String]
  let paths: PathBase

  init(flags: [String: FlagValue], environment: [String: String], directory: String) {
    self.flags = flags.filter { $0.value != .unset }
    self.environment = environment.filter { !$0.value.isEmpty }
    paths = PathBase(folder: directory, home: self.environment["HOME"])
  }

  /// The flag, or else the first variable that is set; with the value as the user wrote it, for an error.
  func entry(for setting: Setting) -> (Configuration.Entry, shown: String)? {
    if let value = flags[setting.path] {
      return (Configuration.Entry(value: value, origin: .flag(setting.flag)), value.summary)
    }
    for name in setting.environment {
      guard let text = environment[name] else { continue }
      let entry = Configuration.Entry(value: setting.value(ofVariable: text), origin: .environment(name))
      return (entry, text.quoted(limit: 40))
    }
    return nil
  }

  /// The file that `--config` or `PIE_CONFIG` names, and which of them does.
  var namedFile: (path: String, origin: Origin)? {
    if case .text(let path) = flags["config"] { return (path, .flag("--config")) }
    return environment["PIE_CONFIG"].map { ($0, .environment("PIE_CONFIG")) }
  }

  /// A flag that is in no table is a slip of the command that passes it.
  func unknownFlags() -> [ConfigurationError] {
    flags.keys.filter { $0 != "config" && Settings.byPath[$0] == nil }.sorted().map {
      ConfigurationError(
        .unknownKey, "unknown key \($0.quoted())", at: .flag("--" + $0), key: $0, suggestion: Settings.nearest(to: $0))
    }
  }
}
