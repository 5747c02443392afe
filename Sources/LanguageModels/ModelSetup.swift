internal import CurlHTTP

/// What a selection comes to: key, address, model.
struct ModelSetup {
  private let selection: ModelSelection
  private let environment: [String: String]
  private let key: String?

  init(_ selection: ModelSelection, environment: [String: String], keys: any KeySource) throws(LanguageModelError) {
    self.selection = selection
    self.environment = environment
    key = try Key.value(selection.provider, environment, keys)
  }

  private var provider: ProviderName { selection.provider }

  func model(_ http: any HTTPClient, _ time: Timekeeper) throws(LanguageModelError) -> RemoteModel {
    switch provider {
    case .openai:
      let model = try named(provider.defaultModel)
      let entry = Self.entry(provider, model)
      return remote(model, entry, OpenAI(base: try base(OpenAI.address), key: try neededKey(), model: model, entry: entry), http, time)
    case .mistral:
      let model = try named(provider.defaultModel)
      return remote(
        model, Self.entry(provider, model), Mistral(base: try base(Mistral.address), key: try neededKey(), model: model), http, time)
    case .anthropic:
      let model = try named(provider.defaultModel)
      let entry = Self.entry(provider, model)
      return remote(
        model, entry, Anthropic(base: try base(Anthropic.address), key: try neededKey(), model: model, entry: entry), http, time)
    case .gemini:
      let model = try named(provider.defaultModel)
      let entry = Self.entry(provider, model)
      return remote(model, entry, Gemini(base: try base(Gemini.address), key: try neededKey(), model: model, entry: entry), http, time)
    case .ollama:
      let model = try named(provider.defaultModel)
      let context = selection.contextTokens ?? Ollama.usualContext
      return remote(model, nil, Ollama(base: try base(Ollama.address), key: key, model: model, contextTokens: context), http, time)
    case .azure:
      let model = try named(variable("AZURE_OPENAI_DEPLOYMENT"))
      let entry = Self.entry(provider, model)
      let version = variable("AZURE_OPENAI_API_VERSION", "OPENAI_API_VERSION")
      return remote(
        model, entry, Azure(base: try base(nil), key: try neededKey(), deployment: model, version: version, entry: entry), http, time)
    case .bedrock: return try bedrock(http, time)
    case .compatible:
      let model = try named(nil)
      return remote(model, nil, Compatible(base: try base(nil), key: key, model: model), http, time)
    }
  }

  private func bedrock(_ http: any HTTPClient, _ time: Timekeeper) throws(LanguageModelError) -> RemoteModel {
    guard let region = AWSRegion.name(environment) else {
      throw LanguageModelError(.badRequest, "Amazon Bedrock needs a region: set AWS_REGION, for example to eu-west-3")
    }
    let model = try named(Bedrock.defaultModel(region))
    let entry = Self.entry(provider, Bedrock.bareModel(model))
    let login: Bedrock.Login
    if let key {
      login = .key(key)
    } else if let credentials = AWSCredentials(environment: environment) {
      login = .signature(credentials)
    } else {
      throw noKey("AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    }
    let wire = Bedrock(
      base: try base(Bedrock.address(region)), region: region, login: login, model: model, entry: entry, now: time.secondsSince1970)
    return remote(model, entry, wire, http, time)
  }

  /// Asks the server for its models, unless all is known. What it does not say is guessed low.
  func compatible(_ http: any HTTPClient, _ time: Timekeeper) async throws(LanguageModelError) -> RemoteModel {
    var setup = self
    if selection.model == nil || selection.contextTokens == nil {
      let served = try await served(http)
      guard let model = selection.model ?? served?.model else {
        throw LanguageModelError(.noSuchModel, "the server does not say which models it has: name one with --model")
      }
      var known = selection
      known.model = model
      known.contextTokens = selection.contextTokens ?? served?.contextTokens
      setup = ModelSetup(known, environment, key)
    }
    return try setup.model(http, time)
  }

  private init(_ selection: ModelSelection, _ environment: [String: String], _ key: String?) {
    self.selection = selection
    self.environment = environment
    self.key = key
  }

  private func served(_ http: any HTTPClient) async throws(LanguageModelError) -> Compatible.Served? {
    let base = try base(nil)
    do throws(HTTPError) {
      guard let json = try await answer(base.url(version: "v1", "models"), http) else { return nil }
      var served = Compatible.Served(json, named: selection.model)
      if served?.contextTokens == nil, served?.isLlama == true {
        served?.contextTokens = try await answer(base.withoutVersion + "/props", http)?["default_generation_settings"]?["n_ctx"]?.int
      }
      return served
    } catch {
      // the call itself will say what is wrong, and try again where that helps
      if error.code == .cancelled { throw Failure(error).error }
      if selection.model == nil { throw Failure(error).error }
      return nil
    }
  }

  /// nil where there is no such thing there.
  private func answer(_ url: String, _ http: any HTTPClient) async throws(HTTPError) -> JSON? {
    var limits = selection.limits
    limits.total = min(limits.total, .seconds(10))
    limits.responseBytes = 4_000_000
    let response = try await http.send(HTTPRequest("GET", url, headers: Compatible.headers(key), limits: limits))
    let bytes = try await response.body.bytes()
    return response.status == 200 ? JSON(bytes) : nil
  }

  // MARK: what is known

  private func remote(_ model: String, _ entry: ModelEntry?, _ wire: any Wire, _ http: any HTTPClient, _ time: Timekeeper) -> RemoteModel {
    // the same models cost otherwise at Azure and Bedrock, by region and contract
    let priced = provider == .azure || provider == .bedrock ? nil : entry
    return RemoteModel(
      name: provider, model: model, capabilities: Self.capabilities(provider, entry, selection.contextTokens), wire: wire, entry: priced,
      http: http, limits: selection.limits, retrying: Retrying(time: time))
  }

  static func entry(_ provider: ProviderName, _ model: String) -> ModelEntry? {
    switch provider {
    case .azure: ModelCatalog.entry(.openai, model)
    case .bedrock: ModelCatalog.entry(.anthropic, model)
    default: ModelCatalog.entry(provider, model)
    }
  }

  static func capabilities(_ provider: ProviderName, _ entry: ModelEntry?, _ contextTokens: Int?) -> ModelCapabilities {
    let dialect: SchemaDialect =
      switch provider {
      case .openai, .azure: .openAI
      case .anthropic, .bedrock: .anthropic
      case .mistral, .ollama, .gemini, .compatible: .plain
      }
    let usual =
      switch provider {
      case .ollama: Ollama.usualContext
      case .compatible: 8192
      default: 128_000
      }
    let context = contextTokens ?? entry?.contextTokens ?? usual
    return ModelCapabilities(
      schema: entry?.takesSchema ?? true ? dialect : nil, streams: provider != .bedrock, contextTokens: context,
      maximumOutputTokens: min(entry?.maximumOutputTokens ?? 8192, max(256, context / 2)),
      takesTemperature: provider == .mistral || provider.isOwnServer || (entry?.sampling ?? .none) != .none)
  }

  private func named(_ standard: String?) throws(LanguageModelError) -> String {
    if let model = selection.model ?? standard { return model }
    throw LanguageModelError(
      .noSuchModel,
      provider == .azure
        ? "Azure OpenAI needs the name of a deployment: --model NAME, or AZURE_OPENAI_DEPLOYMENT"
        : "\(provider.label): name a model with --model")
  }

  private func base(_ standard: String?) throws(LanguageModelError) -> BaseURL {
    let given = selection.baseURL ?? variable(provider.addressVariables)
    guard let text = given ?? standard else {
      throw LanguageModelError(
        .badRequest,
        "\(provider.label): its address is not known; give it with --base-url or \(provider.addressVariables.first ?? "base_url")")
    }
    guard let base = BaseURL(text) else {
      throw LanguageModelError(.badRequest, "the base URL of \(provider.label) is no URL of http or https without a query")
    }
    return base
  }

  private func variable(_ names: String...) -> String? { variable(names) }

  private func variable(_ names: [String]) -> String? { names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } }

  private func neededKey() throws(LanguageModelError) -> String {
    guard let key else { throw noKey(provider.keyVariables.first ?? "") }
    return key
  }

  private func noKey(_ variables: String) -> LanguageModelError {
    LanguageModelError(
      .noKey, "there is no key for \(provider.label): set \(variables), or store one with: pie set-key \(provider.rawValue) --local")
  }
}
