package import CurlHTTP
package import FoundationEssentials
package import PieConfiguration

/// What a deployment looks like from outside.
package struct StackStatus: Hashable, Sendable, Encodable {
  package struct Function: Hashable, Sendable, Encodable {
    package var version: String
    package var newest: String?
    package var state: String
    package var lastUpdate: String?
    package var modified: String?
    package var digest: String?
    package var revision: String?
    package var memoryMB: Int?
    package var timeoutSeconds: Int?
    package var architecture: String?
    package var provider: String?
    package var model: String?
    package var access: String?
  }

  /// The last hour.
  package struct Metrics: Hashable, Sendable, Encodable {
    package var invocations: Double?
    package var errors: Double?
    package var throttles: Double?
    /// Milliseconds.
    package var p50: Double?
    package var p95: Double?
    package var concurrency: Double?
  }

  package var stack: StackSettings
  /// nil where nothing is deployed.
  package var function: Function?
  package var url: String?
  /// What is wrong with the live version's answer; nil where it is well or was not asked.
  package var fault: String?
  package var wasAsked: Bool
  /// What is wrong with the answer at the URL; nil where it is well or there is none.
  package var urlFault: String?
  package var keys: [Keys.Stored]
  package var metrics: Metrics
  /// Where what runs differs from what the settings say.
  package var drift: [String]

  package var isHealthy: Bool {
    guard let function else { return false }
    return function.state == "Active" && function.lastUpdate != "Failed" && wasAsked && fault == nil && urlFault == nil
  }
}

/// Asks AWS, several questions at once.
package struct StatusReader: Sendable {
  let stack: StackSettings
  let runner: any Runner
  let http: any HTTPClient
  let scratch: String
  private let aws: AWSCommands

  /// - Parameter scratch: a folder for the event and the answer of the health check.
  package init(stack: StackSettings, runner: any Runner, http: any HTTPClient, scratch: String) {
    self.http = http
    self.stack = stack
    self.runner = runner
    self.scratch = scratch
    aws = AWSCommands(stack)
  }

  /// - Parameter settings: what is to be; nil leaves the comparison out.
  package func read(against settings: DeploymentSettings?, at now: Date) async throws -> StackStatus {
    async let function = function()
    async let newest = newestVersion()
    async let address = address()
    async let keys = Keys(stack: stack, runner: runner).parameters()
    async let metrics = metrics(at: now)
    var live = try await function
    live?.newest = try await newest
    let health = live == nil ? nil : try await health()
    let drift = live.map { live in settings.map { Self.drift(live, $0) } ?? [] } ?? []
    return StackStatus(
      stack: stack, function: live, url: try await address.url, fault: health ?? nil, wasAsked: live != nil,
      urlFault: try await address.fault, keys: try await keys,
      metrics: try await metrics, drift: drift)
  }

  private func function() async throws(DeployFailure) -> StackStatus.Function? {
    let command = aws.function(AWSCommands.alias)
    let outcome = try await runner.run(command)
    if outcome.awsCode == "ResourceNotFoundException" { return nil }
    guard outcome.succeeded, let json = outcome.json, let settings = json["Configuration"] else {
      throw outcome.failure(of: command, to: "ask for the function")
    }
    let environment = settings["Environment"]?["Variables"]
    let image = [json["Code"]?["ImageUri"], json["Code"]?["ResolvedImageUri"]].compactMap { $0?.text }.first { $0.contains("@") }
    return StackStatus.Function(
      version: settings["Version"]?.text ?? "?", state: settings["State"]?.text ?? "Active",
      lastUpdate: settings["LastUpdateStatus"]?.text, modified: settings["LastModified"]?.text,
      digest: image.flatMap { $0.split(separator: "@").last.map(String.init) },
      revision: settings["Description"]?.text?.split(separator: " ").last.map(String.init), memoryMB: settings["MemorySize"]?.whole,
      timeoutSeconds: settings["Timeout"]?.whole, architecture: settings["Architectures"]?.array.first?.text,
      provider: environment?["PIE_PROVIDER"]?.text, model: environment?["PIE_MODEL"]?.text, access: environment?["PIE_ACCESS"]?.text)
  }

  private func newestVersion() async throws(DeployFailure) -> String? {
    let outcome = try await runner.run(aws.versions)
    guard outcome.succeeded else { return nil }
    return outcome.json?["Versions"]?.array.compactMap { $0["Version"]?.text }.compactMap { Int($0) }.max().map(String.init)
  }

  /// The URL, and what is wrong with the answer there.
  private func address() async throws(DeployFailure) -> (url: String?, fault: String?) {
    guard let url = try await url() else { return (nil, nil) }
    let limits = HTTPLimits(connect: .seconds(5), idle: .seconds(30), total: .seconds(30), responseBytes: 65_536)
    do throws(HTTPError) {
      let status = try await http.send(HTTPRequest("GET", url + "/healthz", limits: limits)).status
      return (url, status == 200 ? nil : "it answered \(status)")
    } catch {
      return (url, error.description)
    }
  }

  private func url() async throws(DeployFailure) -> String? {
    let outcome = try await runner.succeed(aws.apis, to: "ask for the URL")
    return outcome.json?["Items"]?.array.first { $0["Name"]?.text == stack.app + "-api" }?["ApiEndpoint"]?.text
  }

  private func health() async throws(DeployFailure) -> String? {
    let folder = WorkFolder(root: scratch, app: stack.app, region: stack.region)
    let (event, answer) = (scratch + "/event.json", scratch + "/answer.json")
    try folder.write(HealthEvent.json, to: event)
    let command = aws.invoke(AWSCommands.alias, event: event, answer: answer)
    let outcome = try await runner.run(command)
    if outcome.ending == .interrupted { throw DeployFailure(.interrupted, "stopped") }
    guard outcome.succeeded else { return outcome.failure(of: command, to: "call it").message }
    return HealthEvent.fault(answer: WorkFolder.read(answer), invocation: outcome.json)
  }

  private func metrics(at now: Date) async throws(DeployFailure) -> StackStatus.Metrics {
    let end = Int(now.timeIntervalSince1970)
    let outcome = try await runner.run(aws.metrics(from: end - 3600, to: end, queries: MetricQuery.json(stack.app)))
    if outcome.ending == .interrupted { throw DeployFailure(.interrupted, "stopped") }
    var values: [String: [Double]] = [:]
    for result in outcome.json?["MetricDataResults"]?.array ?? [] {
      guard let id = result["Id"]?.text else { continue }
      values[id, default: []] += (result["Values"]?.array ?? []).compactMap { if case .number(let number) = $0 { number } else { nil } }
    }
    func sum(_ query: MetricQuery) -> Double? { outcome.succeeded ? (values[query.rawValue] ?? []).reduce(0, +) : nil }
    func first(_ query: MetricQuery) -> Double? { values[query.rawValue]?.max() }
    return StackStatus.Metrics(
      invocations: sum(.invocations), errors: sum(.errors), throttles: sum(.throttles), p50: first(.p50), p95: first(.p95),
      concurrency: first(.concurrency))
  }

  static func drift(_ live: StackStatus.Function, _ settings: DeploymentSettings) -> [String] {
    var drift: [String] = []
    func compare(_ name: String, _ wanted: String?, _ found: String?) {
      if let found, found != (wanted ?? "none") { drift.append("\(name) is \(found), and the settings say \(wanted ?? "none")") }
    }
    compare("memory_mb", String(settings.memoryMB), live.memoryMB.map(String.init))
    compare("timeout_s", String(settings.timeoutSeconds), live.timeoutSeconds.map(String.init))
    compare("architecture", settings.architecture.rawValue, live.architecture)
    compare("provider", settings.provider, live.provider)
    if settings.asksProvider { compare("model", settings.model, live.model) }
    if let newest = live.newest, newest != live.version { drift.append("version \(live.version) is live, and \(newest) is the newest") }
    return drift
  }
}

extension JSONValue {
  fileprivate var whole: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

/// The figures of the function that are asked for, each over the hour.
private enum MetricQuery: String, CaseIterable {
  case invocations, errors, throttles, p50, p95, concurrency

  private var metric: (name: String, statistic: String) {
    switch self {
    case .invocations: ("Invocations", "Sum")
    case .errors: ("Errors", "Sum")
    case .throttles: ("Throttles", "Sum")
    case .p50: ("Duration", "p50")
    case .p95: ("Duration", "p95")
    case .concurrency: ("ConcurrentExecutions", "Maximum")
    }
  }

  static func json(_ app: String) -> String {
    let queries = allCases.map { query in
      #"{"Id":"\#(query.rawValue)","MetricStat":{"Metric":{"Namespace":"AWS/Lambda","MetricName":"\#(query.metric.name)","#
        + #""Dimensions":[{"Name":"FunctionName","Value":"\#(app)"}]},"Period":3600,"Stat":"\#(query.metric.statistic)"}}"#
    }
    return "[" + queries.joined(separator: ",") + "]"
  }
}
