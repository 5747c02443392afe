import Testing

@testable import PieConfiguration

/// Which source of a value wins, and what each one is called.
struct LoadingTests {
  static let project = "/work/pie.yaml"
  static let folder = "/work/Config/pie.yaml"
  static let user = "/home/ada/.config/pie/pie.yaml"

  @Test func `Without any source there are the defaults`() throws {
    let configuration = try load()
    #expect(configuration == Configuration())
    #expect(configuration.provider == .auto)
    #expect(configuration.model == nil)
    #expect(configuration.language == .auto)
    #expect(configuration.format == .auto)
    #expect(!configuration.evidence)
    #expect(configuration.color == .auto)
    #expect(!configuration.quiet)
    #expect(configuration.include == ["*.txt", "*.md"])
    #expect(configuration.noteByteLimit == 16_000_000)
    #expect(configuration.lexicons == [])
    for setting in Settings.all { #expect(configuration.origin(of: setting) == .default) }
  }

  @Test func `Each source wins over those below it`() throws {
    var files = [Self.user: "# mine\nformat: text\n"]
    func format(
      _ flags: [String: FlagValue] = [:], _ environment: [String: String] = [:]
    ) throws -> (FormatChoice, String) {
      let configuration = try load(files, flags: flags, environment: environment)
      return (configuration.format, configuration.origin(of: Settings.format).description)
    }
    #expect(try format() == (.text, "/home/ada/.config/pie/pie.yaml:2:9"))
    files[Self.folder] = "format: json"
    #expect(try format() == (.json, "Config/pie.yaml:1:9"))
    files[Self.project] = "\nformat: jsonl"
    #expect(try format() == (.jsonl, "pie.yaml:2:9"))
    #expect(try format([:], ["PIE_FORMAT": "text"]) == (.text, "PIE_FORMAT"))
    #expect(try format(["format": .text("json")], ["PIE_FORMAT": "text"]) == (.json, "--format"))
    #expect(try format(["format": .unset], ["PIE_FORMAT": ""]) == (.jsonl, "pie.yaml:2:9"))
  }

  @Test func `Files are merged key by key`() throws {
    let configuration = try load([
      Self.project: "language: fr\nmodel: null\n",
      Self.user: "language: en\nquiet: true\nmodel: big\nlimits: {note_megabytes: 2}",
    ])
    #expect(configuration.language == .fr)
    #expect(configuration.quiet)
    #expect(configuration.model == nil)
    #expect(configuration.origin(of: Settings.model).description == "pie.yaml:2:8")
    #expect(configuration.noteByteLimit == 2_000_000)
  }

  @Test func `Config/pie.yaml is not read beside pie.yaml`() throws {
    let configuration = try load([Self.project: "", Self.folder: "format: [broken"])
    #expect(configuration == Configuration())
  }

  @Test(arguments: [
    (["XDG_CONFIG_HOME": "/xdg"], "/xdg/pie/pie.yaml"), (["XDG_CONFIG_HOME": ""], user),
    (["XDG_CONFIG_HOME": "xdg"], user),
    (["XDG_CONFIG_HOME": "/xdg", "HOME": ""], "/xdg/pie/pie.yaml"),
  ])
  func `The user's file`(environment: [String: String], path: String) throws {
    let configuration = try load([path: "quiet: true"], environment: environment)
    #expect(configuration.origin(of: Settings.quiet).description == path + ":1:8")
  }

  @Test func `Without a home there is no file of the user`() throws {
    var read: [String] = []
    _ = try Configuration.load(environment: [:], directory: "/") { path in
      read.append(path)
      return nil
    }
    #expect(read == ["/pie.yaml", "/Config/pie.yaml"])
  }

  @Test(arguments: ["other.yaml", "./other.yaml", "/work/other.yaml"])
  func `A named file is read in place of the others`(name: String) throws {
    let files = ["/work/other.yaml": "format: json", Self.project: "quiet: true\nbroken: [", Self.user: "quiet: true"]
    for (flags, environment) in [
      (["config": .text(name)], [:]), ([:], ["PIE_CONFIG": name]),
      (["config": .text(name)], ["PIE_CONFIG": "absent.yaml"]),
    ] as [([String: FlagValue], [String: String])] {
      let configuration = try load(files, flags: flags, environment: environment)
      #expect(configuration.origin(of: Settings.format).description == name + ":1:9")
      #expect(!configuration.quiet)
    }
  }

  @Test func `A named file must exist, others need not`() {
    let files = [Self.project: "format: json"]
    #expect(errors(files, flags: ["config": .text("a.yaml")]) == ["--config: there is no file \"a.yaml\""])
    #expect(errors(files, environment: ["PIE_CONFIG": "a.yaml"]) == ["PIE_CONFIG: there is no file \"a.yaml\""])
    #expect(errors(files, flags: ["config": .text("")]) == ["--config: there is no file \"\""])
    #expect(errors(files, environment: ["PIE_CONFIG": ""]) == [])
  }

  @Test func `A file that cannot be read is an error, named or not`() {
    struct Denied: Error, CustomStringConvertible { let description = "permission denied" }
    for flags in [[:], ["config": .text("pie.yaml")]] as [[String: FlagValue]] {
      let error = #expect(throws: ConfigurationErrors.self) {
        try Configuration.load(flags: flags, environment: [:], directory: "/work") { path in
          guard path == Self.project else { return nil }
          throw Denied()
        }
      }
      #expect(error?.errors.map(\.code) == [.unreadableFile])
      #expect(error?.description == "pie.yaml:1:1: cannot be read: permission denied")
    }
  }

  @Test func `Every flag and variable gives its setting`() throws {
    let values: [String: (flag: FlagValue, variable: String)] = [
      "provider": (.text("offline"), "offline"), "model": (.text("m1"), "m1"),
      "base_url": (.text("http://localhost:1/v1"), "http://localhost:1/v1"), "context_size": (.integer(9), "9"),
      "timeouts.connect": (.integer(2), "2"), "timeouts.idle": (.integer(3), "3"), "timeouts.total": (.integer(4), "4"),
      "language": (.text("en"), "en"),
      "format": (.text("jsonl"), "jsonl"), "evidence": (.bool(true), "1"), "color": (.text("never"), "never"),
      "quiet": (.bool(true), "Yes"), "include": (.list(["*.note", "b,c"]), "*.note:b,c"),
      "limits.note_megabytes": (.integer(1024), "1024"),
      "lexicons": (.list(["/a.tsv", "/work/b.tsv"]), "/a.tsv:b.tsv"),
      "app": (.text("pie"), "pie"), "region": (.text("us-east-1"), "us-east-1"), "profile": (.text("ward"), "ward"),
      "architecture": (.text("arm64"), "arm64"), "data_policy": (.text("yes"), "yes"),
      "access.mode": (.text("iam"), "iam"), "access.jwt_issuer": (.text("https://a"), "https://a"),
      "access.jwt_audience": (.text("b"), "b"), "access.i_understand_it_is_public": (.bool(true), "true"),
      "lambda.memory_mb": (.integer(512), "512"), "lambda.timeout_s": (.integer(10), "10"),
      "lambda.reserved_concurrency": (.integer(5), "5"), "lambda.provisioned_concurrency": (.integer(1), "1"),
      "logs.retention_days": (.integer(365), "365"), "state": (.text("local"), "local"),
      "alarms.email": (.text("a@b.org"), "a@b.org"), "budget_usd": (.integer(20), "20"),
      "serve.host": (.text("::1"), "::1"), "serve.port": (.integer(80), "80"), "serve.access": (.text("token"), "token"),
      "serve.providers": (.list(["ollama", "openai"]), "ollama:openai"), "serve.metrics": (.text("emf"), "emf"),
      "fallback": (.list(["mistral/m", "offline"]), "mistral/m:offline"),
      "ungrounded": (.text("flag"), "flag"),
    ]
    for setting in Settings.all {
      let (flag, variable) = try #require(values[setting.path])
      let flagged = try load(flags: [setting.path: flag])
      #expect(flagged.value(of: setting) == flag)
      #expect(flagged.origin(of: setting) == .flag(setting.flag))
      for name in setting.environment {
        let configuration = try load(environment: [name: variable])
        #expect(configuration.value(of: setting) == flag)
        #expect(configuration.origin(of: setting) == .environment(name))
      }
    }
  }

  @Test(arguments: [
    ("PIE_FORMAT", "jsno", "format must be one of auto, text, json, jsonl, csv or fhir, not \"jsno\"; did you mean json?"),
    ("PIE_QUIET", "2", "quiet must be true or false, not \"2\""),
    ("PIE_LIMITS_NOTE_MEGABYTES", "0", "limits.note_megabytes must be a whole number from 1 to 1024, not \"0\""),
    (
      "PIE_LIMITS_NOTE_MEGABYTES", "16 MB", "limits.note_megabytes must be a whole number from 1 to 1024, not \"16 MB\""
    ),
    (
      "MODEL_PROVIDER", "offlin",
      "provider must be one of auto, offline, openai, mistral, anthropic, ollama, gemini, azure, bedrock or compatible, not \"offlin\"; did you mean offline?"
    ),
    ("MODEL_NAME", "a\u{0}b", "model must not be empty or hold control characters"),
  ])
  func `A wrong variable is named`(name: String, value: String, message: String) {
    #expect(errors(environment: [name: value]) == ["\(name): \(message)"])
  }

  @Test func `PIE_PROVIDER wins over MODEL_PROVIDER, and a flag over both, unread`() throws {
    let environment = ["PIE_PROVIDER": "offline", "MODEL_PROVIDER": "elsewhere", "PIE_MODEL": "a", "MODEL_NAME": "b"]
    let configuration = try load(environment: environment)
    #expect(configuration.provider == .offline)
    #expect(configuration.model == "a")
    let flagged = try load(flags: ["provider": .text("auto")], environment: ["MODEL_PROVIDER": "elsewhere"])
    #expect(flagged.origin(of: Settings.provider) == .flag("--provider"))
  }

  @Test func `A wrong flag is named by its dashes`() {
    #expect(
      errors(flags: [
        "limits.note_megabytes": .integer(0), "lexicons": .text("a"), "format": .list(["json"]), "modle": .text("x"),
      ]) == [
        "--modle: unknown key \"modle\"; did you mean \"model\"?",
        "--format: format must be one of auto, text, json, jsonl, csv or fhir, not a list",
        "--note-megabytes: limits.note_megabytes must be a whole number from 1 to 1024, not 0",
        "--lexicon: lexicons must be a list of texts, not \"a\"; did you mean [\"a\"]?",
      ])
  }

  @Test(arguments: [
    (project, "/work"), (folder, "/work/Config"), (user, "/home/ada/.config/pie"),
  ])
  func `A path starts at the folder of its file`(file: String, folder: String) throws {
    let yaml = "lexicons: [mine.tsv, ./a/b.tsv, ../c.tsv, /abs.tsv, ~/home.tsv, \"~x\"]\ninclude: [./x]"
    let configuration = try load([file: yaml])
    #expect(
      configuration.lexicons == [
        "\(folder)/mine.tsv", "\(folder)/a/b.tsv", "\(folder)/../c.tsv", "/abs.tsv", "/home/ada/home.tsv",
        "\(folder)/~x",
      ])
    #expect(configuration.include == ["./x"])
  }

  @Test func `A path in a named file, a flag or a variable`() throws {
    let named = try load(["/etc/pie.yaml": "lexicons: [a]"], flags: ["config": .text("/etc/pie.yaml")])
    #expect(named.lexicons == ["/etc/a"])
    let below = try load(["/work/sub/x.yaml": "lexicons: [a]"], flags: ["config": .text("sub/x.yaml")])
    #expect(below.lexicons == ["/work/sub/a"])
    let root = try load(["/x.yaml": "lexicons: [a]"], flags: ["config": .text("/x.yaml")])
    #expect(root.lexicons == ["/a"])
    #expect(try load(flags: ["lexicons": .list(["a"])]).lexicons == ["/work/a"])
    #expect(try load(environment: ["PIE_LEXICONS": "a:/b:"]).lexicons == ["/work/a", "/b"])
  }
}
