internal import PieConfiguration

extension DeployRun {
  private func terraform(_ root: String) -> TerraformCommands {
    TerraformCommands(
      folder: "\(folder.terraform)/\(root)", data: folder.file("data-" + root), profile: settings.stack.profile)
  }

  private func backend(_ root: String) -> TerraformCommands.Backend {
    switch settings.state {
    case .s3: .s3(bucket: bucket, key: "\(settings.stack.app)/\(root).tfstate", region: settings.stack.region)
    case .local: .local(path: folder.file(root + ".tfstate"))
    }
  }

  /// Unique among all of AWS's customers by the account's number; at most 63 characters, since the app's name has 28.
  private var bucket: String { "\(settings.stack.app)-state-\(facts.account)-\(settings.stack.region)" }

  mutating func makeBucket() async throws(DeployFailure) -> String {
    let isThere = try await runner.run(aws.bucketIsThere(bucket, account: facts.account))
    if case .interrupted = isThere.ending { throw isThere.failure(of: aws.identity, to: "look for the bucket") }
    if isThere.succeeded, journal.bucket == bucket { return bucket }
    if !isThere.succeeded {
      try ask(
        "In account \(facts.account) (\(facts.caller)), \(settings.stack.region): make the bucket \(bucket) and the registry \(settings.stack.app), and push the image there?"
      )
      facts.mayMake = true
      try await runner.succeed(aws.makeBucket(bucket), to: "make the bucket \(bucket)")
    }
    for command in aws.secureBucket(bucket) { try await runner.succeed(command, to: "make the bucket \(bucket) safe") }
    journal.bucket = bucket
    facts.changed = facts.changed || !isThere.succeeded
    return isThere.succeeded ? "\(bucket), made safe again" : "made \(bucket): versioned, encrypted, closed"
  }

  mutating func makeRegistry() async throws(DeployFailure) -> String {
    if !world.isDry {
      try folder.copyTerraform(
        from: root + "/terraform", backends: [("registry", backend("registry")), ("service", backend("service"))])
      try folder.write(TerraformVariables.registry(settings), to: folder.file("registry.tfvars.json"))
    }
    let terraform = terraform("registry")
    let changes = try await plan(terraform, "registry")
    if let changes {
      if !facts.mayMake {
        say(changes.lines.map { $0 + "\n" }.joined())
        try ask("Apply this to the registry in account \(facts.account) (\(changes.summary))?")
        facts.mayMake = true
      }
      try await apply(terraform, "registry")
    }
    let host = "\(facts.account).dkr.ecr.\(settings.stack.region).amazonaws.com"
    let command = terraform.output(assuming: #"{"repository_url":{"value":"\#(host)/\#(settings.stack.app)"}}"#)
    guard let url = try await runner.succeed(command, to: "read the registry's outputs").json?["repository_url"]?["value"]?.text else {
      throw DeployFailure(.software, "terraform/registry has no output repository_url")
    }
    facts.repository = url
    return changes.map { "\(url), \($0.summary)" } ?? url
  }

  mutating func planService() async throws(DeployFailure) -> String {
    let image = "\(facts.repository)@\(facts.digest)"
    if !world.isDry {
      try folder.write(
        TerraformVariables.service(settings, image: image, revision: facts.tag), to: folder.file("service.tfvars.json"))
    }
    facts.changes = try await plan(terraform("service"), "service")
    guard let changes = facts.changes else { return "no change" }
    if !changes.lines.isEmpty { say(changes.lines.map { $0 + "\n" }.joined()) }
    if !world.isDry { say("      \(Cost(settings).line)\n") }
    return changes.summary
  }

  mutating func applyPlan() async throws(DeployFailure) -> String {
    let terraform = terraform("service")
    var note = "nothing to apply"
    if let changes = facts.changes {
      // without a change of a resource it is only outputs that terraform has yet to write down
      if !changes.changes.isEmpty || world.isDry {
        try ask("Apply this in account \(facts.account), \(settings.stack.region) (\(changes.summary))?")
        facts.changed = true
      }
      try await apply(terraform, "service")
      note = "applied"
    }
    let command = terraform.output(
      assuming:
        #"{"api_gateway_url":{"value":"https://API.execute-api.\#(settings.stack.region).amazonaws.com"},"lambda_version":{"value":"2"}}"#)
    let outputs = try await runner.succeed(command, to: "read the service's outputs").json
    guard let version = outputs?["lambda_version"]?["value"]?.text else {
      throw DeployFailure(.software, "terraform/service has no output lambda_version")
    }
    facts.outputs = outputs
    facts.target = version
    if facts.resumes, facts.changes?.changes.isEmpty ?? true { try await publishWhatIsLeft() }
    facts.live = try await liveVersion()
    if settings.asksProvider {
      facts.parameters = Set(try await Keys(stack: settings.stack, runner: runner).parameters().map(\.name))
    }
    return note + ", version \(facts.target ?? version)"
  }

  /// An apply that was stopped may have changed the function and not published it, and terraform then sees nothing to do. Where nothing
  /// has changed, AWS publishes nothing and answers with the last version.
  private mutating func publishWhatIsLeft() async throws(DeployFailure) {
    try await runner.succeed(aws.waitUntilUpdated, to: "wait for the function")
    let published = try await runner.succeed(aws.publishLatest, to: "publish what the last run left")
    guard let version = published.json?["Version"]?.text else { throw DeployFailure(.software, "the AWS CLI's answer names no version") }
    facts.changed = facts.changed || version != facts.target
    facts.target = version
  }

  /// - Returns: nil without a change.
  private func plan(_ terraform: TerraformCommands, _ root: String) async throws(DeployFailure) -> PlannedChanges? {
    let file = folder.file(root + ".tfplan")
    try await runner.succeed(terraform.initialise(backend(root)), to: "initialise terraform/\(root)")
    let command = terraform.plan(to: file, variables: folder.file(root + ".tfvars.json"))
    let outcome = try await runner.run(command)
    switch outcome.ending {
    case .code(0): return nil
    case .code(2):
      guard let changes = PlannedChanges(try await runner.succeed(terraform.show(file), to: "read the plan").json) else {
        throw DeployFailure(.software, "terraform's plan cannot be read")
      }
      return changes
    default: throw outcome.failure(of: command, to: "plan terraform/\(root)")
    }
  }

  private func apply(_ terraform: TerraformCommands, _ root: String) async throws(DeployFailure) {
    let note = world.note
    let command = terraform.apply(folder.file(root + ".tfplan"))
    let trouble = Diagnostics()
    let outcome = try await runner.run(command) { line in
      guard let event = ApplyEvent(line) else { return }
      if event.isTrouble { trouble.add(event.message) }
      note("      \(event.message)\n")
    }
    guard !outcome.succeeded else { return }
    var shown = outcome
    // what went wrong stands among the events; the rest of them says nothing of it
    if !trouble.messages.isEmpty { shown.error = trouble.messages.joined(separator: "\n") }
    var failure = shown.failure(of: command, to: "apply terraform/\(root)")
    if failure.code == .interrupted {
      failure.message = "stopped while terraform applied \(root); its state is saved and unlocked"
      failure.remedy = "pie deploy goes on from there."
    }
    throw failure
  }
}
