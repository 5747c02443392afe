/// Which deployment: all that asking after it needs.
package struct StackSettings: Hashable, Sendable, Codable {
  package var app: String
  package var region: String
  /// nil leaves the choice to the AWS CLI.
  package var profile: String?

  package init(app: String, region: String, profile: String? = nil) {
    self.app = app
    self.region = region
    self.profile = profile
  }
}

/// What is to be deployed, checked: each value fits the others.
package struct DeploymentSettings: Hashable, Sendable {
  package enum Access: Hashable, Sendable {
    case token, iam, none
    case jwt(issuer: String, audience: String)

    package var choice: DeployedAccessChoice {
      switch self {
      case .token: .token
      case .iam: .iam
      case .none: .none
      case .jwt: .jwt
      }
    }
  }

  package var stack: StackSettings
  package var architecture: ArchitectureChoice
  /// What reads the notes there; `offline` for the rules.
  package var provider: String
  package var model: String?
  /// Where the provider is, in place of its usual address.
  package var baseURL: String?
  package var access: Access
  package var dataPolicy: DataPolicyChoice
  package var memoryMB: Int
  package var timeoutSeconds: Int
  package var reservedConcurrency: Int?
  package var provisionedConcurrency: Int
  package var retentionDays: Int
  package var state: StateChoice
  package var alarmsEmail: String?
  package var budgetUSD: Int?

  package init(
    stack: StackSettings, architecture: ArchitectureChoice, provider: String, model: String?, baseURL: String? = nil, access: Access,
    dataPolicy: DataPolicyChoice,
    memoryMB: Int, timeoutSeconds: Int, reservedConcurrency: Int?, provisionedConcurrency: Int, retentionDays: Int, state: StateChoice,
    alarmsEmail: String?, budgetUSD: Int?
  ) {
    self.stack = stack
    self.architecture = architecture
    self.provider = provider
    self.model = model
    self.baseURL = baseURL
    self.access = access
    self.dataPolicy = dataPolicy
    self.memoryMB = memoryMB
    self.timeoutSeconds = timeoutSeconds
    self.reservedConcurrency = reservedConcurrency
    self.provisionedConcurrency = provisionedConcurrency
    self.retentionDays = retentionDays
    self.state = state
    self.alarmsEmail = alarmsEmail
    self.budgetUSD = budgetUSD
  }

  /// Whether the text of a note leaves the server.
  package var asksProvider: Bool { provider != ProviderChoice.offline.rawValue }
}
