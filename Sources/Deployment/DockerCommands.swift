internal import PieConfiguration

/// Docker's commands. Logging in and pushing use a configuration of their own, forgotten afterwards: the password of the registry does
/// not stay in the user's.
struct DockerCommands: Hashable, Sendable {
  /// The folder of that configuration.
  let configuration: String
  /// Where the engine is. The user's own configuration may say so, and the private one does not.
  var host: String?

  static let version = Command(
    .docker, ["version", "--format", "{{.Client.Version}} {{.Server.Version}}"], timeout: .seconds(30), assuming: "28.0 28.0")

  /// Code 0 where the plugin is there.
  static let hasBuildx = Command(.docker, ["buildx", "version"], timeout: .seconds(30))

  /// The engine's address, of the context that counts.
  static let endpoint = Command(
    .docker, ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], timeout: .seconds(30),
    assuming: "unix:///var/run/docker.sock")

  struct Build: Hashable, Sendable {
    var folder: String
    var image: String
    var architecture: ArchitectureChoice
    var version: String
    var revision: String
    var hasBuildx: Bool
  }

  /// Buildx is told to leave attestations out: they would make an index of the image, which Lambda refuses.
  func build(_ build: Build) -> Command {
    let start = build.hasBuildx ? ["buildx", "build", "--load", "--provenance=false", "--sbom=false"] : ["build"]
    var command = Command(
      .docker,
      start + [
        "--progress=plain", "--platform", build.architecture.platform, "--build-arg", "VERSION=\(build.version)", "--build-arg",
        "REVISION=\(build.revision)", "--label", "org.opencontainers.image.revision=\(build.revision)", "--tag", build.image, build.folder,
      ], environment: build.hasBuildx ? [:] : ["DOCKER_BUILDKIT": "1"], timeout: .seconds(45 * 60))
    command.tellsOnError = true
    return command
  }

  /// Code 0 where the engine has the image already; the answer is its platform.
  func local(_ image: String) -> Command {
    Command(
      .docker, ["image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", image], timeout: .seconds(30), assuming: "", code: 1)
  }

  func login(_ registry: String, password: Secret) -> Command {
    own(
      ["login", "--username", "AWS", "--password-stdin", registry], input: .secret(password, what: "the registry's password"),
      timeout: .seconds(60))
  }

  func push(_ image: String) -> Command { own(["push", "--quiet", image], timeout: .seconds(30 * 60)) }

  /// What the registry has under a name: digest, kind and platform. Code 1 where it has nothing.
  func manifest(_ image: String, assuming output: String = "", code: Int32 = 0) -> Command {
    var command = own(["manifest", "inspect", "--verbose", image], timeout: .seconds(60))
    command.assumed = Command.Assumed(code: code, output: output)
    return command
  }

  private func own(_ arguments: [String], input: Command.Input? = nil, timeout: Duration) -> Command {
    var environment = ["DOCKER_CONFIG": configuration]
    if let host { environment["DOCKER_HOST"] = host }
    return Command(.docker, arguments, input: input, environment: environment, timeout: timeout)
  }
}

extension ArchitectureChoice {
  /// Docker's name of it.
  var platform: String {
    switch self {
    case .x86_64: "linux/amd64"
    case .arm64: "linux/arm64"
    }
  }
}
