internal import CurlHTTP
internal import StubServer
internal import Testing

@Suite struct CurlClientTests {
  let client = CurlClient(environment: [:], agent: "pie-tests")

  @Test func `An answer comes with its status, headers and body`() async throws {
    let server = try StubServer(.json(#"{"a":1}"#, status: 201, headers: [("X-One", "  1 "), ("x-two", "2")]))
    defer { server.stop() }
    let response = try await client.send(
      HTTPRequest(
        "POST", server.url + "/path?x=1", headers: ["Content-Type": "application/json", "X-Empty": ""], body: Array("hello".utf8)))
    #expect(response.status == 201)
    #expect(response.headers["content-TYPE"] == "application/json")
    #expect(response.headers["x-one"] == "1")
    #expect(response.headers["X-Two"] == "2")
    #expect(try await response.body.bytes() == Array(#"{"a":1}"#.utf8))
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/path?x=1")
    #expect(request.text == "hello")
    #expect(request.headers["user-agent"] == "pie-tests")
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["x-empty"]?.isEmpty == true)
    #expect(request.headers["expect"] == nil)
  }

  @Test func `A request without a body has none`() async throws {
    let server = try StubServer(.json("{}"))
    defer { server.stop() }
    _ = try await client.send(HTTPRequest("GET", server.url)).body.bytes()
    #expect(server.requests.first?.method == "GET")
    #expect(server.requests.first?.headers["content-length"] == nil)
  }

  @Test func `A large body goes without being asked for first`() async throws {
    let server = try StubServer(.json("{}"))
    defer { server.stop() }
    let body = [UInt8](repeating: 120, count: 3_000_000)
    _ = try await client.send(HTTPRequest("POST", server.url, body: body)).body.bytes()
    #expect(server.requests.first?.body == body)
  }

  @Test func `Connections are used again`() async throws {
    let server = try StubServer(.json("{}"))
    defer { server.stop() }
    for _ in 0..<5 { _ = try await client.send(HTTPRequest("GET", server.url)).body.bytes() }
    #expect(server.requests.count == 5)
    #expect(server.connections == 1)
  }

  @Test func `Many requests at once`() async throws {
    let server = try StubServer { request, _ in .json(#"{"target":"\#(request.target)"}"#) }
    defer { server.stop() }
    let client = client
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<50 {
        group.addTask {
          let response = try await client.send(HTTPRequest("GET", server.url + "/\(number)"))
          return try await JSON(response.body.bytes())?["target"]?.string == "/\(number)"
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test func `A body comes in pieces as they are sent`() async throws {
    // the server hangs after the first piece: it is there all the same
    let server = try StubServer(.stream([Array("first".utf8)], ending: [.hang]))
    defer { server.stop() }
    let response = try await client.send(HTTPRequest("GET", server.url))
    var iterator = response.body.makeAsyncIterator()
    #expect(try await iterator.next() == Array("first".utf8))
  }

  @Test func `gzip is undone`() async throws {
    // gzip.compress(b'{"answer": "compressed"}', mtime=0)
    let bytes: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 204, 43, 46, 79, 45, 82, 178, 82, 80, 74, 206, 207, 45, 40, 74, 45, 46, 78, 77, 81, 170,
      5, 0, 251, 42, 201, 198, 24, 0, 0, 0,
    ]
    let server = try StubServer(.bytes(bytes, headers: [("Content-Encoding", "gzip")]))
    defer { server.stop() }
    let response = try await client.send(HTTPRequest("GET", server.url))
    #expect(try await response.body.bytes() == Array(#"{"answer": "compressed"}"#.utf8))
    #expect(server.requests.first?.headers["accept-encoding"]?.contains("gzip") == true)
  }

  @Test func `A body that is called gzip and is none is an error`() async throws {
    let server = try StubServer(.json(#"{"answer":1}"#, headers: [("Content-Encoding", "gzip")]))
    defer { server.stop() }
    let error = await failure { _ = try await client.send(HTTPRequest("GET", server.url)).body.bytes() }
    #expect(error?.code == .badEncoding)
  }

  @Test func `No redirect is followed`() async throws {
    let other = try StubServer(.json("{}"))
    let server = try StubServer(.json("", status: 302, headers: [("Location", other.url)]))
    defer {
      server.stop()
      other.stop()
    }
    let response = try await client.send(HTTPRequest("GET", server.url, headers: ["Authorization": "Bearer k"]))
    #expect(response.status == 302)
    #expect(other.requests.isEmpty)
  }

  @Test func `An answer of 100 is not the answer`() async throws {
    let server = try StubServer(.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
    defer { server.stop() }
    let response = try await client.send(HTTPRequest("GET", server.url))
    #expect(response.status == 200)
    #expect(try await response.body.bytes() == Array("ok".utf8))
  }

  @Test func `Too large an answer is not read to its end`() async throws {
    let server = try StubServer(.stream([[UInt8](repeating: 97, count: 100_000)], ending: [.hang]))
    defer { server.stop() }
    var request = HTTPRequest("GET", server.url)
    request.limits.responseBytes = 50_000
    let error = await failure { _ = try await client.send(request).body.bytes() }
    #expect(error?.code == .tooLarge(limit: 50_000))
    await server.connectionsEnded(1)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
    "HTTP/1.1 200 OK\r\nContent-Le", "",
  ])
  func `An answer that is cut off is an error`(text: String) async throws {
    let server = try StubServer(.raw(text))
    defer { server.stop() }
    let error = await failure { _ = try await client.send(HTTPRequest("POST", server.url, body: [1])).body.bytes() }
    #expect(error?.code == .cutOff)
  }

  @Test func `What is no HTTP is an error`() async throws {
    let server = try StubServer(.raw("SSH-2.0-OpenSSH_9.2\r\n"))
    defer { server.stop() }
    let error = await failure { _ = try await client.send(HTTPRequest("GET", server.url)).body.bytes() }
    #expect(error?.code == .notHTTP)
  }

  @Test func `A server that says nothing is given up`() async throws {
    let server = try StubServer(.hang)
    defer { server.stop() }
    var request = HTTPRequest("GET", server.url)
    request.limits.total = .milliseconds(50)
    let error = await failure { _ = try await client.send(request) }
    #expect(error?.code == .timedOut)
    await server.connectionsEnded(1)
  }

  @Test func `A server that stops in the middle is given up`() async throws {
    let server = try StubServer(.stream([Array("x".utf8)], ending: [.hang]))
    defer { server.stop() }
    var request = HTTPRequest("GET", server.url)
    request.limits.idle = .seconds(1)
    let error = await failure { _ = try await client.send(request).body.bytes() }
    #expect(error?.code == .timedOut)
  }

  @Test func `Nobody listens`() async throws {
    let server = try StubServer(.json("{}"))
    server.stop()
    let error = await failure { _ = try await client.send(HTTPRequest("GET", server.url)) }
    #expect(error?.code == .noConnection)
    #expect(error?.host == "127.0.0.1:\(server.port)")
  }

  @Test(arguments: ["", "ftp://host/", "file:///etc/passwd", "https://", "http://:80/", "http://a b/", "localhost:80"])
  func `What is no URL of HTTP is refused`(url: String) async throws {
    let error = await failure { _ = try await client.send(HTTPRequest("GET", url)) }
    #expect(error?.code == .badURL)
  }

  @Test(arguments: ["a\r\nX-Injected: 1", "a\nb", "a\u{0}b", "\u{7F}"])
  func `A header with a line break is refused`(value: String) async throws {
    let server = try StubServer(.json("{}"))
    defer { server.stop() }
    let error = await failure { _ = try await client.send(HTTPRequest("GET", server.url, headers: ["Authorization": value])) }
    #expect(error?.code == .badHeader)
    #expect(server.requests.isEmpty)
  }

  @Test func `A file of authorities that is not there is an error`() async throws {
    let client = CurlClient(environment: ["CURL_CA_BUNDLE": "/nonexistent/ca.pem"], agent: "pie-tests")
    let server = try StubServer(.hang)
    defer { server.stop() }
    let error = await failure {
      _ = try await client.send(HTTPRequest("GET", "https://127.0.0.1:\(server.port)/", limits: HTTPLimits(total: .seconds(5))))
    }
    #expect(error?.code == .badAuthorities)
  }

  @Test func `Cancelling the task ends the transfer, before the answer`() async throws {
    let server = try StubServer { _, _ in .hang }
    defer { server.stop() }
    let client = client
    let task = Task { await failure { _ = try await client.send(HTTPRequest("GET", server.url)) } }
    while server.requests.isEmpty { await Task.yield() }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    await server.connectionsEnded(1)
  }

  @Test func `Cancelling the task ends the transfer, in the middle of the answer`() async throws {
    let server = try StubServer(.stream([Array("x".utf8)], ending: [.hang]))
    defer { server.stop() }
    let client = client
    let (began, beginning) = AsyncStream<Void>.makeStream()
    let task = Task {
      await failure {
        let response = try await client.send(HTTPRequest("GET", server.url))
        beginning.yield()
        _ = try await response.body.bytes()
      }
    }
    for await _ in began { break }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
    await server.connectionsEnded(1)
  }

  @Test func `A task that is cancelled already sends nothing`() async throws {
    let server = try StubServer(.json("{}"))
    defer { server.stop() }
    let client = client
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure { _ = try await client.send(HTTPRequest("GET", server.url)) }
    }
    #expect(await task.value?.code == .cancelled)
    #expect(server.requests.isEmpty)
  }

  @Test func `Letting go of the body ends the transfer`() async throws {
    let server = try StubServer(.stream([Array("x".utf8)], ending: [.hang]))
    defer { server.stop() }
    _ = try await client.send(HTTPRequest("GET", server.url)).status
    await server.connectionsEnded(1)
  }

  @Test func `An error says nothing of what was sent`() async throws {
    let server = try StubServer(.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsecret-answer"))
    defer { server.stop() }
    let error = await failure {
      _ = try await client.send(
        HTTPRequest(
          "POST", server.url.replacingScheme("http://user:secret-password@") + "/secret-path?key=secret-query",
          headers: ["Authorization": "secret-key"],
          body: Array("secret-body".utf8))
      ).body.bytes()
    }
    #expect(error != nil)
    #expect(!"\(error.map { "\($0) \(String(reflecting: $0))" } ?? "")".contains("secret"))
  }

  private func failure(_ body: () async throws -> Void) async -> HTTPError? {
    do {
      try await body()
      return nil
    } catch {
      return error as? HTTPError
    }
  }
}

extension String {
  fileprivate func replacingScheme(_ scheme: String) -> String { scheme + dropFirst(7) }
}
