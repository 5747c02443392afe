/// A model of some provider: a request in, an answer out. It knows nothing clinical.
package protocol LanguageModel: Sendable {
  /// The provider's name as users type it: `openai`, `mistral`, …
  var provider: String { get }
  var model: String { get }
  var capabilities: ModelCapabilities { get }

  /// One call, retried where the server allows it. `onText` gets the answer's text as it arrives, where the provider streams.
  func complete(_ request: CompletionRequest, onText: (@Sendable (String) -> Void)?) async throws(LanguageModelError) -> Completion
}

/// What a model takes and can do; a request names nothing that it refuses.
package struct ModelCapabilities: Sendable, Equatable {
  /// The dialect of JSON Schema that constrains its answers; nil where none does.
  package var schema: SchemaDialect?
  package var streams: Bool
  /// Input and output together, in tokens.
  package var contextTokens: Int
  package var maximumOutputTokens: Int
  /// Whether it can be told to answer the same each time, which is then done; a model that thinks refuses a temperature.
  package var takesTemperature: Bool

  package init(
    schema: SchemaDialect?, streams: Bool, contextTokens: Int, maximumOutputTokens: Int, takesTemperature: Bool = true
  ) {
    self.schema = schema
    self.streams = streams
    self.contextTokens = contextTokens
    self.maximumOutputTokens = maximumOutputTokens
    self.takesTemperature = takesTemperature
  }
}

/// Whose rules a schema follows.
package enum SchemaDialect: String, Sendable, CaseIterable {
  /// Every property required, optional is a union with null, no further properties.
  case openAI = "openai"
  /// At most 24 optional properties and 16 unions: what may be missing is left out of `required`.
  case anthropic
  /// Plain draft 2020-12: llama.cpp, vLLM, Ollama, Gemini, Mistral.
  case plain
}

package struct AnswerSchema: Sendable, Equatable {
  package var name: String
  /// The schema's JSON, in the model's dialect.
  package var json: String

  package init(name: String, json: String) {
    self.name = name
    self.json = json
  }
}

package struct Message: Sendable, Equatable {
  package enum Role: String, Sendable { case system, user, assistant }
  package var role: Role
  package var text: String

  package init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }
}

package struct CompletionRequest: Sendable, Equatable {
  /// The system's message first.
  package var messages: [Message]
  package var schema: AnswerSchema?
  package var maximumOutputTokens: Int

  package init(messages: [Message], schema: AnswerSchema?, maximumOutputTokens: Int) {
    self.messages = messages
    self.schema = schema
    self.maximumOutputTokens = maximumOutputTokens
  }
}

package struct Completion: Sendable, Equatable {
  package enum Finish: Sendable, Equatable {
    case complete
    /// The answer ends where the model had no more tokens.
    case truncated
    /// The model would not; its words, if it gave any.
    case refused(String?)
    /// The provider's filter kept the answer back; the filter's name, if it has one.
    case filtered(String?)
  }

  package var text: String
  package var finish: Finish
  package var usage: TokenUsage
  /// The model as the provider names it in the answer.
  package var model: String?

  package init(text: String, finish: Finish, usage: TokenUsage, model: String?) {
    self.text = text
    self.finish = finish
    self.usage = usage
    self.model = model
  }
}

package struct TokenUsage: Sendable, Equatable {
  package var input: Int
  /// Thinking included.
  package var output: Int
  /// At the vendor's list price, without discounts for what it had cached; nil where no price is known. A server of one's own costs 0.
  package var costUSD: Double?

  package init(input: Int = 0, output: Int = 0, costUSD: Double? = nil) {
    self.input = input
    self.output = output
    self.costUSD = costUSD
  }
}

/// Why a call gave no answer. Its message has no word of the request and no key.
package struct LanguageModelError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    case noKey = "no_key"
    case badKey = "bad_key"
    case forbidden
    case noSuchModel = "no_such_model"
    case badRequest = "bad_request"
    case tooLong = "too_long"
    case rateLimited = "rate_limited"
    case quotaUsedUp = "quota_used_up"
    case overloaded
    case serverError = "server_error"
    case unreachable
    case timedOut = "timed_out"
    case badAnswer = "bad_answer"
    case cancelled
  }

  package var code: Code
  /// What is wrong and what to do.
  package var message: String
  package var status: Int?

  package var description: String { message }

  package init(_ code: Code, _ message: String, status: Int? = nil) {
    self.code = code
    self.message = message
    self.status = status
  }
}
