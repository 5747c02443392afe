internal import ClinicalRecord
internal import CurlHTTP
internal import Extraction
internal import LanguageModels
internal import PieConfiguration
internal import RulesEngine
internal import Terminology
internal import WebApp

/// The engines that `pie serve` offers: the rules, the chosen provider, and those of `serve.providers`.
struct ServeEngines {
  /// Seconds that a question may take: a gateway gives up after thirty.
  static let budget = 25

  let context: CommandContext
  let settings: Configuration
  let parameters: ParameterCache
  var terms: Terminology?

  func service() throws(CommandFailure) -> ExtractionService {
    var names: [ProviderName] = settings.chosenProvider.map { [$0] } ?? []
    for name in settings.serveProviders where name != "offline" {
      guard let provider = ProviderName(rawValue: name) else {
        throw CommandFailure(
          "serve.providers: \(name) is no provider; there are offline, \(ProviderName.allCases.map(\.rawValue).joined(separator: ", ")) "
            + "(\(settings.origin(of: Settings.serveProviders)))", .configuration)
      }
      if !names.contains(provider) { names.append(provider) }
    }
    return ExtractionService(
      providers: names.map(provider), standard: settings.chosenProvider?.rawValue ?? "offline", budget: .seconds(Self.budget),
      language: Language(rawValue: settings.language.rawValue), terms: terms)
  }

  private func provider(_ provider: ProviderName) -> ExtractionService.Provider {
    var selection = settings.selection(of: provider)
    selection.limits.total = min(selection.limits.total, .seconds(Self.budget))
    let rules = RulesEngine(terms: terms)
    let known = selection
    return ExtractionService.Provider(
      name: provider.rawValue, model: selection.model ?? provider.defaultModel, isLocal: false,
      fault: {
        do {
          let found = try LanguageModels.keyOrigin(
            provider, environment: try await environment(of: provider), keys: LocalKeys(context: context))
          return found == nil && provider.needsKey ? "there is no key for \(provider.label)" : nil
        } catch {
          return "the key of \(provider.label) cannot be read"
        }
      },
      engine: { onPart in
        let variables: [String: String]
        do { variables = try await environment(of: provider) } catch {
          throw LanguageModelError(.noKey, "The key of \(provider.label) cannot be read: whoever runs this server finds why in its log.")
        }
        let model = try await LanguageModels.make(
          known, environment: variables, keys: LocalKeys(context: context), http: context.http, time: .live)
        return ModelEngine(model, rules: rules, onPiece: onPart)
      })
  }

  /// With the provider's key out of the parameter that `PIE_KEY_PARAMETER_…` names, unless a variable has it.
  private func environment(of provider: ProviderName) async throws -> [String: String] {
    var environment = context.environment
    guard let parameter = environment["PIE_KEY_PARAMETER_\(provider.rawValue.uppercased())"], !parameter.isEmpty,
      let variable = provider.keyVariables.first, provider.keyVariables.allSatisfy({ (environment[$0] ?? "").isEmpty })
    else { return environment }
    environment[variable] = try await parameters.value(of: parameter)
    return environment
  }
}
