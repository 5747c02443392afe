internal import CurlHTTP

/// How one provider is asked and answers; one file a provider. It only makes and reads messages: `RemoteModel` sends them.
protocol Wire: Sendable {
  /// `streams`: the answer is to come as it is made.
  func request(_ request: CompletionRequest, streams: Bool) throws(LanguageModelError) -> HTTPRequest
  func reader(for request: CompletionRequest) -> any AnswerReader
  /// What a status that is no success means; nil leaves it to what most servers mean by it.
  func failure(_ error: ServerError) -> Failure?
}

extension Wire {
  func failure(_ error: ServerError) -> Failure? { nil }
}

/// Gathers an answer: whole, or from the events of a stream.
protocol AnswerReader {
  /// The answer, in one piece.
  mutating func read(whole json: JSON) throws(Failure)
  /// The next event; returns the text that it adds.
  mutating func read(event json: JSON) throws(Failure) -> String
  /// Called when all has come. Throws where it ended too early.
  func completion() throws(Failure) -> Completion
}

/// A call that gave no answer: what the user is told, and whether it may be tried again.
struct Failure: Error, Sendable, Equatable {
  enum Retry: Sendable, Equatable {
    case no
    case yes
    /// The server is about to be ready: only time limits how often.
    case soon
  }

  var error: LanguageModelError
  var retry: Retry
  /// Seconds that the server asks for.
  var delay: Double?
  /// What this is in truth: a filter's refusal of the prompt comes as an error.
  var completion: Completion?

  init(_ code: LanguageModelError.Code, _ message: String, status: Int? = nil, retry: Retry = .no, delay: Double? = nil) {
    error = LanguageModelError(code, message, status: status)
    self.retry = retry
    self.delay = delay
  }

  /// The answer is none: not JSON, not of the provider's form, or without its end.
  static func badAnswer(_ what: String, retry: Retry = .no) -> Failure { Failure(.badAnswer, what, retry: retry) }

  static let cutOff = Failure.badAnswer("the answer ended before it was complete; try again", retry: .yes)
  static let notUnderstood = Failure.badAnswer("the answer is not of the form that this provider gives; is the base URL right?")
}

/// What a reader has gathered so far.
struct GatheredAnswer: Sendable {
  var text = ""
  var refusal = ""
  var finish: Completion.Finish?
  var input = 0
  var output = 0
  var model: String?

  func completion() throws(Failure) -> Completion {
    guard var finish else { throw .cutOff }
    if !refusal.isEmpty { finish = .refused(refusal) }
    if case .refused(nil) = finish, !text.isEmpty { finish = .refused(text) }
    if finish == .complete, text.isEmpty { throw .badAnswer("the model answered nothing", retry: .yes) }
    return Completion(text: text, finish: finish, usage: TokenUsage(input: input, output: output), model: model)
  }
}
