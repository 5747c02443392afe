internal import ClinicalRecord
internal import Extraction
internal import LanguageModels
internal import Synchronization

/// A model that answers what a test tells it to, one answer a call, and keeps what it was asked.
final class ScriptedModel: LanguageModel {
  enum Reply: Sendable {
    case text(String)
    case finish(Completion.Finish, String)
    case error(LanguageModelError.Code)
  }

  let provider: String
  let model = "scripted-1"
  let capabilities: ModelCapabilities
  private let replies: Mutex<[Reply]>
  private let asked = Mutex<[CompletionRequest]>([])
  /// Answers by what is asked, where the order of calls is not known.
  private let answer: (@Sendable (CompletionRequest) -> Reply)?

  init(
    _ replies: [Reply], provider: String = "scripted", context: Int = 32_000, schema: SchemaDialect? = .plain,
    answer: (@Sendable (CompletionRequest) -> Reply)? = nil
  ) {
    self.provider = provider
    self.replies = Mutex(replies)
    self.answer = answer
    capabilities = ModelCapabilities(schema: schema, streams: false, contextTokens: context, maximumOutputTokens: 8_000)
  }

  var requests: [CompletionRequest] { asked.withLock { $0 } }

  func complete(_ request: CompletionRequest, onText: (@Sendable (String) -> Void)?) async throws(LanguageModelError) -> Completion {
    asked.withLock { $0.append(request) }
    let reply = answer?(request) ?? replies.withLock { $0.isEmpty ? Reply.error(.badAnswer) : $0.removeFirst() }
    switch reply {
    case .text(let text):
      return Completion(text: text, finish: .complete, usage: TokenUsage(input: 100, output: 20), model: "scripted-1-2026")
    case .finish(let finish, let text):
      return Completion(text: text, finish: finish, usage: TokenUsage(input: 100, output: 20), model: nil)
    case .error(let code): throw LanguageModelError(code, "scripted: \(code.rawValue)")
    }
  }
}

/// The record that a scripted model's answers make.
func record(_ text: String, _ model: ScriptedModel, tellsUngrounded: Bool = false) async throws -> PatientRecord {
  try await Pipeline(engine: ModelEngine(model), tellsUngrounded: tellsUngrounded).record(of: note(text))
}
