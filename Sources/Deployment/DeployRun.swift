internal import FoundationEssentials
package import PieConfiguration

/// One deployment: goes through the steps of a plan, shows what it does and keeps the journal.
package struct DeployRun {
  package struct Options: Sendable {
    package var goal: DeployPlan.Goal
    /// Whether all questions are answered with yes.
    package var assumesYes: Bool
    package var asksHealth: Bool
    /// pie's own version, which the image bears.
    package var version: String

    package init(goal: DeployPlan.Goal, assumesYes: Bool, asksHealth: Bool, version: String) {
      self.goal = goal
      self.assumesYes = assumesYes
      self.asksHealth = asksHealth
      self.version = version
    }
  }

  /// What the steps have found out.
  struct Facts {
    var account = ""
    var caller = ""
    var hasBuildx = false
    var tag = ""
    var repository = ""
    var imageIsThere = false
    var digest = ""
    var changes: PlannedChanges?
    var outputs: JSONValue?
    /// The version that the traffic is to go to, and the one that it goes to.
    var target: String?
    var live: String?
    var parameters: Set<String> = []
    /// Whether the user has said yes to making things.
    var mayMake = false
    var changed = false
    /// Whether the run before this one did not come to its end.
    var resumes = false
  }

  let settings: DeploymentSettings
  let options: Options
  /// The clone.
  let root: String
  let plan: DeployPlan
  let world: DeployWorld
  let folder: WorkFolder
  let aws: AWSCommands
  let git: GitCommands
  var docker: DockerCommands
  var facts = Facts()
  var journal = Journal()

  package init(settings: DeploymentSettings, options: Options, root: String, world: DeployWorld) {
    self.settings = settings
    self.options = options
    self.root = root
    self.world = world
    plan = DeployPlan(options.goal, settings: settings, asksHealth: options.asksHealth)
    folder = WorkFolder(root: root, app: settings.stack.app, region: settings.stack.region)
    aws = AWSCommands(settings.stack)
    git = GitCommands(folder: root)
    docker = DockerCommands(configuration: folder.file("docker"))
  }

  var runner: any Runner { world.runner }

  package mutating func run() async throws(DeployFailure) -> DeployReport {
    if world.isDry { return try await steps() }
    try folder.make()
    let lock = try DeployLock(folder.lock, who: world.who, now: world.now())
    defer {
      // the registry's password, and plans: they name all that is deployed
      for name in ["docker", "registry.tfplan", "service.tfplan", "objects", "index"] { folder.remove(folder.file(name)) }
      _ = lock
    }
    folder.remove(docker.configuration)
    journal = Journal.read(folder) ?? Journal()
    facts.resumes = journal.unfinished != nil
    if let last = journal.unfinished, let step = last.steps.last {
      say("the last run (\(last.began.formatted(.iso8601))) ended at \"\(step.step.title)\"; what it has done is kept\n")
    }
    journal.deployments.append(
      Journal.Deployment(goal: options.goal.name, began: world.now(), ending: .running, who: world.who))
    try journal.write(folder)
    do throws(DeployFailure) {
      let report = try await steps()
      try end(.done, nil)
      return report
    } catch {
      let ending: Journal.Ending = error.code == .interrupted ? .interrupted : error.code == .refused ? .refused : .failed
      // the failure itself matters more than a journal that cannot be written
      try? end(ending, error.message)
      throw error
    }
  }

  private mutating func end(_ ending: Journal.Ending, _ failure: String?) throws(DeployFailure) {
    journal.current.ended = world.now()
    journal.current.ending = ending
    journal.current.failure = failure
    try keep()
  }

  private mutating func keep() throws(DeployFailure) {
    guard !world.isDry else { return }
    func text(_ fact: String) -> String? { fact.isEmpty ? nil : fact }
    journal.current.account = text(facts.account)
    journal.current.tag = text(facts.tag)
    journal.current.digest = text(facts.digest)
    journal.current.version = facts.target
    journal.current.previousVersion = facts.live
    journal.current.url = facts.outputs?["api_gateway_url"]?["value"]?.text
    try journal.write(folder)
  }

  private mutating func steps() async throws(DeployFailure) -> DeployReport {
    var done: Set<DeployStep> = []
    for (index, step) in plan.steps.enumerated() {
      precondition(step.requires.intersection(plan.steps).isSubset(of: done), "\(step) before what it requires")
      say("[\(index + 1)/\(plan.steps.count)] \(step.title)\n")
      if !world.isDry {
        journal.begin(step, at: world.now())
        try keep()
      }
      do throws(DeployFailure) {
        let note = try await perform(step)
        if !world.isDry { say("      \(note)\n") }
        journalEnd(step, .done, note)
      } catch {
        journalEnd(step, error.code == .interrupted ? .interrupted : .failed, error.message)
        throw error
      }
      try keep()
      done.insert(step)
    }
    return report
  }

  private mutating func journalEnd(_ step: DeployStep, _ ending: Journal.Ending, _ note: String) {
    if !world.isDry { journal.end(step, ending, note, at: world.now()) }
  }

  /// - Returns: what came of it, in a few words.
  private mutating func perform(_ step: DeployStep) async throws(DeployFailure) -> String {
    switch step {
    case .tools: try await lookForTools()
    case .source: try await nameVersion()
    case .account: try await askAccount()
    case .bucket: try await makeBucket()
    case .registry: try await makeRegistry()
    case .login: try await logIn()
    case .build: try await buildImage()
    case .push: try await pushImage()
    case .manifest: try await checkImage()
    case .plan: try await planService()
    case .apply: try await applyPlan()
    case .token: try await makeToken()
    case .health: try await askHealth()
    case .traffic: try await moveTraffic()
    }
  }

  private var report: DeployReport {
    var next: [String] = []
    if case .deploy = options.goal {
      let key = Keys.name(settings.stack, settings.provider)
      if Keys.needed.contains(settings.provider), !facts.parameters.contains(key) { next.append("pie set-key \(settings.provider)") }
      if settings.access == .token {
        let profile = settings.stack.profile.map { " --profile \($0.shellQuoted)" } ?? ""
        next.append(
          "aws ssm get-parameter --name \(Keys.accessToken(settings.stack)) --with-decryption --query Parameter.Value --output text --region \(settings.stack.region)\(profile)"
        )
      }
      next += ["pie status", "pie logs --follow"]
    }
    return DeployReport(
      goal: options.goal, changed: facts.changed, url: facts.outputs?["api_gateway_url"]?["value"]?.text, version: facts.target,
      previousVersion: facts.live, tag: facts.tag.isEmpty ? nil : facts.tag, digest: facts.digest.isEmpty ? nil : facts.digest,
      changes: facts.changes, next: next)
  }

  func say(_ text: String) { world.note(text) }

  /// Asks, unless the user has said yes to all.
  func ask(_ question: String) throws(DeployFailure) {
    if options.assumesYes || world.isDry { return }
    switch world.confirm(question) {
    case true?: return
    case false?:
      if StopSignals.received != nil { throw DeployFailure(.interrupted, "stopped at a question") }
      throw DeployFailure(.refused, "not done: the answer was no")
    case nil:
      throw DeployFailure(
        .refused, "nobody is there to answer: \(question)", remedy: "Run it on a terminal, or say yes beforehand with --yes.")
    }
  }
}
