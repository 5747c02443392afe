import Testing

@testable import PieConfiguration

struct SecretKeyTests {
  @Test(arguments: [
    "api_key", "apikey", "apiKey", "API-KEY", "openai_key", "anthropic.key", "key", "keys", "token", "access_token",
    "hf_token",
    "password", "db_password", "passwd", "secret", "client-secret", "aws_secret_access_key", "credentials",
    "aws_access_key_id",
  ])
  func `A key that looks like a secret is refused, and its value not echoed`(key: String) throws {
    let found = errors(inBytes: Array("format: json\n\(key): hunter2\n".utf8))
    #expect(found.map(\.code) == [.secretKey])
    #expect(
      found.map(\.description) == [
        "pie.yaml:2:1: \"\(key)\" looks like a secret, which belongs in the environment or the key store"
      ])
  }

  @Test(arguments: ["monkeys", "keyboard", "pass", "author", "ward"])
  func `Other keys are merely unknown`(key: String) {
    #expect(errors(inBytes: Array("\(key): hunter2".utf8)).map(\.code) == [.unknownKey])
  }

  @Test func `Secrets are found below other keys, known or not`() {
    let yaml =
      "openai:\n  api_key: hunter2\nmodel: {token: hunter2}\ninclude:\n- password: hunter2\nlimits: {secret: hunter2}\n"
    let found = errors(inBytes: Array(yaml.utf8))
    #expect(found.filter { $0.code == .secretKey }.compactMap(\.key) == ["api_key", "token", "password", "secret"])
    #expect(!found.contains { $0.description.contains("hunter2") })
  }

  @Test func `No key of the table looks like a secret`() {
    for setting in Settings.all { #expect(!SecretKeys.isSecret(setting.path)) }
  }
}
