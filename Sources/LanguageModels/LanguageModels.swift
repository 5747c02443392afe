package import CurlHTTP

/// Which model is asked, and where.
package struct ModelSelection: Sendable, Equatable {
  package var provider: ProviderName
  /// nil: the provider's default.
  package var model: String?
  /// nil: what the provider's variables say, else the vendor's own address.
  package var baseURL: String?
  /// nil: what is known of the model.
  package var contextTokens: Int?
  package var limits: HTTPLimits

  package init(
    provider: ProviderName, model: String? = nil, baseURL: String? = nil, contextTokens: Int? = nil, limits: HTTPLimits = HTTPLimits()
  ) {
    self.provider = provider
    self.model = model
    self.baseURL = baseURL
    self.contextTokens = contextTokens
    self.limits = limits
  }
}

/// Where keys come from besides the environment.
package protocol KeySource: Sendable {
  /// nil where none is stored. Throws where the store cannot be read.
  func key(of provider: ProviderName) throws(LanguageModelError) -> String?
}

package enum LanguageModels {
  /// Makes the model that is asked for. It sends nothing, but for `compatible`, whose server is asked for its models where it is not known
  /// which it has or how much they hold.
  package static func make(
    _ selection: ModelSelection, environment: [String: String], keys: any KeySource, http: any HTTPClient, time: Timekeeper
  ) async throws(LanguageModelError) -> any LanguageModel {
    let setup = try ModelSetup(selection, environment: environment, keys: keys)
    return switch selection.provider {
    case .compatible: try await setup.compatible(http, time)
    default: try setup.model(http, time)
    }
  }

  /// Whether there is a key, and where it was found; nil where there is none.
  package static func keyOrigin(
    _ provider: ProviderName, environment: [String: String], keys: any KeySource
  ) throws(LanguageModelError) -> String? {
    if provider == .bedrock, Key.variable(.bedrock, environment) == nil, AWSCredentials(environment: environment) != nil {
      return "AWS_ACCESS_KEY_ID"
    }
    if let variable = Key.variable(provider, environment) { return variable }
    return try keys.key(of: provider) == nil ? nil : "key store"
  }

  /// What is known of a model without asking anybody.
  package static func capabilities(_ provider: ProviderName, model: String?, contextTokens: Int? = nil) -> ModelCapabilities {
    let bare = model.map { provider == .bedrock ? Bedrock.bareModel($0) : $0 }
    return ModelSetup.capabilities(provider, bare.flatMap { ModelSetup.entry(provider, $0) }, contextTokens)
  }
}

enum Key {
  /// The first variable that is set.
  static func variable(_ provider: ProviderName, _ environment: [String: String]) -> String? {
    provider.keyVariables.first { !(environment[$0] ?? "").isBlank }
  }

  /// Environment before store. Blanks around it, which copying brings along, are none of its own.
  static func value(_ provider: ProviderName, _ environment: [String: String], _ keys: any KeySource) throws(LanguageModelError) -> String?
  {
    if let variable = variable(provider, environment) { return environment[variable]?.trimmed }
    return try keys.key(of: provider)?.trimmed
  }
}

extension String {
  fileprivate var isBlank: Bool { unicodeScalars.allSatisfy { $0.value <= 0x20 } }

  fileprivate var trimmed: String {
    let start = unicodeScalars.drop { $0.value <= 0x20 }
    return String(String.UnicodeScalarView(start.reversed().drop { $0.value <= 0x20 }.reversed()))
  }
}
