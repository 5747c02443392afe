internal import ClinicalRecord
package import Extraction
internal import LanguageModels

/// The engines that this server may use, and how a note goes through one of them.
package struct ExtractionService: Sendable {
  package struct Provider: Sendable {
    /// As users type it.
    package var name: String
    package var model: String?
    /// Whether the note stays on this machine.
    package var isLocal: Bool
    /// Why it cannot work now, for people; nil where it can.
    package var fault: @Sendable () async -> String?
    package var engine: @Sendable () async throws -> any Engine

    package init(
      name: String, model: String? = nil, isLocal: Bool, fault: @escaping @Sendable () async -> String? = { nil },
      engine: @escaping @Sendable () async throws -> any Engine
    ) {
      self.name = name
      self.model = model
      self.isLocal = isLocal
      self.fault = fault
      self.engine = engine
    }

    package static let offline = Provider(name: "offline", isLocal: true) { OfflineEngine() }
  }

  package var providers: [Provider]
  /// The provider of a request that names none.
  package var standard: String
  /// How long a provider may take from the arrival of a request; then the rules on this machine answer.
  package var budget: Duration

  package init(providers: [Provider] = [.offline], standard: String = "offline", budget: Duration = .seconds(25)) {
    self.providers = providers
    self.standard = standard
    self.budget = budget
  }

  func provider(_ name: String?) throws(Problem) -> Provider {
    let name = name ?? standard
    if let provider = providers.first(where: { $0.name == name }) { return provider }
    throw Problem(.unknownProvider, "provider must be one of: \(providers.map(\.name).joined(separator: ", ")).")
  }

  /// What a note says. A provider that is slow, overloaded or out of reach costs no answer: the rules give it, and a warning says so.
  func record(
    of note: Note, by provider: Provider, since arrival: ContinuousClock.Instant = .now,
    onEvent: @escaping @Sendable (PipelineEvent) -> Void = { _ in }
  ) async throws(Problem) -> (record: PatientRecord, figures: WorkFigures) {
    var figures = WorkFigures()
    var warning: Warning?
    if !provider.isLocal {
      do {
        let left = budget - arrival.duration(to: .now)
        let record = try await withDeadline(left) {
          try await Pipeline(engine: try await provider.engine()).record(of: note, onEvent: onEvent)
        }
        if let record {
          figures.add(record)
          return (record, figures)
        }
        warning = Warning(.providerTimedOut, "\(provider.name) gave no answer in time; the rules on this machine read the note")
      } catch let failure as EngineFailure {
        guard failure.allowsFallback else { throw Problem(.providerFailed, failure.description) }
        warning = Warning(.providerFailed, "\(provider.name) could not answer (\(failure.reason)); the rules on this machine read the note")
      } catch let error as LanguageModelError {
        guard error.isPassing else { throw Problem(.providerFailed, error.message) }
        warning = Warning(
          .providerFailed, "\(provider.name) could not answer (\(error.code.rawValue)); the rules on this machine read the note")
      } catch let problem as Problem {
        throw problem
      } catch is CancellationError {
        throw Problem(.busy, "The request was given up.")
      } catch {
        throw Problem(.internal, "The provider's answer could not be used.")
      }
      figures.fallbacks = 1
    }
    do {
      var record = try await Pipeline(engine: warning == nil ? try await provider.engine() : OfflineEngine()).record(
        of: note, onEvent: onEvent)
      if let warning { record.warnings.insert(warning, at: 0) }
      figures.add(record)
      return (record, figures)
    } catch {
      throw Problem(.internal, "The rules failed on this note.")
    }
  }
}

extension LanguageModelError {
  /// Whether the same call may well succeed some other time.
  fileprivate var isPassing: Bool {
    switch code {
    case .rateLimited, .overloaded, .serverError, .unreachable, .timedOut, .badAnswer, .cancelled: true
    case .noKey, .badKey, .forbidden, .noSuchModel, .badRequest, .tooLong, .quotaUsedUp: false
    }
  }
}

extension WorkFigures {
  fileprivate mutating func add(_ record: PatientRecord) {
    inputTokens += record.engine.usage.inputTokens
    outputTokens += record.engine.usage.outputTokens
    rejections += record.engine.grounding.rejected
  }
}

/// What `work` gives; nil where it took longer than `limit`: it is cancelled then, and its end waited for.
func withDeadline<Value: Sendable>(
  _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
  try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
}
