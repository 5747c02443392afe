internal import FoundationEssentials
package import PieConfiguration

/// The keys that a deployment reads: SecureString parameters of SSM. Their values go in by standard input and never come out.
package struct Keys: Sendable {
  package struct Stored: Hashable, Sendable, Encodable {
    package var name: String
    package var version: Int
    package var modified: String?
    package var isSecure: Bool
  }

  let stack: StackSettings
  let runner: any Runner
  private let aws: AWSCommands

  package init(stack: StackSettings, runner: any Runner) {
    self.stack = stack
    self.runner = runner
    aws = AWSCommands(stack)
  }

  /// The parameter with a provider's key.
  package static func name(_ stack: StackSettings, _ provider: String) -> String { "/\(stack.app)/\(provider)-api-key" }
  package static func accessToken(_ stack: StackSettings) -> String { "/\(stack.app)/access-token" }

  /// The providers that answer nobody without a key; the others may ask for one.
  package static let needed: Set = ["openai", "mistral", "anthropic", "gemini", "azure"]

  /// 256 random bits in hexadecimal digits.
  static func randomToken() -> Secret {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef".utf8)
    return Secret((0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
  }

  /// What stands below the app's prefix, sorted by name.
  package func parameters() async throws(DeployFailure) -> [Stored] { try await parameters(assuming: nil) }

  private func parameters(assuming name: String?) async throws(DeployFailure) -> [Stored] {
    let outcome = try await runner.succeed(aws.parameters(assuming: name), to: "list the keys")
    return (outcome.json?["Parameters"]?.array ?? []).compactMap { parameter in
      guard let name = parameter["Name"]?.text, case .number(let version) = parameter["Version"] else { return nil }
      return Stored(
        name: name, version: Int(version), modified: Self.date(parameter["LastModifiedDate"]),
        isSecure: parameter["Type"]?.text == "SecureString")
    }.sorted { $0.name < $1.name }
  }

  /// The AWS CLI writes a date as text or as seconds, by its version and settings.
  private static func date(_ value: JSONValue?) -> String? {
    switch value {
    case .text(let text): text
    case .number(let seconds): Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    default: nil
    }
  }

  /// Sets a provider's key and looks that it is there.
  package func set(_ provider: String, _ key: Secret) async throws(DeployFailure) -> Stored {
    try await put(Self.name(stack, provider), key, what: "the key of \(provider)")
  }

  @discardableResult
  func put(_ name: String, _ secret: Secret, what: String) async throws(DeployFailure) -> Stored {
    let answer = try await runner.succeed(aws.putParameter(name, secret, what: what), to: "set \(name)")
    guard let stored = try await parameters(assuming: name).first(where: { $0.name == name }) else {
      throw DeployFailure(.unavailable, "\(name) was set, but SSM does not list it", remedy: "pie set-key --list shows what is there.")
    }
    guard stored.isSecure else {
      throw DeployFailure(
        .unavailable, "\(name) is not encrypted: it was made as another type", remedy: "pie set-key --remove it, and set it anew.")
    }
    if case .number(let version) = answer.json?["Version"], stored.version < Int(version) {
      throw DeployFailure(.unavailable, "SSM lists version \(stored.version) of \(name) after version \(Int(version)) was set")
    }
    return stored
  }

  /// - Returns: false where there was none.
  package func remove(_ provider: String) async throws(DeployFailure) -> Bool {
    let name = Self.name(stack, provider)
    guard try await parameters().contains(where: { $0.name == name }) else { return false }
    try await runner.succeed(aws.deleteParameter(name), to: "remove \(name)")
    return true
  }

  /// Replaces the running copies, which may hold the old key for some minutes: a version like the live one is published and the traffic moved
  /// to it. The description is what makes it another version; it is put back, so that terraform finds what it left.
  package func renew() async throws(DeployFailure) -> String {
    let newest = try await runner.succeed(aws.function("$LATEST"), to: "ask for the function").json?["Configuration"]
    let live = try await runner.succeed(aws.function(AWSCommands.alias), to: "ask for the live version").json?["Configuration"]
    guard newest?["CodeSha256"] == live?["CodeSha256"] else {
      throw DeployFailure(
        .refused, "the live version is not the newest code, which a new version would bring with it",
        remedy: "Leave --now out: the key counts within five minutes anyway.")
    }
    let description = newest?["Description"]?.text ?? ""
    try await runner.succeed(aws.describe(as: description + " (key renewed \(Date().formatted(.iso8601)))"), to: "touch the function")
    try await runner.succeed(aws.waitUntilUpdated, to: "wait for the function")
    let published = try await runner.succeed(aws.publish(as: description), to: "publish a version")
    guard let version = published.json?["Version"]?.text else { throw DeployFailure(.software, "the AWS CLI's answer names no version") }
    try await runner.succeed(aws.waitUntilActive(version), to: "wait for version \(version)")
    try await runner.succeed(aws.describe(as: description), to: "put the function's description back")
    try await runner.succeed(aws.waitUntilUpdated, to: "wait for the function")
    try await runner.succeed(aws.moveAlias(to: version), to: "move the traffic to version \(version)")
    return version
  }

  /// What keeps a key from being one; nil where nothing does. A line break at its end is no part of it.
  package static func checked(_ bytes: [UInt8]) throws(DeployFailure) -> Secret {
    var key = bytes
    while let last = key.last, last == 0x0A || last == 0x0D { key.removeLast() }
    guard !key.isEmpty else { throw DeployFailure(.data, "the key is empty") }
    guard key.count <= 4096 else { throw DeployFailure(.data, "the key is longer than the 4096 bytes that a parameter holds") }
    guard key.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw DeployFailure(.data, "the key has blanks, line breaks or other characters that no key has", remedy: "Give the key alone.")
    }
    return Secret(key)
  }
}
