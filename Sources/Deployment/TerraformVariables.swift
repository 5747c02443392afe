internal import FoundationEssentials
package import PieConfiguration

/// The variables of the two terraform roots, as the .tfvars.json that they are given. No secret is among them.
package enum TerraformVariables {
  static func registry(_ settings: DeploymentSettings) -> String {
    encode(RegistryVariables(region: settings.stack.region, app: settings.stack.app))
  }

  /// - Parameters:
  ///   - image: by its digest, `REPOSITORY@sha256:…`.
  ///   - revision: the image's tag.
  package static func service(_ settings: DeploymentSettings, image: String, revision: String) -> String {
    var variables = ServiceVariables(
      region: settings.stack.region, app: settings.stack.app, image: image, revision: revision,
      architecture: settings.architecture.rawValue, provider_name: settings.provider, model: settings.asksProvider ? settings.model : nil,
      provider_base_url: settings.asksProvider ? settings.baseURL : nil,
      data_policy: settings.dataPolicy.rawValue,
      provider_timeout_seconds: max(1, min(25, settings.timeoutSeconds - 4)), access: settings.access.choice.rawValue,
      i_understand_it_is_public: settings.access == .none, memory_mb: settings.memoryMB, timeout_seconds: settings.timeoutSeconds,
      reserved_concurrency: settings.reservedConcurrency ?? -1, provisioned_concurrency: settings.provisionedConcurrency,
      log_retention_days: settings.retentionDays, alarm_email: settings.alarmsEmail, budget_usd: settings.budgetUSD ?? 0)
    if case .jwt(let issuer, let audience) = settings.access {
      variables.jwt_issuer = issuer
      variables.jwt_audience = [audience]
    }
    return encode(variables)
  }

  private static func encode(_ variables: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(variables) else { preconditionFailure("variables of texts and numbers cannot be encoded") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}

private struct RegistryVariables: Encodable {
  var region: String
  var app: String
}

/// Named as in terraform/service/variables.tf; what is nil there keeps its default.
private struct ServiceVariables: Encodable {
  var region: String
  var app: String
  var image: String
  var revision: String
  var architecture: String
  var provider_name: String
  var model: String?
  var provider_base_url: String?
  var data_policy: String
  var provider_timeout_seconds: Int
  var access: String
  var i_understand_it_is_public: Bool
  var jwt_issuer: String?
  var jwt_audience: [String]?
  var memory_mb: Int
  var timeout_seconds: Int
  var reserved_concurrency: Int
  var provisioned_concurrency: Int
  var log_retention_days: Int
  var alarm_email: String?
  var budget_usd: Int
}
