internal import ClinicalRecord
internal import LanguageModels
internal import RulesEngine
internal import TextScanning

/// What one piece of a note gave.
struct PieceResult: Sendable {
  var claims: [Claim] = []
  var rejections: [Rejection] = []
  var doubts: [Warning] = []
  var usage = TokenUsage()
  /// As the provider names it.
  var model: String?
}

/// Asks a model about one piece: again for what does not hold, in halves where the answer does not fit.
struct PieceReader: Sendable {
  let model: any LanguageModel
  let gate: Gate
  let note: NoteText
  let prompt: Prompt
  let budget: AnswerBudget

  /// After the first answer.
  private static let corrections = 2

  private enum Outcome {
    case read(PieceResult)
    /// The answer, or the piece, is too long for the model; what it has cost so far.
    case tooLong(TokenUsage)
  }

  func read(_ piece: NotePiece) async throws(EngineFailure) -> PieceResult {
    switch try await ask(piece) {
    case .read(let result): return result
    case .tooLong(let spent):
      guard let (first, second) = await halves(of: piece) else { throw failure(.truncated) }
      var result = try await read(first)
      let rest = try await read(second)
      result.claims += rest.claims
      result.rejections += rest.rejections
      result.doubts += rest.doubts
      result.usage = result.usage + rest.usage + spent
      return result
    }
  }

  /// A line of its own is cut at its sentences.
  private func halves(of piece: NotePiece) async -> (NotePiece, NotePiece)? {
    if let halves = piece.halves() { return halves }
    guard let line = piece.stretches.first?.bytes, line.count >= 120 else { return nil }
    let finer = await gate.stretches(limit: line.count / 2).filter {
      line.contains($0.bytes.lowerBound) && $0.bytes.upperBound <= line.upperBound
    }
    return NotePiece(stretches: finer).halves()
  }

  private func ask(_ piece: NotePiece) async throws(EngineFailure) -> Outcome {
    let base = [Message(.system, prompt.system), Message(.user, prompt.user(piece, of: note))]
    var messages = base
    var result = PieceResult()
    /// What failed so far and has no better version yet.
    var open: [Failed] = []
    for round in 0...Self.corrections {
      let completion: Completion
      switch try await complete(messages, keeps: !result.claims.isEmpty) {
      case .answered(let answer): completion = answer
      case .tooLong where result.claims.isEmpty && open.isEmpty: return .tooLong(result.usage)
      // what was proved stays; what was to be corrected does not hold
      case .tooLong, .failed: return .read(closed(result, open))
      }
      result.usage = result.usage + completion.usage
      result.model = completion.model ?? result.model
      let isFirst = result.claims.isEmpty && open.isEmpty
      switch completion.finish {
      case .refused:
        guard isFirst else { return .read(closed(result, open)) }
        throw failure(.refused)
      case .filtered:
        guard isFirst else { return .read(closed(result, open)) }
        throw failure(.filtered)
      case .truncated:
        guard isFirst else { return .read(closed(result, open)) }
        return .tooLong(result.usage)
      case .complete: break
      }
      let items: [AnswerItem]
      do {
        items = try AnswerReader.items(completion.text)
      } catch {
        if round == Self.corrections {
          if isFirst { throw failure(.badAnswer) }
          break
        }
        messages = base + [Message(.assistant, completion.text), Message(.user, prompt.reform(error.message))]
        if !isFirst { messages = base + Failed.request(open, prompt) }
        continue
      }
      let failed = await take(items, into: &result)
      // a failed claim that comes back, right or wrong, is one claim
      open.removeAll { old in items.contains { old.isSame(as: $0) } }
      open += failed
      if failed.isEmpty { break }
      messages = base + Failed.request(failed, prompt)
    }
    return .read(closed(result, open))
  }

  private enum Answer {
    case answered(Completion)
    case tooLong
    case failed
  }

  /// One call. Where something has been proved already, a failed correction costs no more than what it was to correct.
  private func complete(_ messages: [Message], keeps: Bool) async throws(EngineFailure) -> Answer {
    let request = CompletionRequest(
      messages: messages, schema: model.capabilities.schema.map(AnswerSchemaEmitter.schema), maximumOutputTokens: budget.outputTokens)
    do {
      return .answered(try await model.complete(request, onText: nil))
    } catch {
      if error.code == .tooLong { return .tooLong }
      if keeps, error.code != .cancelled { return .failed }
      throw EngineFailure(.provider, provider: model.provider, model: model.model, call: error)
    }
  }

  /// Holds the items against the note; gives back those that fail.
  private func take(_ items: [AnswerItem], into result: inout PieceResult) async -> [Failed] {
    var failed: [Failed] = []
    var claims: [(path: String, claim: PointedClaim)] = []
    for item in items {
      switch item.claim {
      case .success(let claim): claims.append((item.path, claim))
      case .failure(let fault): failed.append(Failed(path: item.path, claim: nil, code: .valueNotInSource, message: fault.message))
      }
    }
    let outcomes = await gate.check(claims.map(\.claim))
    for ((path, claim), outcome) in zip(claims, outcomes) {
      switch outcome {
      case .success(let reading):
        result.claims += reading.claims
        result.doubts += reading.doubts
      case .failure(let fault): failed.append(Failed(path: path, claim: claim, code: fault.code, message: fault.message))
      }
    }
    return failed
  }

  private func closed(_ result: PieceResult, _ open: [Failed]) -> PieceResult {
    var result = result
    result.rejections += open.map(\.rejection)
    return result
  }

  private func failure(_ code: EngineFailure.Code) -> EngineFailure {
    EngineFailure(code, provider: model.provider, model: model.model)
  }
}

/// A claim of an answer that failed by its form or at the gate.
private struct Failed: Sendable {
  var path: String
  /// nil where its form is wrong.
  var claim: PointedClaim?
  var code: Warning.Code
  var message: String

  private var category: PointedClaim.Category {
    claim?.category ?? PointedClaim.Category.allCases.first { path.hasPrefix($0.rawValue + "[") } ?? .problem
  }

  var rejection: Rejection {
    Rejection(
      claim: claim ?? PointedClaim(category, [:], quotes: [], lines: []), code: code,
      reason: claim == nil ? "its form is not the one asked for" : message)
  }

  /// Whether an item of a later answer stands for the same thing.
  func isSame(as item: AnswerItem) -> Bool {
    guard item.path.hasPrefix(category.rawValue + "[") else { return false }
    guard let claim, case .success(let other) = item.claim else { return claim == nil }
    guard let title = claim.title, let otherTitle = other.title else { return true }
    return folded(title) == folded(otherTitle) || !Set(claim.quotes.map(folded)).isDisjoint(with: other.quotes.map(folded))
  }

  /// The failed claims alone, as an answer, and what is wrong with each.
  static func request(_ failed: [Failed], _ prompt: Prompt) -> [Message] {
    var writer = JSONWriter()
    var faults: [String] = []
    writer.object { w in
      for category in PointedClaim.Category.allCases {
        let own = failed.filter { $0.claim?.category == category }
        guard !own.isEmpty else { continue }
        for (index, item) in own.enumerated() { faults.append("\(category.rawValue)[\(index)]: \(item.message)") }
        w.key(named: category.rawValue) { $0.array(own.compactMap(\.claim)) { $0.claim($1) } }
      }
    }
    faults += failed.filter { $0.claim == nil }.map(\.message)
    return [Message(.assistant, String(decoding: writer.bytes, as: UTF8.self)), Message(.user, prompt.correction(faults))]
  }
}

extension JSONWriter {
  fileprivate mutating func claim(_ claim: PointedClaim) {
    object { w in
      w.key("quotes") { $0.array(claim.quotes) { $0.string($1) } }
      w.key("lines") { $0.array(claim.lines) { $0.number(Double($1)) } }
      for field in claim.category.fields {
        if let value = claim[field.attribute] { w.key(named: field.attribute.rawValue) { $0.string(value) } }
      }
    }
  }
}

extension TokenUsage {
  /// A price that is not known adds nothing.
  fileprivate static func + (a: TokenUsage, b: TokenUsage) -> TokenUsage {
    let cost = a.costUSD == nil && b.costUSD == nil ? nil : (a.costUSD ?? 0) + (b.costUSD ?? 0)
    return TokenUsage(input: a.input + b.input, output: a.output + b.output, costUSD: cost)
  }
}
