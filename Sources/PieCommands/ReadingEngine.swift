internal import Extraction
internal import LanguageModels
internal import PieConfiguration
internal import RulesEngine

/// Makes what reads the notes: the chosen provider's model with its fallback chain, or the rules on this machine.
struct ReadingEngine {
  let context: CommandContext
  let settings: Configuration
  let rules: RulesEngine
  /// Told as parts of a long note are done.
  var onPiece: (@Sendable (_ done: Int, _ of: Int) -> Void)?

  /// Whether notes go to a model.
  var isModel: Bool { settings.chosenProvider != nil }

  func make() async throws(CommandFailure) -> any Engine {
    guard let provider = settings.chosenProvider else { return OfflineEngine(rules: rules) }
    var engines = [try await engine(settings.selection(of: provider), isLast: settings.fallback.isEmpty)]
    for (index, name) in settings.fallback.enumerated() {
      let isLast = index + 1 == settings.fallback.count
      if name == ProviderChoice.offline.rawValue {
        engines.append(OfflineEngine(rules: rules))
      } else {
        engines.append(try await engine(try selection(name), isLast: isLast))
      }
    }
    return engines.count == 1 ? engines[0] : FallbackEngine(engines)
  }

  /// `provider` or `provider/model`.
  private func selection(_ name: String) throws(CommandFailure) -> ModelSelection {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first, let provider = ProviderName(rawValue: first) else {
      let names = ProviderName.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(
        "fallback: \(name) is neither offline nor a provider, nor provider/model; there are \(names) (\(settings.origin(of: Settings.fallback)))",
        .configuration)
    }
    var selection = settings.selection(of: provider)
    if parts.count == 2 { selection.model = parts[1] }
    return selection
  }

  /// What is wrong with a key or a setting ends the run before a note is read; a server that is out of reach is the chain's business.
  private func engine(_ selection: ModelSelection, isLast: Bool) async throws(CommandFailure) -> any Engine {
    do throws(LanguageModelError) {
      return ModelEngine(try await context.languageModel(selection), rules: rules, onPiece: onPiece)
    } catch {
      let failure = EngineFailure(.provider, provider: selection.provider.rawValue, model: selection.model ?? "default model", call: error)
      guard failure.allowsFallback, !isLast else { throw CommandFailure(error) }
      return FailedEngine(failure: failure)
    }
  }
}

/// An engine that could not be made.
private struct FailedEngine: Engine {
  let failure: EngineFailure

  func reading(of note: Note) async throws -> Reading { throw failure }
}

/// Ends a reading at Ctrl-C: the call is cancelled, and nothing of it is waited for.
struct InterruptibleEngine: Engine {
  let engine: any Engine

  func reading(of note: Note) async throws -> Reading {
    try await withThrowingTaskGroup(of: Reading?.self) { group in
      group.addTask { try await engine.reading(of: note) }
      group.addTask {
        while !Interruption.happened { try await Task.sleep(for: .milliseconds(50)) }
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let reading = first else { throw CommandFailure("interrupted", .interrupted) }
      return reading
    }
  }
}

extension CommandFailure {
  /// Why a model gave no reading of a note.
  init(_ failure: EngineFailure) {
    if let call = failure.call { self.init(call) } else { self.init(failure.description, .unavailable) }
  }
}
