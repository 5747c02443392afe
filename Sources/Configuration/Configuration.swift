/// The settings of a run, merged from flags, environment, files and defaults; every value is valid and knows where it
/// comes from.
package struct Configuration: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let value: SettingValue
    let origin: Origin
  }

  private let entries: [String: Entry]

  /// The defaults alone.
  package init() { entries = [:] }

  /// - Parameter entries: by path, checked; a setting that is missing has its default.
  init(_ entries: [String: Entry]) { self.entries = entries }

  package var provider: ProviderChoice { choice(Settings.provider) }
  /// nil leaves the model to the provider.
  package var model: String? { text(Settings.model) }
  /// nil leaves it to the provider.
  package var baseURL: String? { text(Settings.baseURL) }
  /// In tokens; nil where it is left to what is known of the model.
  package var contextSize: Int? { integer(Settings.contextSize) == 0 ? nil : integer(Settings.contextSize) }
  /// Seconds: to connect, without a byte, in all.
  package var timeouts: (connect: Int, idle: Int, total: Int) {
    (integer(Settings.connectTimeout), integer(Settings.idleTimeout), integer(Settings.totalTimeout))
  }
  package var language: LanguageChoice { choice(Settings.language) }
  package var format: FormatChoice { choice(Settings.format) }
  package var evidence: Bool { bool(Settings.evidence) }
  package var color: ColorChoice { choice(Settings.color) }
  package var quiet: Bool { bool(Settings.quiet) }
  /// Glob patterns on a file's name.
  package var include: [String] { list(Settings.include) }
  /// The size in bytes above which a note is not read.
  package var noteByteLimit: Int { integer(Settings.noteMegabytes) * 1_000_000 }
  /// Providers, `provider/model` or `offline`.
  package var fallback: [String] { list(Settings.fallback) }
  package var ungrounded: UngroundedChoice { choice(Settings.ungrounded) }
  /// Paths; absolute when the directory given to `load` was.
  package var lexicons: [String] { list(Settings.lexicons) }
  package var serveHost: String { text(Settings.serveHost) }
  package var servePort: Int { integer(Settings.servePort) }
  package var serveAccess: AccessChoice { choice(Settings.serveAccess) }
  package var serveProviders: [String] { list(Settings.serveProviders) }
  package var serveMetrics: MetricsChoice { choice(Settings.serveMetrics) }

  package func value(of setting: Setting) -> SettingValue { entries[setting.path]?.value ?? setting.standard }

  package func origin(of setting: Setting) -> Origin { entries[setting.path]?.origin ?? .default }

  func choice<Choice: RawRepresentable>(_ setting: Setting) -> Choice where Choice.RawValue == String {
    guard case .text(let name) = value(of: setting), let choice = Choice(rawValue: name) else { mismatch(setting) }
    return choice
  }

  private func text(_ setting: Setting) -> String {
    guard case .text(let value) = value(of: setting) else { mismatch(setting) }
    return value
  }

  private func bool(_ setting: Setting) -> Bool {
    guard case .bool(let value) = value(of: setting) else { mismatch(setting) }
    return value
  }

  func integer(_ setting: Setting) -> Int {
    guard case .integer(let value) = value(of: setting) else { mismatch(setting) }
    return value
  }

  /// nil where the setting is null.
  func optionalInteger(_ setting: Setting) -> Int? { value(of: setting) == .unset ? nil : integer(setting) }

  /// nil where the setting is null.
  func text(_ setting: Setting) -> String? {
    guard case .text(let text) = value(of: setting) else { return nil }
    return text
  }

  private func list(_ setting: Setting) -> [String] {
    guard case .list(let items) = value(of: setting) else { mismatch(setting) }
    return items
  }

  private func mismatch(_ setting: Setting) -> Never {
    preconditionFailure(
      "\(setting.path) has a value that its accessor cannot read; the table and the accessor disagree")
  }
}
