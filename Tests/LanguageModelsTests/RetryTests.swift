internal import CurlHTTP
internal import StubServer
internal import Testing

@testable internal import LanguageModels

@Suite struct RetryTests {
  static let good = AnswerTests.chat(AnswerTests.said)

  private func sleeps(_ answers: [Answer], by provider: ProviderName = .openai) async throws -> ([Duration], LanguageModelError?) {
    let server = try StubServer { _, number in answers[min(number, answers.count - 1)] }
    defer { server.stop() }
    let clock = TestClock()
    let model = try await Asking.model(provider, server, clock: clock)
    do throws(LanguageModelError) {
      _ = try await model.complete(Asking.request, onText: nil)
      return (clock.sleeps, nil)
    } catch {
      return (clock.sleeps, error)
    }
  }

  @Test func `Half a second, doubled up to eight`() async throws {
    let (sleeps, error) = try await sleeps([.json("", status: 500)])
    #expect(sleeps == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)])
    #expect(error?.code == .serverError)
  }

  @Test(arguments: [
    ([("retry-after-ms", "1500"), ("retry-after", "20")], 1500), ([("Retry-After", "3")], 3000), ([("retry-after", "0.25")], 250),
    ([("Retry-After", "Sat, 31 Jan 2026 12:35:06 GMT")], 10_000),
    // by the server's own clock
    ([("Date", "Sat, 31 Jan 2026 13:00:00 GMT"), ("Retry-After", "Sat, 31 Jan 2026 13:00:07 GMT")], 7000),
    ([("Retry-After", "Sat, 31 Jan 2026 12:00:00 GMT")], 0), ([("Retry-After", "soon")], 500),
    ([("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1m2s")], 62_000),
    ([("x-ratelimit-remaining-requests", "5"), ("x-ratelimit-reset-requests", "1m2s")], 500),
    ([("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "12ms")], 12),
    ([("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "9")], 9000),
    ([("anthropic-ratelimit-input-tokens-remaining", "0"), ("anthropic-ratelimit-input-tokens-reset", "2026-01-31T12:35:01Z")], 5000),
  ])
  func `The server's delay is obeyed`(headers: [(String, String)], milliseconds: Int) async throws {
    let (sleeps, error) = try await sleeps([.json("{}", status: 429, headers: headers), Self.good])
    #expect(sleeps == [.milliseconds(milliseconds)])
    #expect(error == nil)
  }

  @Test func `Gemini's delay stands in the body`() async throws {
    let limited = Answer.json(
      #"{"error":{"code":429,"message":"x","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"48s"}]}}"#,
      status: 429)
    let (sleeps, error) = try await sleeps([limited, limited, limited], by: .gemini)
    #expect(sleeps == [.seconds(48), .seconds(48)])
    #expect(error?.code == .rateLimited)
    #expect(error?.message.contains("48 seconds") == true)
  }

  @Test func `Nobody waits an hour`() async throws {
    let (sleeps, error) = try await sleeps([.json("{}", status: 429, headers: [("retry-after", "3600")]), Self.good])
    #expect(sleeps.isEmpty)
    #expect(error?.code == .rateLimited)
    #expect(error?.message.contains("3600 seconds") == true)
  }

  @Test func `A server that loads its model is waited for longer`() async throws {
    let loading = Answer.json(#"{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"#, status: 503)
    let (sleeps, error) = try await sleeps(Array(repeating: loading, count: 12) + [Self.good], by: .compatible)
    #expect(sleeps.count == 12)
    #expect(error == nil)
    let (all, gaveUp) = try await self.sleeps([loading], by: .compatible)
    #expect(all.reduce(.zero, +) <= .seconds(120))
    #expect(gaveUp?.code == .overloaded)
  }

  @Test func `Cancelling ends the waiting`() async throws {
    let server = try StubServer(.json("{}", status: 500))
    defer { server.stop() }
    let model = try await LanguageModels.make(
      ModelSelection(provider: .openai, baseURL: server.url), environment: Asking.environment, keys: NoKeys(), http: Asking.client,
      time: Timekeeper(now: { .zero }, secondsSince1970: { 0 }, sleep: { _ in try await Task.sleep(for: .seconds(3600)) }, chance: { 0 }))
    let task = Task { () -> LanguageModelError.Code? in
      do throws(LanguageModelError) {
        _ = try await model.complete(Asking.request, onText: nil)
        return nil
      } catch {
        return error.code
      }
    }
    while server.requests.isEmpty { await Task.yield() }
    task.cancel()
    #expect(await task.value == .cancelled)
  }

  @Test func `Cancelling ends the call`() async throws {
    let server = try StubServer(.hang)
    defer { server.stop() }
    let model = try await Asking.model(.openai, server)
    let task = Task { () -> LanguageModelError.Code? in
      do throws(LanguageModelError) {
        _ = try await model.complete(Asking.request, onText: { _ in })
        return nil
      } catch {
        return error.code
      }
    }
    while server.requests.isEmpty { await Task.yield() }
    task.cancel()
    #expect(await task.value == .cancelled)
    await server.connectionsEnded(1)
  }

  @Test(arguments: [("12ms", 0.012), ("6m0s", 360), ("1.5s", 1.5), ("1h2m3s", 3723), ("x", nil), ("", nil), ("5", nil), ("5x", nil)])
  func `Durations`(text: String, seconds: Double?) { #expect(RetryHints.duration(text) == seconds) }
}

@Suite struct ModelCatalogTests {
  @Test func `Every row of models.tsv is read, and none twice`() throws {
    let rows = ModelCatalog.rows
    #expect(rows.count > 60)
    #expect(Set(rows.map { "\($0.provider) \($0.prefix)" }).count == rows.count)
    for row in rows {
      #expect(ProviderName(rawValue: row.provider) != nil)
      #expect(row.entry.contextTokens >= row.entry.maximumOutputTokens)
      #expect((row.entry.inputPrice == nil) == (row.entry.outputPrice == nil))
    }
  }

  @Test func `Every default model is known`() {
    for provider in ProviderName.allCases {
      guard let model = provider.defaultModel, provider.needsKey else { continue }
      #expect(ModelSetup.entry(provider, provider == .bedrock ? Bedrock.bareModel(model) : model) != nil, "\(model)")
    }
  }

  @Test(arguments: [
    ("gpt-5.4-mini-2026-03-05", ModelEntry.Sampling.temperature), ("gpt-5-2025-08-07", .none), ("gpt-5.6-sol", .effort), ("o4-mini", .none),
    ("gpt-4o-2024-11-20", .temperature),
  ])
  func `The longest beginning counts`(model: String, sampling: ModelEntry.Sampling) {
    #expect(ModelCatalog.entry(.openai, model)?.sampling == sampling)
  }

  @Test(arguments: [
    ("eu-west-3", "eu.anthropic."), ("us-east-1", "us.anthropic."), ("ap-southeast-2", "au.anthropic."), ("ap-south-1", "apac.anthropic."),
    ("us-gov-west-1", "us-gov.anthropic."), ("me-south-1", "anthropic."),
  ])
  func `Bedrock's default stays in the region's group`(region: String, beginning: String) {
    let model = Bedrock.defaultModel(region)
    #expect(model?.hasPrefix(beginning) == true)
    #expect(model.map(Bedrock.bareModel)?.hasPrefix("claude-") == true)
  }
}
