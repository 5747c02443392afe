internal import PieConfiguration

extension DeployRun {
  private var image: String { "\(facts.repository):\(facts.tag)" }

  mutating func logIn() async throws(DeployFailure) -> String {
    let answer = try await runner.succeed(aws.registryPassword, to: "get a password for the registry")
    var password = answer.output
    while password.last == UInt8(ascii: "\n") || password.last == UInt8(ascii: "\r") { password.removeLast() }
    if !world.isDry { try folder.makeFolder(docker.configuration) }
    let registry = String(facts.repository.prefix { $0 != "/" })
    try await runner.succeed(docker.login(registry, password: Secret(password)), to: "log in to \(registry)")
    return registry
  }

  mutating func buildImage() async throws(DeployFailure) -> String {
    let known = try await runner.run(docker.manifest(image, code: 1))
    if known.succeeded {
      facts.imageIsThere = true
      return "\(facts.tag) is in the registry already"
    }
    let platform = settings.architecture.platform
    let local = try await runner.run(docker.local(image))
    if local.succeeded, local.text.firstLine == platform { return "\(facts.tag) is built already" }
    let build = DockerCommands.Build(
      folder: root, image: image, architecture: settings.architecture, version: options.version, revision: facts.tag,
      hasBuildx: facts.hasBuildx)
    let note = world.note
    try await runner.succeed(docker.build(build), to: "build the image") { line in
      // BuildKit's lines on the steps: `#7 [build 2/5] RUN …`
      if line.hasPrefix("#"), line.contains(" [") { note("      \(line.prefix(120))\n") }
    }
    return image
  }

  mutating func pushImage() async throws(DeployFailure) -> String {
    if facts.imageIsThere { return "nothing to push" }
    try await runner.succeed(docker.push(image), to: "push the image")
    facts.changed = true
    return image
  }

  /// The registry's own word on what was pushed: one image, for the right processor. A registry may take a moment to know.
  mutating func checkImage() async throws(DeployFailure) -> String {
    let platform = settings.architecture.platform
    let parts = platform.split(separator: "/")
    let command = docker.manifest(
      image,
      assuming: #"{"Descriptor":{"digest":"sha256:DIGEST","platform":{"os":"\#(parts[0])","architecture":"\#(parts[1])"}}}"#)
    var outcome = try await runner.run(command)
    for _ in 0..<5 where !outcome.succeeded {
      guard case .code = outcome.ending else { break }
      await world.pause(.seconds(2))
      outcome = try await runner.run(command)
    }
    guard outcome.succeeded else { throw outcome.failure(of: command, to: "find the image in the registry") }
    let manifest: ImageManifest
    do {
      manifest = try ImageManifest(outcome.json)
    } catch {
      throw DeployFailure(
        .unavailable, error == .index ? "\(image) is an index of images, which Lambda refuses" : "the manifest of \(image) cannot be read",
        remedy: "Build it with --provenance=false --sbom=false and for one platform, under another tag.")
    }
    var found = manifest.platform
    if found == nil { found = try await runner.run(docker.local(image)).text.firstLine }
    guard found == platform else {
      throw DeployFailure(.unavailable, "\(image) is for \(found ?? "an unknown platform"), and \(platform) is wanted")
    }
    facts.digest = manifest.digest
    return "\(manifest.digest), \(platform)"
  }
}
