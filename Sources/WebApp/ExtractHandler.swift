internal import ClinicalRecord
internal import Extraction

/// `POST /api/extract`: the record at once, or what is found as it is found.
enum ExtractHandler {
  static let json = "application/json"
  static let stream = "text/event-stream"

  static func respond(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    guard let type = request.preferred(of: [json, stream]) else {
      throw Problem(.notAcceptable, "Accept \(json) or \(stream).")
    }
    let input = try await ExtractRequest.read(request)
    let provider = try site.extraction.provider(input.provider)
    let note = try input.note(standard: site.extraction.language)
    guard type == stream else {
      let (record, figures) = try await site.extraction.record(of: note, by: provider, since: request.arrival)
      var response = WebResponse.json(record.json(pretty: false))
      response.figures = figures
      return response
    }
    let arrival = request.arrival
    let service = site.extraction
    return WebResponse(
      200, type: stream, headers: [("X-Accel-Buffering", "no")], .events { events(of: note, by: provider, since: arrival, service) })
  }

  private static func events(
    of note: Note, by provider: ExtractionService.Provider, since arrival: ContinuousClock.Instant, _ service: ExtractionService
  ) -> AsyncStream<WebResponse.StreamItem> {
    AsyncStream { stream in
      let work = Task {
        stream.yield(.event(.progress(provider.isLocal ? "reading" : "model", provider.name)))
        do throws(Problem) {
          let (record, figures) = try await service.record(
            of: note, by: provider, since: arrival,
            onPart: { done, count in stream.yield(.event(.progress("model", provider.name, done: done, of: count))) },
            onEvent: { stream.yield(.event(ServerEvent($0))) })
          if figures.fallbacks > 0 { stream.yield(.event(.progress("fallback", "offline"))) }
          stream.yield(.event(ServerEvent(name: "record", data: record.json(pretty: false))))
          stream.yield(.figures(figures))
        } catch {
          stream.yield(.event(ServerEvent(name: "error", data: error.json)))
        }
        stream.finish()
      }
      stream.onTermination = { _ in work.cancel() }
    }
  }
}

extension ServerEvent {
  static func progress(_ stage: StaticString, _ provider: String, done: Int? = nil, of count: Int? = nil) -> ServerEvent {
    var writer = JSONWriter(capacity: 128)
    writer.object {
      $0.key("stage", "\(stage)")
      $0.key("provider", provider)
      if let done, let count {
        $0.key("done", done)
        $0.key("of", count)
      }
    }
    return ServerEvent(name: "progress", data: writer.bytes)
  }

  init(_ event: PipelineEvent) {
    var writer = JSONWriter(capacity: 1024)
    let name: String
    switch event {
    case .insight(let insight):
      name = "insight"
      writer.object { w in
        w.key("category", insight.category)
        w.key("value") { insight.write(to: &$0) }
      }
    case .rejected(let category, let warning):
      name = "rejected"
      writer.object {
        $0.key("category", category)
        $0.key("code", warning.code.rawValue)
        $0.key("message", warning.message)
      }
    }
    self.init(name: name, data: writer.bytes)
  }
}
