internal import ClinicalRecord

/// What the server says of itself.
enum StatusHandlers {
  /// Whether the process answers; nothing is looked at.
  static func health(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse { .json(Array(#"{"status":"ok"}"#.utf8)) }

  /// Whether the standard engine can work, and which of the others.
  static func readiness(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    let states = await site.extraction.states()
    let isReady = states.first { $0.provider.name == site.extraction.standard }?.fault == nil
    var writer = JSONWriter(capacity: 512)
    writer.object { w in
      w.key("ready", isReady)
      w.key("engines") { w in
        w.array(states) { w, state in
          w.object {
            $0.key("name", state.provider.name)
            $0.key("available", state.fault == nil)
          }
        }
      }
    }
    return .json(writer.bytes, status: isReady ? 200 : 503)
  }

  static func providers(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    let states = await site.extraction.states()
    var writer = JSONWriter(capacity: 1024)
    writer.object { w in
      w.key("default", site.extraction.standard)
      w.key("access", site.access.mode.rawValue)
      w.key("compare", site.routes.contains { $0.path == "/api/compare" })
      w.key("redaction", site.routes.contains { $0.path == "/api/redact" })
      w.key("providers") { w in
        w.array(states) { w, state in
          w.object {
            $0.key("name", state.provider.name)
            $0.key("model", state.provider.model)
            $0.key("local", state.provider.isLocal)
            $0.key("available", state.fault == nil)
            $0.key("reason", state.fault)
          }
        }
      }
    }
    return .json(writer.bytes)
  }

  static func schema(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    WebResponse(200, type: "application/schema+json", .bytes(RecordSchema.json()))
  }

  static func document(_ request: WebRequest, _ site: WebSite) async throws(Problem) -> WebResponse {
    .json(OpenAPIDocument(site).bytes)
  }
}

extension ExtractionService {
  /// Each provider, and why it cannot work now.
  func states() async -> [(provider: Provider, fault: String?)] {
    var states: [(provider: Provider, fault: String?)] = []
    for provider in providers { states.append((provider, await provider.fault())) }
    return states
  }
}
