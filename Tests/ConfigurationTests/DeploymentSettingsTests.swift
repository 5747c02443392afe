import Testing

@testable import PieConfiguration

/// Settings that belong together, and those that do not.
struct DeploymentSettingsTests {
  private func deployment(_ yaml: String) throws -> DeploymentSettings {
    try load(["/work/pie.yaml": yaml]).deployment()
  }

  private func errors(deploying yaml: String) -> [String] {
    do {
      _ = try deployment(yaml)
      return []
    } catch let error as ConfigurationErrors {
      return error.errors.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `The defaults deploy the rules behind a token`() throws {
    let settings = try deployment("")
    #expect(settings.stack == StackSettings(app: "patient-insight", region: "eu-west-3"))
    #expect(settings.provider == "offline")
    #expect(!settings.asksProvider)
    #expect(settings.access == .token)
    #expect(settings.dataPolicy == .no)
    #expect(settings.architecture == .x86_64)
    #expect(settings.memoryMB == 1024)
    #expect(settings.timeoutSeconds == 29)
    #expect(settings.reservedConcurrency == nil)
    #expect(settings.state == .s3)
  }

  @Test func `Access in one word or in full`() throws {
    #expect(try deployment("access: iam").access == .iam)
    #expect(try deployment("access: {mode: iam}").access == .iam)
    #expect(try deployment("access:\n  mode: none\n  i_understand_it_is_public: true").access == .none)
    #expect(
      try deployment("access: {mode: jwt, jwt_issuer: https://id.example.org, jwt_audience: pie}").access
        == .jwt(issuer: "https://id.example.org", audience: "pie"))
  }

  @Test(arguments: [
    (
      "\naccess: none",
      "pie.yaml:2:9: access.mode none lets anybody use it at your cost; if that is what you want, set access.i_understand_it_is_public to true as well"
    ),
    ("access: xyz", "pie.yaml:1:9: access.mode must be one of token, jwt, iam or none, not \"xyz\""),
    (
      "access: {mode: jwt, jwt_issuer: http://x, jwt_audience: a}",
      "pie.yaml:1:33: access.jwt_issuer jwt needs access.jwt_issuer, an https URL"
    ),
    (
      "access: {jwt_audience: a}",
      "pie.yaml:1:24: access.jwt_audience is for access jwt alone, and access is token"
    ),
    (
      "app: Patient",
      "pie.yaml:1:6: app must be 3 to 28 small letters, digits and hyphens, a letter first and no hyphen last, not \"Patient\""
    ),
    ("region: paris", "pie.yaml:1:9: region must be an AWS region such as eu-west-3, not \"paris\""),
    ("profile: --debug", "pie.yaml:1:10: profile must not begin with a hyphen"),
    ("alarms: {email: ward}", "pie.yaml:1:17: alarms.email must be an e-mail address, not \"ward\""),
    (
      "provider: openai",
      "default: data_policy no forbids that openai sees the text of notes: deploy provider offline, or set data_policy to yes where a contract allows it"
    ),
    (
      "provider: openai\ndata_policy: redacted",
      "pie.yaml:2:14: data_policy redacted cannot be kept yet: the server does not replace identifiers; set no (offline) or yes"
    ),
    ("provider: azure\ndata_policy: yes", "pie.yaml:1:11: provider azure has no usual address: set base_url as well"),
    (
      "provider: ollama\ndata_policy: yes\nbase_url: http://gpu:11434",
      "pie.yaml:3:11: base_url must be an https URL without user, query and fragment: notes travel to it"
    ),
    (
      "provider: bedrock\ndata_policy: yes",
      "pie.yaml:1:11: provider bedrock needs a model: what is deployed may call that one alone"
    ),
    ("budget_usd: 5", "pie.yaml:1:13: budget_usd needs alarms.email, whom to tell"),
    (
      "lambda: {reserved_concurrency: 2, provisioned_concurrency: 3}",
      "pie.yaml:1:60: lambda.provisioned_concurrency must not exceed lambda.reserved_concurrency, which is 2"
    ),
  ])
  func `What does not go together is said at its place`(yaml: String, error: String) {
    #expect(errors(deploying: yaml) == [error])
  }

  @Test func `A number of days that CloudWatch does not know`() {
    #expect(ConfigurationTests.errors(in: "logs: {retention_days: 31}").first?.contains("must be one of 1, 3, 5") == true)
  }

  @Test func `What is wrong with a deployment is no error of other commands`() throws {
    #expect(try load(["/work/pie.yaml": "access: none\nbudget_usd: 5"]).stack().app == "patient-insight")
  }
}
