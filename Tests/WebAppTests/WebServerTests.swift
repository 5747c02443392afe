import ClinicalRecord
import Extraction
import Testing

@testable import WebApp

/// The server as whoever connects meets it; what it refuses, it survives.
struct WebServerTests {
  static let canary = "Zyxoquabel"

  static func isAlive(_ wire: Wire) async throws -> Bool {
    try await wire.ask("GET", "/healthz").hasPrefix("HTTP/1.1 200")
  }

  @Test func `A note goes in, its record comes out, and the log has no word of it`() async throws {
    let lines = try await withServer { wire in
      let answer = try await wire.ask(
        "POST", "/api/extract?\(Self.canary)", headers: ["Content-Type: text/plain"], body: "\(note) \(Self.canary)")
      #expect(answer.statusLine == "HTTP/1.1 200 OK")
      #expect(answer.contains(#"{"format":"pie.record/1""#))
      let stream = try await wire.ask(
        "POST", "/api/extract", headers: ["Content-Type: text/plain", "Accept: text/event-stream"], body: "\(note) \(Self.canary)")
      #expect(stream.contains("event: record\ndata: {"))
      #expect(stream.hasSuffix("0\r\n\r\n"))
      let head = try await wire.ask("HEAD", "/assets/app.js")
      #expect(head.contains("Content-Length: \(Asset.named("app.js")?.bytes.count ?? -1)"))
      #expect(head.hasSuffix("\r\n\r\n"))
      _ = try await wire.ask("GET", "/\(Self.canary)")
      _ = try await wire.ask(Self.canary.uppercased(), "/")
    }
    #expect(lines.count == 5)
    #expect(lines[0].contains(" POST /api/extract 200 "))
    #expect(lines[3].contains(" GET - 404 "))
    #expect(lines.allSatisfy { !$0.lowercased().contains(Self.canary.lowercased()) })
  }

  @Test func `Too much is refused, told or not`() async throws {
    let lines = try await withServer { wire in
      let large = String(repeating: "a", count: WebSite.bodyLimit + 1)
      let told = try await wire.ask("POST", "/api/extract", headers: ["Content-Type: text/plain"], body: large)
      #expect(told.hasPrefix("HTTP/1.1 413 "))
      #expect(told.contains("Connection: close"))
      let head = "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
      let chunk = "10000\r\n\(String(repeating: "a", count: 65_536))\r\n"
      let chunked = try await wire.send([head + "Transfer-Encoding: chunked\r\n\r\n"] + Array(repeating: chunk, count: 20))
      #expect(chunked.hasPrefix("HTTP/1.1 413 "))
      let promised = try await wire.send([head + "Content-Length: 99999999999999999999\r\n\r\n"])
      #expect(!promised.hasPrefix("HTTP/1.1 200"))
      let longHead = try await wire.send(["GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n"])
      #expect(longHead.statusLine == "HTTP/1.1 400 Bad Request" || longHead.isEmpty)
      let many = (0..<100).map { "X-\($0): a\r\n" }.joined()
      let manyHeaders = try await wire.send(["GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\(many)\r\n"])
      #expect(manyHeaders.statusLine == "HTTP/1.1 400 Bad Request" || manyHeaders.isEmpty)
      #expect(try await Self.isAlive(wire))
    }
    #expect(lines.filter { $0.contains(" 413 ") }.count == 2)
  }

  @Test(arguments: [
    "\u{16}\u{03}\u{01}", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
    "\r\n\r\n\r\n\u{0}\u{0}\r\n\r\n",
    "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
    "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nPatient Zyxoquabel",
  ])
  func `What is no HTTP gets no answer of worth, and does no harm`(bytes: String) async throws {
    let lines = try await withServer { wire in
      let answer = try await wire.send([bytes], closes: true)
      #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer.statusLine)")
      #expect(try await Self.isAlive(wire))
    }
    #expect(lines.allSatisfy { !$0.contains(Self.canary) })
  }

  @Test func `Who sends slowly is let go`() async throws {
    var limits = WebServer.Limits()
    limits.bodySeconds = 1
    limits.idleSeconds = 3
    _ = try await withServer(site(), limits) { wire in
      let head = "POST /api/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
      // none of these ever finishes; each returns because the server closes
      let slowBody = try await wire.send([head + "Content-Length: 100\r\n\r\nhalf of"])
      #expect(slowBody.statusLine == "HTTP/1.1 408 Request Timeout")
      #expect(slowBody.contains("slow_request"))
      let halfHead = try await wire.send(["POST /api/extract HTTP/1.1\r\nHost: 127."])
      #expect(halfHead.isEmpty)
      let nothing = try await wire.send([])
      #expect(nothing.isEmpty)
      let afterAnswer = try await wire.send(["GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
      #expect(afterAnswer.hasPrefix("HTTP/1.1 200"))
      #expect(try await Self.isAlive(wire))
    }
  }

  @Test func `More requests at once than it takes are told to come back`() async throws {
    struct Waiting: Engine {
      let begun: AsyncStream<Void>.Continuation
      let end: AsyncStream<Void>

      func reading(of note: Note) async throws -> Reading {
        begun.yield()
        for await _ in end { break }
        return Reading(claims: [], engine: EngineSummary(name: "acme", version: "0"))
      }
    }
    let (begun, begins) = AsyncStream.makeStream(of: Void.self)
    let (end, ends) = AsyncStream.makeStream(of: Void.self)
    let acme = ExtractionService.Provider(name: "acme", isLocal: true) { _ in Waiting(begun: begins, end: end) }
    var limits = WebServer.Limits()
    limits.requests = 1
    let lines = try await withServer(site(extraction: ExtractionService(providers: [acme], standard: "acme")), limits) { wire in
      async let first = wire.ask("POST", "/api/extract", headers: ["Content-Type: text/plain"], body: note)
      for await _ in begun { break }
      let second = try await wire.ask("POST", "/api/extract", headers: ["Content-Type: text/plain"], body: note)
      #expect(second.statusLine == "HTTP/1.1 503 Service Unavailable")
      #expect(second.contains("Retry-After: 1"))
      #expect(second.contains("Content-Security-Policy"))
      ends.yield()
      #expect(try await first.hasPrefix("HTTP/1.1 200"))
      #expect(try await Self.isAlive(wire))
    }
    #expect(lines.count == 3)
  }

  @Test func `Several requests share a connection`() async throws {
    let lines = try await withServer { wire in
      let request = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
      let answers = try await wire.send([request + "\r\n", request + "\r\n", request + "Connection: close\r\n\r\n"])
      #expect(answers.split(separator: "HTTP/1.1 200 OK").count == 3)
    }
    #expect(lines.count == 3)
  }

  @Test func `A port that is taken is an error with its name`() async throws {
    _ = try await withServer { wire in
      let error = await #expect(throws: ListeningError.self) {
        try await WebServer(site: site(), log: AccessLog { _ in }, metrics: nil).run(host: "127.0.0.1", port: wire.port) { _ in }
      }
      #expect(error?.port == wire.port)
      #expect(error?.reason.lowercased().contains("in use") == true, "\(error?.reason ?? "")")
    }
  }
}
