internal import PieConfiguration

extension DeployRun {
  func liveVersion() async throws(DeployFailure) -> String {
    let outcome = try await runner.succeed(aws.version(of: AWSCommands.alias), to: "ask which version is live")
    guard let version = outcome.json?["FunctionVersion"]?.text else {
      throw DeployFailure(.software, "the AWS CLI's answer names no version")
    }
    return version
  }

  /// The token that callers show, made once; whoever may read the parameter may read it.
  mutating func makeToken() async throws(DeployFailure) -> String {
    let keys = Keys(stack: settings.stack, runner: runner)
    facts.parameters = Set(try await keys.parameters().map(\.name))
    let name = Keys.accessToken(settings.stack)
    if facts.parameters.contains(name) { return "\(name) is set" }
    try await keys.put(name, Keys.randomToken(), what: "a new access token")
    facts.changed = true
    return "made \(name)"
  }

  mutating func askHealth() async throws(DeployFailure) -> String {
    let target = try await targetVersion()
    try await runner.succeed(aws.waitUntilActive(target), to: "wait for version \(target)")
    let event = folder.file("health-event.json")
    let answer = folder.file("health-answer.json")
    if !world.isDry { try folder.write(HealthEvent.json, to: event) }
    var fault: String?
    // a first start may take longer than Lambda lets it
    for attempt in 0..<3 {
      if attempt > 0 { await world.pause(.seconds(2)) }
      folder.remove(answer)
      let outcome = try await runner.run(aws.invoke(target, event: event, answer: answer))
      if case .interrupted = outcome.ending { throw DeployFailure(.interrupted, "stopped before version \(target) had answered") }
      if world.isDry { break }
      fault =
        outcome.succeeded
        ? HealthEvent.fault(answer: WorkFolder.read(answer), invocation: outcome.json)
        : outcome.failure(of: aws.invoke(target, event: event, answer: answer), to: "call it").message
      if fault == nil { break }
    }
    folder.remove(answer)
    if let fault {
      let stays = facts.live == target ? "" : "; the traffic stays on version \(facts.live ?? "?")"
      throw DeployFailure(
        .unavailable, "version \(target) is not well: \(fault)\(stays)", remedy: "Look at its log: pie logs --since 10m --source lambda")
    }
    return "version \(target) answers /healthz"
  }

  mutating func moveTraffic() async throws(DeployFailure) -> String {
    let target = try await targetVersion()
    let live = facts.live ?? "?"
    if live == target, !world.isDry { return "version \(target) is live already" }
    if case .rollback = options.goal {
      try ask("Move the traffic of \(settings.stack.app) in account \(facts.account) from version \(live) to \(target)?")
    }
    let command = aws.moveAlias(to: target)
    for attempt in 0... {
      let outcome = try await runner.run(command)
      if outcome.succeeded { break }
      guard outcome.awsCode == "ResourceConflictException", attempt < 3 else {
        throw outcome.failure(of: command, to: "move the traffic to version \(target)")
      }
      try await runner.succeed(aws.waitUntilUpdated, to: "wait for the function")
    }
    facts.changed = true
    return "version \(live) → \(target)"
  }

  /// Where the traffic is to go: the version just made, the one that was asked for, or the one before the live one.
  private mutating func targetVersion() async throws(DeployFailure) -> String {
    if let target = facts.target { return target }
    guard case .rollback(let wanted) = options.goal else { throw DeployFailure(.software, "there is no version to move to") }
    let live = try await liveVersion()
    facts.live = live
    let numbers =
      try await runner.succeed(aws.versions, to: "list the versions").json?["Versions"]?.array
      .compactMap { $0["Version"]?.text }.compactMap { Int($0) } ?? []
    let target: Int?
    if let wanted {
      target = Int(wanted).flatMap { numbers.contains($0) ? $0 : nil }
    } else {
      target = numbers.filter { $0 < Int(live) ?? 0 }.max()
    }
    guard let target else {
      let known = numbers.sorted().map(String.init).joined(separator: ", ")
      throw DeployFailure(
        .missing, wanted.map { "there is no version \($0)" } ?? "there is no version before \(live)",
        remedy: "Published versions: \(known.isEmpty ? "none" : known).")
    }
    facts.target = String(target)
    return String(target)
  }
}
