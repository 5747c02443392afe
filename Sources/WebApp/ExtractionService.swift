package import ClinicalRecord
package import Extraction
internal import LanguageModels
package import RulesEngine
package import Terminology

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
    /// Made for one note; `onPart` is told as parts of a long one are done.
    package var engine: @Sendable (_ onPart: @escaping PartHandler) async throws -> any Engine

    package typealias PartHandler = @Sendable (_ done: Int, _ of: Int) -> Void

    package init(
      name: String, model: String? = nil, isLocal: Bool, fault: @escaping @Sendable () async -> String? = { nil },
      engine: @escaping @Sendable (_ onPart: @escaping PartHandler) async throws -> any Engine
    ) {
      self.name = name
      self.model = model
      self.isLocal = isLocal
      self.fault = fault
      self.engine = engine
    }

    package static func offline(_ rules: RulesEngine = RulesEngine()) -> Provider {
      Provider(name: "offline", isLocal: true) { _ in OfflineEngine(rules: rules) }
    }
  }

  package var providers: [Provider]
  /// The provider of a request that names none.
  package var standard: String
  /// How long a provider may take from the arrival of a request; then the rules on this machine answer.
  package var budget: Duration
  /// Of a request that names none; nil: found note by note.
  package var language: Language?
  private let rules: RulesEngine
  private let terms: Terminology?

  /// - Parameter terms: the tables with the user's own lexicons; nil without any.
  package init(
    providers: [Provider] = [], standard: String = "offline", budget: Duration = .seconds(25), language: Language? = nil,
    terms: Terminology? = nil
  ) {
    rules = RulesEngine(terms: terms)
    self.terms = terms
    self.language = language
    self.providers = [.offline(rules)] + providers
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
    onPart: @escaping Provider.PartHandler = { _, _ in }, onEvent: @escaping @Sendable (PipelineEvent) -> Void = { _ in }
  ) async throws(Problem) -> (record: PatientRecord, figures: WorkFigures) {
    var figures = WorkFigures()
    var warning: Warning?
    if !provider.isLocal {
      do {
        let left = budget - arrival.duration(to: .now)
        let record = try await withDeadline(left) {
          try await Pipeline(engine: try await provider.engine(onPart), terms: terms).record(of: note, onEvent: onEvent)
        }
        if let record {
          figures.add(record)
          return (record, figures)
        }
        warning = Warning(.providerTimedOut, "\(provider.name) gave no answer in time; the rules on this machine read the note")
      } catch let failure as EngineFailure {
        guard failure.allowsFallback else { throw Problem(.providerFailed, failure.description) }
        warning = Self.standIn(provider, failure.reason)
      } catch let error as LanguageModelError {
        guard EngineFailure(.provider, provider: provider.name, model: provider.model ?? "", call: error).allowsFallback else {
          throw Problem(.providerFailed, error.message)
        }
        warning = Self.standIn(provider, error.code.rawValue)
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
      let engine: any Engine = warning == nil ? try await provider.engine(onPart) : OfflineEngine(rules: rules)
      var record = try await Pipeline(engine: engine, terms: terms).record(of: note, onEvent: onEvent)
      if let warning { record.warnings.insert(warning, at: 0) }
      figures.add(record)
      return (record, figures)
    } catch {
      throw Problem(.internal, "The rules failed on this note.")
    }
  }

  private static func standIn(_ provider: Provider, _ reason: String) -> Warning {
    Warning(.providerFailed, "\(provider.name) could not answer (\(reason)); the rules on this machine read the note")
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
