internal import ClinicalRecord
package import LanguageModels

/// Why a model gave no reading of a note. It never has a word of the note.
package struct EngineFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    /// The model would not.
    case refused
    /// The provider's filter kept the answer back.
    case filtered
    /// The answers end before they are done, even for the smallest part of the note.
    case truncated
    /// No answer had the form that was asked for.
    case badAnswer = "bad_answer"
    /// The call failed.
    case provider
  }

  package var code: Code
  package var provider: String
  package var model: String
  /// Of a call that failed.
  package var call: LanguageModelError?

  package init(_ code: Code, provider: String, model: String, call: LanguageModelError? = nil) {
    self.code = code
    self.provider = provider
    self.model = model
    self.call = call
  }

  /// For a warning: the failed call's own code where there is one.
  package var reason: String { call?.code.rawValue ?? code.rawValue }

  package var description: String {
    let who = "\(provider) (\(model))"
    return switch code {
    case .refused: "\(who) refused to read this note; try another model, or --provider offline"
    case .filtered: "\(who): the provider's content filter kept the answer back; try another provider, or --provider offline"
    case .truncated: "\(who): the answers end before they are done; choose a model with a longer output"
    case .badAnswer: "\(who) gave no answer in the form that was asked for, three times; choose a model that follows a JSON Schema"
    case .provider: call?.message ?? "\(who): the call failed"
    }
  }

  /// Whether another engine may be asked in its place: what failed is the service or its answer, not how pie was told to call it.
  package var allowsFallback: Bool {
    switch call?.code {
    case nil: true
    case .rateLimited, .quotaUsedUp, .overloaded, .serverError, .unreachable, .timedOut, .badAnswer, .tooLong: true
    case .noKey, .badKey, .forbidden, .noSuchModel, .badRequest, .cancelled: false
    }
  }
}

/// Engines in the user's order: the next is asked where one fails for a reason that is not the user's.
package struct FallbackEngine: Engine {
  private let engines: [any Engine]

  package init(_ engines: [any Engine]) {
    precondition(!engines.isEmpty)
    self.engines = engines
  }

  package func reading(of note: Note) async throws -> Reading {
    var failures: [EngineFailure] = []
    for (index, engine) in engines.enumerated() {
      do {
        var reading = try await engine.reading(of: note)
        reading.warnings += failures.map {
          Warning(.engineFallback, "\($0.provider) (\($0.model)) gave no reading: \($0.reason); the next in the fallback chain was asked")
        }
        return reading
      } catch let failure as EngineFailure {
        guard failure.allowsFallback, index + 1 < engines.count, !Task.isCancelled else { throw failure }
        failures.append(failure)
      }
    }
    throw failures[failures.count - 1]
  }
}
