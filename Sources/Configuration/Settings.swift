/// Every key of `pie.yaml`. Parsing, validation, `pie config show` and the test of `Config/pie.yaml` all go by this
/// table.
package enum Settings {
  package static let provider = Setting(
    "provider", .choice(of: ProviderChoice.self), .text("auto"),
    "What reads the note: offline is the rules on this machine; auto is offline too, until a provider is chosen.",
    alsoNamed: ["MODEL_PROVIDER"])
  package static let model = Setting(
    "model", .text, .unset, "The model that the provider runs; null leaves it to the provider.",
    alsoNamed: ["MODEL_NAME"])
  package static let language = Setting(
    "language", .choice(of: LanguageChoice.self), .text("auto"),
    "The language of the notes: fr, en, or auto to find it note by note.")
  package static let format = Setting(
    "format", .choice(of: FormatChoice.self), .text("auto"),
    "The form of the result: text, json or jsonl; auto goes by what is read and where the result is written.")
  package static let evidence = Setting(
    "evidence", .bool, .bool(false), "Whether the text report quotes the words of the note behind each statement.")
  package static let color = Setting(
    "color", .choice(of: ColorChoice.self), .text("auto"),
    "When the text report has color: always, never, or auto for a terminal only.")
  package static let quiet = Setting(
    "quiet", .bool, .bool(false), "Whether progress and advice stay off standard error; errors never do.")
  package static let include = Setting(
    "include", .texts, .list(["*.txt", "*.md"]), "The files of a folder that are notes: glob patterns on the file name."
  )
  package static let noteMegabytes = Setting(
    "limits.note_megabytes", .integer(1...1024), .integer(16),
    "The largest note that is read, in megabytes of 1,000,000 bytes, from 1 to 1024.")
  package static let lexicons = Setting(
    "lexicons", .paths, .list([]),
    "Lexicons of your own, read after those built in; a relative path starts at the folder of this file.",
    flag: "--lexicon")

  package static let serveHost = Setting(
    "serve.host", .text, .text("127.0.0.1"), "The address that pie serve listens on.")
  package static let servePort = Setting(
    "serve.port", .integer(0...65_535), .integer(8080), "The port that pie serve listens on; 0 is any that is free.")
  package static let serveAccess = Setting(
    "serve.access", .choice(of: AccessChoice.self), .text("auto"),
    "Who may use pie serve: none is everybody, token is who knows the access token, auto is token except on this machine alone.")
  package static let serveMetrics = Setting(
    "serve.metrics", .choice(of: MetricsChoice.self), .text("auto"),
    "What pie serve measures, on standard output: emf is a line of CloudWatch's embedded metric format a request, none is nothing, auto is emf on Lambda."
  )

  /// The table, in the order of `Config/pie.yaml`.
  package static let all = [
    provider, model, language, format, evidence, color, quiet, include, noteMegabytes, lexicons,
    serveHost, servePort, serveAccess, serveMetrics,
  ]

  /// The keys that hold other keys.
  static let groups = Set(all.compactMap { $0.path.contains(".") ? String($0.path.prefix { $0 != "." }) : nil })

  static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

  /// The known key that `path` was probably meant to be: the same name in another group, or one that is spelled like
  /// it.
  static func nearest(to path: String) -> String? {
    let name = path.lastName
    return all.first { $0.path.lastName == name }?.path
      ?? Spelling.nearest(to: path, among: all.map(\.path) + groups)
      ?? Spelling.nearest(to: name, among: all.map(\.path.lastName)).flatMap(nearest)
  }
}

extension String {
  /// The name after the last dot.
  fileprivate var lastName: String {
    split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? self
  }
}
