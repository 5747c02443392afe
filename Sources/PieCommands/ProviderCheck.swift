internal import CurlHTTP
internal import LanguageModels

/// One tiny question to a provider, and what came of it.
struct ProviderCheck {
  let provider: ProviderName
  var model: String?
  var usage = TokenUsage()
  var milliseconds = 0
  var code: String?
  var failure: CommandFailure?

  static func run(_ selection: ModelSelection, _ context: CommandContext) async -> ProviderCheck {
    var check = ProviderCheck(provider: selection.provider, model: selection.model)
    context.warnOfPlainText(selection)
    let clock = ContinuousClock()
    let start = clock.now
    do throws(LanguageModelError) {
      let model = try await LanguageModels.make(
        selection, environment: context.environment, keys: LocalKeys(context: context), http: context.http, time: .live)
      check.model = model.model
      let completion = try await model.complete(question(model.capabilities), onText: nil)
      check.usage = completion.usage
      check.model = completion.model ?? model.model
      check.fail(completion.finish, completion.text)
    } catch {
      check.code = error.code.rawValue
      check.failure = CommandFailure(error)
    }
    let taken = start.duration(to: clock.now).components
    check.milliseconds = Int(taken.seconds) * 1000 + Int(taken.attoseconds / 1_000_000_000_000_000)
    return check
  }

  /// Room enough for a model that thinks before it answers.
  private static func question(_ capabilities: ModelCapabilities) -> CompletionRequest {
    let json =
      #"{"type":"object","properties":{"ready":{"type":"boolean"}},"required":["ready"],"additionalProperties":false}"#
    return CompletionRequest(
      messages: [Message(.system, "You answer in JSON."), Message(.user, #"Answer {"ready": true}."#)],
      schema: capabilities.schema.map { _ in AnswerSchema(name: "ready", json: json) }, maximumOutputTokens: 2048)
  }

  private mutating func fail(_ finish: Completion.Finish, _ text: String) {
    let what: (String, String)? =
      switch finish {
      case .complete: JSON(text.utf8)?["ready"]?.bool == nil ? ("not_json", "it answers, but not in the form that was asked for") : nil
      case .truncated: ("truncated", "it needs more tokens for its answer than it was given")
      case .refused: ("refused", "it refuses to answer")
      case .filtered: ("filtered", "its filter keeps the answer back")
      }
    guard let (code, message) = what else { return }
    self.code = code
    failure = CommandFailure("\(provider.label), \(model ?? ""): \(message)", .unavailable)
  }

  var line: String {
    "\(provider.rawValue): \(model ?? "") answers (\(milliseconds) ms, \(usage.input) tokens in, \(usage.output) out)"
  }

  var json: JSON {
    [
      "provider": .string(provider.rawValue), "model": model.map { .string($0) } ?? .null, "ok": .bool(failure == nil),
      "code": code.map { .string($0) } ?? .null, "message": failure.map { .string($0.message) } ?? .null,
      "milliseconds": JSON(milliseconds), "input_tokens": JSON(usage.input), "output_tokens": JSON(usage.output),
    ]
  }
}
