import FoundationEssentials
import PieConfiguration
import Testing

@testable import Deployment

/// What the tools print, read.
struct AnswerTests {
  func json(_ text: String) throws -> JSONValue { try #require(JSONValue(Array(text.utf8))) }

  @Test func `A plan as a table of changes`() throws {
    let plan = try #require(
      PlannedChanges(
        try json(
          #"""
          {"format_version":"1.2","resource_changes":[
           {"address":"aws_lambda_function.app","mode":"managed","change":{"actions":["update"],
            "before":{"memory_size":512,"image":"repository@sha256:0123456789abcdef0123456789abcdef0123456789","tags":{"a":"b"},"pw":"x","same":1,"version":"1"},
            "after":{"memory_size":1024,"image":"repository@sha256:fedcba9876543210fedcba9876543210fedcba9876","tags":{"a":"c"},"pw":"y","same":1},
            "after_unknown":{"version":true},"before_sensitive":{"pw":true},"after_sensitive":{}}},
           {"address":"aws_iam_role.r","mode":"managed","change":{"actions":["delete","create"],"before":{"name":"a"},"after":{"name":"b"}}},
           {"address":"data.x.y","mode":"data","change":{"actions":["read"],"before":null,"after":{}}},
           {"address":"aws_s.none","mode":"managed","change":{"actions":["no-op"],"before":{},"after":{}}},
           {"address":"aws_log.l","mode":"managed","change":{"actions":["create"],"before":null,"after":{"name":"x"}}},
           {"address":"aws_old.o","mode":"managed","change":{"actions":["delete"],"before":{"name":"x"},"after":null}}]}
          """#)))
    #expect(plan.summary == "1 to create, 1 to change, 1 to replace, 1 to delete")
    #expect(
      plan.lines.suffix(3) == [
        "  ± replace  aws_iam_role.r           name a → b", "  + create   aws_log.l", "  - delete   aws_old.o",
      ])
    let change = try #require(plan.changes.first)
    #expect(change.details.count == 4)
    #expect(change.details[0].hasPrefix("image repository@sha256:0123…"))
    #expect(change.details[1] == "memory_size 512 → 1024")
    #expect(change.details[2] == "pw")
    #expect(change.details[3] == "tags")
    #expect(PlannedChanges(try json("{}")) == nil)
  }

  @Test func `The manifest of an image`() throws {
    let one =
      #"{"Descriptor":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:1","platform":{"architecture":"arm64","os":"linux"}}}"#
    #expect(try ImageManifest(try json(one)).platform == "linux/arm64")
    #expect(try ImageManifest(try json(#"{"Descriptor":{"digest":"sha256:1"}}"#)).platform == nil)
    #expect(throws: ImageManifest.Fault.index) { try ImageManifest(try self.json("[\(one)]")) }
    #expect(throws: ImageManifest.Fault.index) {
      try ImageManifest(
        try self.json(#"{"Descriptor":{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:1"}}"#))
    }
    #expect(throws: ImageManifest.Fault.unreadable) { try ImageManifest(try self.json("{}")) }
    #expect(throws: ImageManifest.Fault.unreadable) { try ImageManifest(nil) }
  }

  @Test func `The health of a version`() throws {
    func fault(_ answer: String?, _ invocation: String = "{}") throws -> String? {
      HealthEvent.fault(answer: answer.map { Array($0.utf8) }, invocation: try json(invocation))
    }
    #expect(try fault(#"{"statusCode":200}"#) == nil)
    #expect(try fault(#"{"statusCode":404}"#) == "it answered 404")
    #expect(try fault("null") == "its answer has no status")
    #expect(try fault(nil) == "its answer has no status")
    #expect(
      try fault(#"{"errorMessage":"timed out"}"#, #"{"FunctionError":"Unhandled"}"#) == "the function failed (Unhandled): timed out")
    let event = try json(HealthEvent.json)
    #expect(event["version"]?.text == "2.0")
    #expect(event["requestContext"]?["http"]?["path"]?.text == "/healthz")
  }

  @Test func `The lines of an apply`() {
    #expect(ApplyEvent("Warning: not JSON") == nil)
    #expect(ApplyEvent(#"{"type":"version","@message":"Terraform 1.11"}"#) == nil)
    #expect(ApplyEvent(#"{"type":"apply_start","@message":"x: Creating..."}"#)?.message == "x: Creating...")
    let trouble = ApplyEvent(#"{"type":"diagnostic","diagnostic":{"severity":"error","summary":"creating","detail":"denied"}}"#)
    #expect(trouble?.message == "creating: denied")
    #expect(trouble?.isTrouble == true)
  }

  @Test func `The variables of the service, and no more`() throws {
    let settings = DeploymentSettings.sample {
      $0.access = .jwt(issuer: "https://id.example.org", audience: "pie")
      $0.timeoutSeconds = 10
      $0.provider = "openai"
      $0.model = "m"
      $0.baseURL = "https://llm.example.org"
      $0.alarmsEmail = "a@b.org"
    }
    #expect(
      TerraformVariables.service(settings, image: "r@sha256:1", revision: "abc") == #"""
        {
          "access" : "jwt",
          "alarm_email" : "a@b.org",
          "app" : "pie",
          "architecture" : "x86_64",
          "budget_usd" : 0,
          "data_policy" : "no",
          "i_understand_it_is_public" : false,
          "image" : "r@sha256:1",
          "jwt_audience" : [
            "pie"
          ],
          "jwt_issuer" : "https://id.example.org",
          "log_retention_days" : 30,
          "memory_mb" : 1024,
          "model" : "m",
          "provider_base_url" : "https://llm.example.org",
          "provider_name" : "openai",
          "provider_timeout_seconds" : 6,
          "provisioned_concurrency" : 0,
          "region" : "eu-west-3",
          "reserved_concurrency" : -1,
          "revision" : "abc",
          "timeout_seconds" : 10
        }

        """#)
    #expect(TerraformVariables.registry(settings) == "{\n  \"app\" : \"pie\",\n  \"region\" : \"eu-west-3\"\n}\n")
  }

  /// Terraform's own declarations: a name that it does not know would be ignored with a warning.
  @Test func `The variables are those that terraform declares`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    for (folder, text) in [
      ("registry", TerraformVariables.registry(.sample())), ("service", TerraformVariables.service(.sample(), image: "i", revision: "r")),
    ] {
      let declared = String(decoding: try Data(contentsOf: root.appending(path: "terraform/\(folder)/variables.tf")), as: UTF8.self)
        .split(separator: "\n").filter { $0.hasPrefix("variable \"") }.map { String($0.split(separator: "\"")[1]) }
      let passed = try json(text).object.keys
      #expect(!passed.isEmpty)
      #expect(Set(passed).subtracting(declared) == [])
    }
  }

  @Test func `A journal that cannot be read is as none`() throws {
    let scratch = try ScratchFolder()
    let folder = WorkFolder(root: scratch.path, app: "pie", region: "r")
    #expect(Journal.read(folder) == nil)
    try scratch.write("{\"format\":\"pie.deployments/9\"}", to: ".pie/deploy/pie-r/journal.json")
    #expect(Journal.read(folder) == nil)
    try scratch.write("not JSON", to: ".pie/deploy/pie-r/journal.json")
    #expect(Journal.read(folder) == nil)
    var journal = Journal()
    for index in 0..<60 {
      journal.deployments.append(.init(goal: "deploy", began: Date(timeIntervalSince1970: Double(index)), ending: .done, who: "ada"))
    }
    try journal.write(folder)
    let read = try #require(Journal.read(folder))
    #expect(read.deployments.count == 50)
    #expect(read.deployments.last == journal.deployments.last)
  }

  @Test(arguments: [("sk-1\n", true), ("sk-1\r\n", true), ("", false), ("\n", false), ("a b", false), ("é", false), ("a\nb", false)])
  func `What can be a key`(text: String, isKey: Bool) {
    let secret = try? Keys.checked(Array(text.utf8))
    #expect((secret != nil) == isKey)
    if let secret { #expect(secret == Secret(Array("sk-1".utf8))) }
  }

  @Test func `What a month costs`() {
    #expect(Cost(.sample()).line.hasPrefix("about $0.01 a month for 10000 requests of 1.0 s each, beside"))
    let busy = Cost(.sample { $0.memoryMB = 2048 }, requests: 3_000_000, secondsEach: 1)
    // 6,000,000 GB-s less 400,000, 2 million calls beyond the free one, 3 million at the gateway
    #expect(abs(busy.computing - (5_600_000 * 0.0000166667 + 0.40)) < 0.001)
    #expect(busy.gateway == 3)
    #expect(Cost(.sample { $0.provisionedConcurrency = 1 }).line.contains("of which $10.81 for copies kept running"))
  }

  @Test func `Status in words, and its drift`() {
    let function = StackStatus.Function(
      version: "3", newest: "4", state: "Active", lastUpdate: "Successful", modified: "2026-01-01", digest: "sha256:1", revision: "abc",
      memoryMB: 512, timeoutSeconds: 29, architecture: "x86_64", provider: "offline", model: nil, access: "token")
    let drift = StatusReader.drift(function, .sample())
    #expect(drift == ["memory_mb is 512, and the settings say 1024", "version 3 is live, and 4 is the newest"])
    var status = StackStatus(
      stack: StackSettings(app: "pie", region: "eu-west-3"), function: function, url: "https://x", fault: nil, wasAsked: true, keys: [],
      metrics: .init(invocations: 12, errors: 1, throttles: 0, p50: 80.4, p95: 200, concurrency: 2), drift: drift)
    #expect(
      status.text == """
        pie         eu-west-3, Active, last update successful
        health      well
        url         https://x, well
        live        version 3, of 2026-01-01
        commit      abc
        image       sha256:1
        function    512 MB, 29 s, x86_64
        reads with  offline
        keys        none
        last hour   12 calls, 1 errors, 0 throttled, p50 80 ms, p95 200 ms, at most 2 at once
        drift       memory_mb is 512, and the settings say 1024
                    version 3 is live, and 4 is the newest

        """)
    #expect(status.isHealthy)
    status.urlFault = "it answered 502"
    #expect(!status.isHealthy)
    #expect(status.text.contains("url         https://x\n            it answered 502\n"))
    status.urlFault = nil
    status.function?.provider = "mistral"
    #expect(status.text.contains("no key      mistral has none, and is asked without: pie set-key mistral\n"))
    status.keys = [Keys.Stored(name: "/pie/mistral-api-key", version: 2, modified: nil, isSecure: true)]
    #expect(!status.text.contains("no key "))
    #expect(status.text.contains("keys        /pie/mistral-api-key version 2\n"))
    status.fault = "it answered 500"
    #expect(!status.isHealthy)
    status.function = nil
    #expect(status.text == "pie is not deployed in eu-west-3\n")
  }
}
