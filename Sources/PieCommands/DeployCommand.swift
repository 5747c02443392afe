internal import ArgumentParser
internal import Deployment
internal import Extraction
internal import FoundationEssentials
internal import PieConfiguration

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

struct DeployCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deploy", abstract: "Puts pie on AWS as a web service, or brings what is there up to date.",
    discussion: """
      From a clone of the repository: builds the image, pushes it to ECR, makes or changes the Lambda function and the HTTP API with terraform,
      asks the new version whether it is well, and only then moves the traffic to it. It drives docker, the AWS CLI, terraform and git, shows each
      command before it runs, asks before it changes anything, and does nothing where nothing is to be done. What was interrupted goes on
      where it stood. The settings are in Config/pie.yaml; the costs, the files and how to take it all down in terraform/README.md.

      EXAMPLES
        pie deploy --dry-run          the commands, none of them run; needs no credentials
        pie deploy --plan             up to the plan: registry and image are made, nothing that answers anybody changes
        pie deploy                    all of it; asks before it applies the plan
        pie deploy --yes              without a question, for CI
        pie deploy --rollback         the traffic back to the version before
        pie deploy --rollback --to 4  the traffic to version 4

      EXIT CODES
        0 done, or nothing to do · 64 usage · 66 no clone, no such version · 69 a tool or AWS did not do it, the new version is not well ·
        75 another deployment is under way · 77 the answer was no · 78 the settings · 130 stopped by Ctrl-C (terraform's state is unlocked)
      """)

  @Flag(help: "Stop after the plan of the service.") var plan = false
  @Flag(help: "Show every command and run none.") var dryRun = false
  @Flag(help: "Answer every question with yes.") var yes = false
  @Flag(help: "Move the traffic back to an earlier version.") var rollback = false
  @Option(help: ArgumentHelp("The version to go back to. (default: the one before)", valueName: "version")) var to: Int?
  @Flag(help: "Move the traffic without asking the new version whether it is well.") var skipHealthCheck = false
  @Option(help: ArgumentHelp("The clone to deploy. (default: the one that this folder is in)", valueName: "folder")) var source: String?
  @Option(
    help: ArgumentHelp(
      "Print the variables of terraform/service for that image (REPOSITORY@sha256:…) as JSON, and do nothing else.", valueName: "image"))
  var variables: String?
  @Option(help: ArgumentHelp("The image's commit, with --variables.", valueName: "commit")) var revision: String?
  @OptionGroup var stack: StackOptions

  func validate() throws {
    if plan, rollback { throw ValidationError("--plan and --rollback exclude each other.") }
    if to != nil, !rollback { throw ValidationError("--to goes with --rollback.") }
    if revision != nil, variables == nil { throw ValidationError("--revision goes with --variables.") }
  }

  func run() async throws {
    let context = CommandContext.current
    let settings = try stack.deployment(context)
    if let variables {
      let text = TerraformVariables.service(settings, image: variables, revision: revision ?? "unknown")
      return try context.terminal.write(Array(text.utf8))
    }
    let root = try clone(context)
    StopSignals.watch()
    let report = try await reportingDeployFailures {
      var run = DeployRun(
        settings: settings,
        options: DeployRun.Options(
          goal: rollback ? .rollback(to: to.map(String.init)) : plan ? .plan : .deploy, assumesYes: yes, asksHealth: !skipHealthCheck,
          version: pieVersion), root: root, world: world(context))
      return try await run.run()
    }
    if !dryRun { try tell(report, context) }
  }

  private func world(_ context: CommandContext) -> DeployWorld {
    let terminal = context.terminal
    let who = "\(context.environment["USER"] ?? context.environment["LOGNAME"] ?? "user \(getuid())")@\(ProcessInfo.processInfo.hostName)"
    if dryRun {
      let show: @Sendable (String) -> Void = { text in try? terminal.write(Array(text.utf8)) }
      return DeployWorld(
        runner: DryRunner { show($0.line + "\n") }, isDry: true, note: { show("# " + $0) }, confirm: { _ in true }, who: who)
    }
    let live = LiveRunner(
      environment: context.environment, directory: context.directory,
      onStop: { tool in
        terminal.note("      stopping: \(tool.rawValue) ends what it has begun\(tool == .terraform ? " and unlocks its state" : "")\n")
      })
    return DeployWorld(
      runner: ShowingRunner(live) { terminal.note("      $ \($0.line)\n") }, note: { terminal.note($0) },
      confirm: { question in
        guard terminal.inputIsTTY, terminal.errorIsTTY else { return nil }
        terminal.note(question + " [y/N] ")
        let answer = terminal.readLine { StopSignals.received != nil }
        if answer == nil { terminal.note("\n") }
        return ["y", "yes", "o", "oui"].contains((answer ?? "").lowercased())
      }, who: who)
  }

  /// The nearest folder, upwards, that has what is to be deployed.
  private func clone(_ context: CommandContext) throws(CommandFailure) -> String {
    let start = context.files.resolved(source ?? context.directory)
    var folder = start
    while true {
      if context.files.isDirectory(folder + "/terraform/service"), context.files.exists(folder + "/Dockerfile") { return folder }
      guard source == nil, let slash = folder.lastIndex(of: "/"), slash > folder.startIndex else { break }
      folder = String(folder[..<slash])
    }
    throw CommandFailure(
      "\(start): no clone of pie is here (a folder with Dockerfile and terraform/service)\n  Run it in one, or name one with --source.",
      .noInput)
  }

  private func tell(_ report: DeployReport, _ context: CommandContext) throws {
    let note = context.terminal.note
    switch report.goal {
    case .plan:
      note(report.changes.map { "planned: \($0.summary); pie deploy applies it\n" } ?? "nothing to apply\n")
    case .rollback:
      note(report.changed ? "version \(report.version ?? "?") is live\n" : "nothing to do\n")
    case .deploy:
      note(report.changed ? "" : "nothing to do: version \(report.version ?? "?") (\(report.tag ?? "?")) is live\n")
      if !report.next.isEmpty { note("next:\n" + report.next.map { "  \($0)\n" }.joined()) }
      if let url = report.url { try context.terminal.write(Array((url + "\n").utf8)) }
    }
  }
}
