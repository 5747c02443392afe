extension Configuration {
  /// The deployment that is meant.
  package func stack() throws(ConfigurationErrors) -> StackSettings {
    var check = DeploymentCheck(configuration: self)
    let stack = check.stack()
    try check.end()
    return stack
  }

  /// What is to be deployed.
  /// - Throws: values that do not go together, at the place of the one to change.
  package func deployment() throws(ConfigurationErrors) -> DeploymentSettings {
    var check = DeploymentCheck(configuration: self)
    let settings = DeploymentSettings(
      stack: check.stack(), architecture: choice(Settings.architecture),
      provider: provider == .auto ? ProviderChoice.offline.rawValue : provider.rawValue, model: model, baseURL: baseURL,
      access: check.access(),
      dataPolicy: choice(Settings.dataPolicy), memoryMB: integer(Settings.memory), timeoutSeconds: integer(Settings.timeout),
      reservedConcurrency: optionalInteger(Settings.reservedConcurrency),
      provisionedConcurrency: integer(Settings.provisionedConcurrency), retentionDays: integer(Settings.retention),
      state: choice(Settings.state), alarmsEmail: text(Settings.alarmsEmail), budgetUSD: optionalInteger(Settings.budget))
    check.together(settings)
    try check.end()
    return settings
  }
}

/// Gathers what is wrong with the settings of a deployment, each at its place.
private struct DeploymentCheck {
  let configuration: Configuration
  var errors: [ConfigurationError] = []

  mutating func stack() -> StackSettings {
    let app = configuration.text(Settings.app) ?? ""
    let isName =
      app.utf8.first.map { (0x61...0x7A).contains($0) } == true && (3...28).contains(app.utf8.count) && !app.hasSuffix("-")
      && app.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    if !isName {
      add(
        Settings.app, "must be 3 to 28 small letters, digits and hyphens, a letter first and no hyphen last, not \(app.quoted(limit: 40))")
    }
    let region = configuration.text(Settings.region) ?? ""
    let parts = region.split(separator: "-", omittingEmptySubsequences: false)
    let isRegion =
      parts.count >= 3 && parts.last.flatMap { Int($0) }.map { (1...99).contains($0) } == true
      && parts.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
    if !isRegion { add(Settings.region, "must be an AWS region such as eu-west-3, not \(region.quoted(limit: 40))") }
    let profile = configuration.text(Settings.profile)
    if profile?.hasPrefix("-") == true { add(Settings.profile, "must not begin with a hyphen") }
    return StackSettings(app: app, region: region, profile: profile)
  }

  mutating func access() -> DeploymentSettings.Access {
    let issuer = configuration.text(Settings.jwtIssuer)
    let audience = configuration.text(Settings.jwtAudience)
    let mode: DeployedAccessChoice = configuration.choice(Settings.access)
    if mode != .jwt {
      for setting in [Settings.jwtIssuer, Settings.jwtAudience] where configuration.text(setting) != nil {
        add(setting, "is for access jwt alone, and access is \(mode.rawValue)")
      }
    }
    switch mode {
    case .token: return .token
    case .iam: return .iam
    case .none:
      if configuration.value(of: Settings.understoodPublic) != .bool(true) {
        add(
          Settings.access,
          "none lets anybody use it at your cost; if that is what you want, set access.i_understand_it_is_public to true as well")
      }
      return .none
    case .jwt:
      if issuer?.hasPrefix("https://") != true {
        add(issuer == nil ? Settings.access : Settings.jwtIssuer, "jwt needs access.jwt_issuer, an https URL")
      }
      if audience == nil { add(Settings.access, "jwt needs access.jwt_audience") }
      return .jwt(issuer: issuer ?? "", audience: audience ?? "")
    }
  }

  mutating func together(_ settings: DeploymentSettings) {
    if settings.asksProvider {
      provider(settings)
      switch settings.dataPolicy {
      case .yes: break
      case .no:
        add(
          Settings.dataPolicy,
          "no forbids that \(settings.provider) sees the text of notes: deploy provider offline, or set data_policy to yes where a contract allows it"
        )
      case .redacted:
        add(Settings.dataPolicy, "redacted cannot be kept yet: the server does not replace identifiers; set no (offline) or yes")
      }
    }
    if let email = settings.alarmsEmail, email.split(separator: "@").count != 2 || email.contains(" ") {
      add(Settings.alarmsEmail, "must be an e-mail address, not \(email.quoted(limit: 40))")
    }
    if settings.budgetUSD != nil, settings.alarmsEmail == nil { add(Settings.budget, "needs alarms.email, whom to tell") }
    if let reserved = settings.reservedConcurrency, settings.provisionedConcurrency > reserved {
      add(Settings.provisionedConcurrency, "must not exceed lambda.reserved_concurrency, which is \(reserved)")
    }
  }

  /// What terraform/service asks of a provider, told before anything is made.
  private mutating func provider(_ settings: DeploymentSettings) {
    let choice = configuration.provider
    if [.azure, .ollama, .compatible].contains(choice), settings.baseURL == nil {
      add(Settings.provider, "\(settings.provider) has no usual address: set base_url as well")
    }
    if let url = settings.baseURL, !url.hasPrefix("https://") || url.contains("?") || url.contains("#") || url.contains("@") {
      add(Settings.baseURL, "must be an https URL without user, query and fragment: notes travel to it")
    }
    if choice == .bedrock, settings.model == nil {
      add(Settings.provider, "bedrock needs a model: what is deployed may call that one alone")
    }
  }

  func end() throws(ConfigurationErrors) {
    guard errors.isEmpty else { throw ConfigurationErrors(errors: errors) }
  }

  private mutating func add(_ setting: Setting, _ message: String) {
    errors.append(
      ConfigurationError(.badValue, "\(setting.path) \(message)", at: configuration.origin(of: setting), key: setting.path))
  }
}
