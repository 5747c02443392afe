/// Every key of `pie.yaml`. Parsing, validation, `pie config show` and the test of `Config/pie.yaml` all go by this
/// table.
package enum Settings {
  package static let provider = Setting(
    "provider", .choice(of: ProviderChoice.self), .text("auto"),
    "What reads the note: offline is the rules on this machine; auto is offline too, until a provider is chosen: "
      + "openai, mistral, anthropic, ollama, gemini, azure, bedrock, or compatible (llama.cpp, vLLM, LiteLLM, …).",
    alsoNamed: ["MODEL_PROVIDER"])
  package static let model = Setting(
    "model", .text, .unset, "The model that the provider runs; null leaves it to the provider.",
    alsoNamed: ["MODEL_NAME"])
  package static let baseURL = Setting(
    "base_url", .text, .unset,
    "Where the provider's server is; null is the vendor's own address. A provider that is chosen by a flag needs its own.",
    flag: "--base-url")
  package static let contextSize = Setting(
    "context_size", .integer(0...10_000_000), .integer(0),
    "How many tokens the model holds, question and answer together; 0 is what is known of it.")
  package static let language = Setting(
    "language", .choice(of: LanguageChoice.self), .text("auto"),
    "The language of the notes: fr, en, or auto to find it note by note.")
  package static let format = Setting(
    "format", .choice(of: FormatChoice.self), .text("auto"),
    "The form of the result: text, json, jsonl, csv or fhir; auto goes by what is read and where the result is written.")
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
  package static let serveProviders = Setting(
    "serve.providers", .texts, .list([]),
    "The providers that a request to pie serve may name besides provider and offline: every one sends notes to somebody.",
    flag: "--allow-provider")
  package static let serveMetrics = Setting(
    "serve.metrics", .choice(of: MetricsChoice.self), .text("auto"),
    "What pie serve measures, on standard output: emf is a line of CloudWatch's embedded metric format a request, none is nothing, auto is emf on Lambda."
  )
  package static let app = Setting(
    "app", .text, .text("patient-insight"),
    "The name of what is deployed, and of all that belongs to it on AWS: small letters, digits and hyphens.")
  package static let region = Setting("region", .text, .text("eu-west-3"), "The AWS region to deploy to.")
  package static let profile = Setting(
    "profile", .text, .unset, "The profile of the AWS CLI to use; null leaves it to the AWS CLI.")
  package static let architecture = Setting(
    "architecture", .choice(of: ArchitectureChoice.self), .text("x86_64"),
    "The processor that the deployed image runs on: x86_64 or arm64.")
  package static let dataPolicy = Setting(
    "data_policy", .choice(of: DataPolicyChoice.self), .text("no"),
    "May the deployed provider see the text of notes: no, redacted (without identifiers; refused until pie can replace them) or yes; offline sees it on the server alone."
  )
  package static let access = Setting(
    "access.mode", .choice(of: DeployedAccessChoice.self), .text("token"),
    "Who may call it: bearers of the access token, jwt of an identity provider, iam, none for anybody.", flag: "--access-mode")
  package static let jwtIssuer = Setting(
    "access.jwt_issuer", .text, .unset, "The issuer of the tokens, for jwt: an https URL.")
  package static let jwtAudience = Setting(
    "access.jwt_audience", .text, .unset, "The audience that the tokens are for, for jwt.")
  package static let understoodPublic = Setting(
    "access.i_understand_it_is_public", .bool, .bool(false), "Must be true for none: anybody who has the URL may then use it at your cost.")
  package static let memory = Setting(
    "lambda.memory_mb", .integer(128...10_240), .integer(1024),
    "The memory of the function in MB, from 128 to 10240; its share of processor goes with it.")
  package static let timeout = Setting(
    "lambda.timeout_s", .integer(5...29), .integer(29),
    "The seconds after which the function gives up, from 5 to 29: the gateway itself ends at 30.")
  package static let reservedConcurrency = Setting(
    "lambda.reserved_concurrency", .integer(0...10_000), .unset,
    "The most copies that may run at once, kept free for it; null shares the account's; 0 switches it off.")
  package static let provisionedConcurrency = Setting(
    "lambda.provisioned_concurrency", .integer(0...1_000), .integer(0),
    "The copies that are kept running, for answers without a start; each costs by the hour.")
  package static let retention = Setting(
    "logs.retention_days",
    .integers([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]),
    .integer(30), "The days that logs are kept; CloudWatch knows 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 and more.")
  package static let state = Setting(
    "state", .choice(of: StateChoice.self), .text("s3"),
    "Where terraform's state lies: s3 is a bucket made at the first deploy, local the folder .pie.")
  package static let alarmsEmail = Setting(
    "alarms.email", .text, .unset, "Who is told when alarms ring: an address; null tells nobody.")
  package static let budget = Setting(
    "budget_usd", .integer(1...1_000_000), .unset, "The US dollars a month above which alarms.email is told; null sets no budget.")

  package static let connectTimeout = Setting(
    "timeouts.connect", .integer(1...600), .integer(10), "Seconds in which a provider's server has to take the connection.")
  package static let idleTimeout = Setting(
    "timeouts.idle", .integer(1...86_400), .integer(300), "Seconds in which something has to come from a provider.")
  package static let totalTimeout = Setting(
    "timeouts.total", .integer(1...86_400), .integer(600),
    "Seconds that a question to a provider may take, with all that is tried again.")

  package static let fallback = Setting(
    "fallback", .texts, .list([]),
    "Who reads a note that the provider could not: providers, provider/model, or offline, in this order; only where the service failed or the model would not, never where a key or a setting is wrong."
  )
  package static let ungrounded = Setting(
    "ungrounded", .choice(of: UngroundedChoice.self), .text("drop"),
    "What becomes of a model's claims that the note does not prove: drop counts and names their kinds in the warnings, flag lists them apart as well."
  )

  /// The table, in the order of `Config/pie.yaml`.
  package static let all = [
    provider, model, baseURL, contextSize, language, format, evidence, color, quiet, include, noteMegabytes, lexicons,
    serveHost, servePort, serveAccess, serveProviders, serveMetrics,
    connectTimeout, idleTimeout, totalTimeout,
    fallback, ungrounded,
    app, region, profile, architecture, dataPolicy, access, jwtIssuer, jwtAudience, understoodPublic, memory, timeout,
    reservedConcurrency, provisionedConcurrency, retention, state, alarmsEmail, budget,
  ]

  /// Groups that may be written as one word, which then is this setting's: `access: iam`.
  static let shorthand = ["access": access]

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
