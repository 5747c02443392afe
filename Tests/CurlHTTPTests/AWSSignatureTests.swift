internal import FoundationEssentials
internal import StubServer
internal import Testing

@testable internal import CurlHTTP

@Suite struct AWSSignatureTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `SHA-256 of FIPS 180-4's examples`(text: String, digest: String) {
    #expect(SHA256.hex(SHA256.hash(Array(text.utf8))) == digest)
  }

  @Test func `SHA-256 of a million letters`() {
    let digest = SHA256.hex(SHA256.hash([UInt8](repeating: 97, count: 1_000_000)))
    #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// RFC 4231, cases 2 and 6.
  @Test func `HMAC`() {
    #expect(
      SHA256.hex(SHA256.hmac(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = SHA256.hmac(
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8), key: [UInt8](repeating: 0xAA, count: 131))
    #expect(SHA256.hex(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  /// Tests/Fixtures/aws/signatures.json is botocore's work (Scripts/sigv4-vectors.py).
  @Test func `Signatures are those of botocore`() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let bytes = try #require(FileManager.default.contents(atPath: root + "/Tests/Fixtures/aws/signatures.json"))
    let document = try #require(JSON(bytes))
    let vectors = try #require(document["vectors"]?.array)
    #expect(vectors.count >= 6)
    for vector in vectors {
      var request = HTTPRequest(
        try #require(vector["method"]?.string), try #require(vector["url"]?.string), body: vector["body"]?.string.map { Array($0.utf8) })
      for header in vector["headers"]?.members ?? [] { request.headers.add(header.key, header.value.string ?? "") }
      let credentials = AWSCredentials(
        accessKey: try #require(document["access_key"]?.string), secretKey: try #require(document["secret_key"]?.string),
        sessionToken: vector["session_token"]?.string)
      let signed = request.signed(
        by: credentials, region: try #require(vector["region"]?.string), service: try #require(vector["service"]?.string),
        at: CivilTime(secondsSince1970: try #require(document["seconds"]?.int)))
      #expect(signed.headers["Authorization"] == vector["authorization"]?.string, "\(vector["name"]?.string ?? "")")
    }
  }
}

@Suite struct ParameterStoreTests {
  private func store(_ server: StubServer, _ more: [String: String] = [:]) throws -> ParameterStore {
    let environment = [
      "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-west-3",
    ]
    return try ParameterStore(
      environment: environment.merging(["AWS_ENDPOINT_URL": server.url + "/"]) { a, _ in a }.merging(more) { _, b in b },
      http: CurlClient(environment: [:], agent: "pie-tests"), now: { CivilTime(secondsSince1970: 1_769_862_896) })
  }

  @Test func `Asks as AWS wants to be asked`() async throws {
    let server = try StubServer(
      .json(#"{"Parameters":[{"Name":"/pie/a","Value":"1","Type":"SecureString"}],"InvalidParameters":["/pie/b"]}"#))
    defer { server.stop() }
    let values = try await store(server).values(of: ["/pie/a", "/pie/b"])
    #expect(values == ["/pie/a": "1"])
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/")
    #expect(request.text == #"{"Names":["/pie/a","/pie/b"],"WithDecryption":true}"#)
    #expect(request.headers["x-amz-target"] == "AmazonSSM.GetParameters")
    #expect(request.headers["content-type"] == "application/x-amz-json-1.1")
    #expect(request.headers["x-amz-security-token"] == "token")
    #expect(request.headers["x-amz-date"] == "20260131T123456Z")
    #expect(
      request.headers["authorization"]?.hasPrefix(
        "AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-3/ssm/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature="
      ) == true)
  }

  @Test func `A refusal is named, and says nothing else`() async throws {
    let server = try StubServer(
      .json(#"{"__type":"com.amazon.coral.service#AccessDeniedException","message":"secret-detail"}"#, status: 400))
    defer { server.stop() }
    await #expect(throws: ParameterStoreError(.refused(status: 400, type: "AccessDeniedException"))) {
      _ = try await store(server).values(of: ["/pie/a"])
    }
  }

  @Test func `An answer that is none`() async throws {
    let server = try StubServer(.bytes(Array("<html>".utf8), type: "text/html"))
    defer { server.stop() }
    await #expect(throws: ParameterStoreError(.refused(status: 200, type: nil))) { _ = try await store(server).values(of: ["/pie/a"]) }
  }

  @Test func `Without credentials or region`() throws {
    let server = try StubServer(.json("{}"))
    defer { server.stop() }
    #expect(throws: ParameterStoreError(.noCredentials)) { _ = try store(server, ["AWS_ACCESS_KEY_ID": ""]) }
    #expect(throws: ParameterStoreError(.noRegion)) { _ = try store(server, ["AWS_REGION": ""]) }
  }
}
