internal import ClinicalRecord
package import LanguageModels
package import RulesEngine
internal import TextScanning

/// A language model as a reader of notes: it points, the gate reads what it points at.
package struct ModelEngine: Engine {
  /// Pieces of one note that are asked about at once.
  static let width = 4
  /// Bytes of a piece, where the model's context has room for it.
  static let pieceLimit = 6_000

  private let model: any LanguageModel
  private let rules: RulesEngine
  private let onPiece: (@Sendable (_ done: Int, _ of: Int) -> Void)?

  /// - Parameter onPiece: told as pieces of a note that has several are done.
  package init(
    _ model: any LanguageModel, rules: RulesEngine = RulesEngine(), onPiece: (@Sendable (_ done: Int, _ of: Int) -> Void)? = nil
  ) {
    self.model = model
    self.rules = rules
    self.onPiece = onPiece
  }

  package func reading(of note: Note) async throws -> Reading {
    let gate = Gate(note, rules: rules)
    let prompt = Prompt(language: note.language, isConstrained: model.capabilities.schema != nil)
    let budget = AnswerBudget(model.capabilities, instructions: prompt.system.utf8.count)
    // where one call asks for all of it, the rules read the note while the model does
    let isWhole = note.text.bytes.count <= budget.pieceBytes
    let pieces =
      isWhole
      ? [NotePiece(stretches: NoteStretch.lines(of: note.text))]
      : NotePiece.pieces(await gate.stretches(limit: budget.pieceBytes), limit: budget.pieceBytes)
    async let prepared: Void = gate.prepare()
    let reader = PieceReader(model: model, gate: gate, note: note.text, prompt: prompt, budget: budget)
    let results = try await ask(pieces, reader)
    await prepared
    var reading = Reading(claims: [], engine: EngineSummary(name: model.provider, model: model.model, version: pieVersion))
    var merger = ClaimMerger()
    var doubts: [String: (warning: Warning, count: Int)] = [:]
    for result in results {
      for claim in result.claims { merger.add(claim) }
      reading.rejections += result.rejections
      for doubt in result.doubts { doubts[doubt.message, default: (doubt, 0)].count += 1 }
      reading.engine.usage.inputTokens += result.usage.input
      reading.engine.usage.outputTokens += result.usage.output
      reading.engine.usage.costUSD += result.usage.costUSD ?? 0
      if let name = result.model { reading.engine.model = name }
    }
    reading.claims = merger.claims
    reading.warnings = doubts.values.sorted { $0.warning.message < $1.warning.message }.map { warning, count in
      count > 1 ? Warning(warning.code, "\(warning.message) (\(count) times)") : warning
    }
    return reading
  }

  /// The pieces' results in the note's order, a few at once; the first failure ends them all.
  private func ask(_ pieces: [NotePiece], _ reader: PieceReader) async throws -> [PieceResult] {
    try await withThrowingTaskGroup(of: (Int, PieceResult).self) { group in
      var results: [PieceResult?] = Array(repeating: nil, count: pieces.count)
      var next = 0
      var done = 0
      func start() {
        guard next < pieces.count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await reader.read(pieces[index])) }
      }
      for _ in 0..<Self.width { start() }
      while let (index, result) = try await group.next() {
        results[index] = result
        done += 1
        if pieces.count > 1 { onPiece?(done, pieces.count) }
        start()
      }
      return results.compactMap(\.self)
    }
  }
}

/// How much of a note fits into one call, and how long its answer may be.
struct AnswerBudget: Sendable {
  var pieceBytes: Int
  var outputTokens: Int

  /// A token is three bytes or more; an answer has up to five times the tokens of its piece.
  init(_ capabilities: ModelCapabilities, instructions: Int) {
    let room = max(capabilities.contextTokens - instructions / 3 - 200, 600)
    let tokens = max(60, min(room / 6, capabilities.maximumOutputTokens / 5))
    pieceBytes = min(ModelEngine.pieceLimit, tokens * 3)
    outputTokens = max(256, min(capabilities.maximumOutputTokens, room - pieceBytes / 3))
  }
}
