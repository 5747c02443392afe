internal import Extraction
internal import PieConfiguration
internal import RulesEngine
internal import WebApp

/// One `pie serve`: who may use it, which engines, where.
struct ServeRun {
  let context: CommandContext
  let settings: Configuration
  let isOpenToEverybody: Bool

  func run() async throws {
    let terminal = context.terminal
    let host = settings.serveHost
    let parameters = ParameterCache(context: context)
    let access = try access(parameters)
    let service = try ServeEngines(context: context, settings: settings, parameters: parameters, terms: try context.terms(settings))
      .service()
    let site = WebSite(extraction: service, access: access, isLocalOnly: access.mode == .none && isLocal)
    let log = AccessLog { terminal.note($0) }
    let metrics = writesMetrics ? MetricLog { try? terminal.write(Array($0.utf8)) } : nil
    do {
      try await WebServer(site: site, log: log, metrics: metrics).run(host: host, port: port) { port in
        let name = host.contains(":") ? "[\(host)]" : host
        terminal.note("pie: serving http://\(name):\(port) (access: \(access.mode.rawValue); Ctrl-C stops)\n")
        // the first note need not wait for the tables
        Task { OfflineEngine.warmUp() }
      }
    } catch {
      throw CommandFailure(
        "\(host), port \(error.port): cannot be listened on: \(error.reason); --host and --port choose another", .unavailable)
    }
  }

  private var isLocal: Bool { ["127.0.0.1", "localhost", "::1"].contains(settings.serveHost) }
  private var isOnLambda: Bool { context.environment["AWS_LAMBDA_FUNCTION_NAME"] != nil }

  /// What the Web Adapter asks for counts where nobody chose a port.
  private var port: Int {
    guard case .default = settings.origin(of: Settings.servePort) else { return settings.servePort }
    return context.environment["AWS_LWA_PORT"].flatMap(Int.init) ?? settings.servePort
  }

  private var writesMetrics: Bool {
    switch settings.serveMetrics {
    case .auto: isOnLambda
    case .none: false
    case .emf: true
    }
  }

  private func access(_ parameters: ParameterCache) throws(CommandFailure) -> AccessControl {
    let mode: AccessControl.Mode =
      switch settings.serveAccess {
      case .auto: isLocal && !isOnLambda ? .none : .token
      case .none: .none
      case .token: .token
      }
    guard mode == .token else {
      guard isLocal && !isOnLambda || isOpenToEverybody else {
        throw CommandFailure(
          "access none would let in everybody who reaches \(settings.serveHost); set PIE_ACCESS_TOKEN and leave access out, or say --open-to-everybody",
          .usage)
      }
      return .open
    }
    let isSecure = isOnLambda || !isLocal
    let parameter = context.environment["PIE_ACCESS_TOKEN_PARAMETER"] ?? ""
    guard let token = context.environment["PIE_ACCESS_TOKEN"], !token.isEmpty else {
      if !parameter.isEmpty {
        return AccessControl(mode: .token, isSecure: isSecure, trustsForwarding: isOnLambda) { try await parameters.value(of: parameter) }
      }
      throw CommandFailure(
        "there is no access token; set PIE_ACCESS_TOKEN to \(AccessControl.shortestToken) bytes or more, as of: openssl rand -hex 32",
        .configuration)
    }
    guard token.utf8.count >= AccessControl.shortestToken else {
      throw CommandFailure(
        "PIE_ACCESS_TOKEN is shorter than \(AccessControl.shortestToken) bytes; try: openssl rand -hex 32", .configuration)
    }
    return AccessControl(mode: .token, isSecure: isSecure, trustsForwarding: isOnLambda) { token }
  }
}
