internal import CurlHTTP
internal import LanguageModels
internal import PieConfiguration

extension Configuration {
  /// The provider that was chosen; nil where the rules on this machine read.
  var chosenProvider: ProviderName? { ProviderName(rawValue: provider.rawValue) }

  /// `provider` asked with these settings. What is set for the chosen provider is not another one's: its model and its address stay its own.
  func selection(of provider: ProviderName) -> ModelSelection {
    let isChosen = chosenProvider == provider
    let seconds = timeouts
    return ModelSelection(
      provider: provider, model: isChosen ? model : nil, baseURL: isChosen ? baseURL : nil, contextTokens: isChosen ? contextSize : nil,
      limits: HTTPLimits(connect: .seconds(seconds.connect), idle: .seconds(seconds.idle), total: .seconds(seconds.total)))
  }
}

extension CommandContext {
  /// The model of a selection, ready to be asked.
  func languageModel(_ selection: ModelSelection) async throws(LanguageModelError) -> any LanguageModel {
    warnOfPlainText(selection)
    return try await LanguageModels.make(selection, environment: environment, keys: LocalKeys(context: self), http: http, time: .live)
  }

  /// A note that goes over a network in clear is worth a line.
  func warnOfPlainText(_ selection: ModelSelection) {
    guard let url = selection.baseURL, let address = HTTPAddress(url), !address.isSecure, !address.isLocal else { return }
    terminal.complain("\(address.host) is reached over plain http: whoever is on the way can read the note and the key")
  }
}

extension CommandFailure {
  /// What went wrong with a provider.
  init(_ error: LanguageModelError) {
    let status: ExitStatus =
      switch error.code {
      case .noKey, .badKey, .forbidden, .noSuchModel: .configuration
      case .badRequest, .tooLong: .data
      case .cancelled: .interrupted
      case .rateLimited, .quotaUsedUp, .overloaded, .serverError, .unreachable, .timedOut, .badAnswer: .unavailable
      }
    self.init(error.message, status)
  }
}
