internal import PieConfiguration

extension DeployRun {
  mutating func lookForTools() async throws(DeployFailure) -> String {
    let cli = try await runner.succeed(AWSCommands.version, to: "run the AWS CLI").text.firstLine
    if case .rollback = options.goal { return cli }
    let engine = try await runner.run(DockerCommands.version)
    guard engine.succeeded else {
      throw DeployFailure(
        .unavailable, "docker does not reach its engine",
        remedy: "Start Docker, or set DOCKER_HOST; `docker version` says what is wrong.")
    }
    facts.hasBuildx = try await runner.run(DockerCommands.hasBuildx).succeeded
    docker.host = try await runner.succeed(DockerCommands.endpoint, to: "find Docker's engine").text.firstLine
    let terraform = try await runner.succeed(TerraformCommands.version, to: "run terraform").json?["terraform_version"]?.text ?? ""
    let numbers = terraform.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count >= 2, (numbers[0], numbers[1]) >= (1, 10) else {
      throw DeployFailure(
        .unavailable, "terraform is \(terraform.isEmpty ? "of an unknown version" : terraform), and 1.10 or newer is needed",
        remedy: Tool.terraform.remedy)
    }
    return
      "docker \(engine.text.firstLine.split(separator: " ").joined(separator: "/"))\(facts.hasBuildx ? " with buildx" : ""), \(cli.prefix { $0 != " " }), terraform \(terraform)"
  }

  mutating func nameVersion() async throws(DeployFailure) -> String {
    let head = try await runner.run(git.commit)
    let lines = head.text.split(separator: "\n").map(String.init)
    guard head.succeeded, lines.count == 2 else {
      throw DeployFailure(
        .missing, "\(root): there is no commit, and the image is named by one", remedy: "Deploy from a clone of the repository.")
    }
    var tag = String(lines[1].prefix(12))
    if try await !runner.succeed(git.changes, to: "look for changes").text.isEmpty || world.isDry {
      let objects = folder.file("objects")
      if !world.isDry { try folder.makeFolder(objects) }
      var tree = ""
      for command in git.tree(index: folder.file("index"), objects: objects, repository: lines[0]) {
        tree = try await runner.succeed(command, to: "hash the changed files").text.firstLine
      }
      tag += "-dirty-" + tree.prefix(12)
    }
    if settings.architecture != .x86_64 { tag += "-" + settings.architecture.rawValue }
    facts.tag = tag
    return tag
  }

  mutating func askAccount() async throws(DeployFailure) -> String {
    let command = aws.identity
    let outcome = try await runner.run(command)
    guard outcome.succeeded else {
      var failure = outcome.failure(of: command, to: "ask AWS who pays")
      if failure.code == .unavailable {
        failure.remedy = "Log in first (`aws sso login` or `aws configure`), or name the profile in pie.yaml."
      }
      throw failure
    }
    guard let account = outcome.json?["Account"]?.text, let caller = outcome.json?["Arn"]?.text else {
      throw DeployFailure(.software, "the AWS CLI's answer names no account")
    }
    facts.account = account
    facts.caller = caller
    return "account \(account) as \(caller), \(settings.stack.region)"
  }
}

extension String {
  /// Without the line break.
  var firstLine: String { String(prefix { $0 != "\n" && $0 != "\r\n" }) }
}
