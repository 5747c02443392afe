import FoundationEssentials
import PieConfiguration
import Synchronization
import Testing

@testable import Deployment

/// Whole deployments, against a cloud that is made up.
struct DeployRunTests {
  let scratch: ScratchFolder
  let cloud: FakeCloud
  let notes = Notes()

  init() throws {
    scratch = try ScratchFolder()
    cloud = FakeCloud(scratch)
  }

  final class Notes: Sendable {
    private let text = Mutex("")
    var all: String { text.withLock { $0 } }
    func add(_ more: String) { text.withLock { $0 += more } }
  }

  func deploy(
    _ goal: DeployPlan.Goal = .deploy, settings: DeploymentSettings = .sample(), yes: Bool = true, answer: Bool? = nil,
    asksHealth: Bool = true
  ) async throws(DeployFailure) -> DeployReport {
    let notes = notes
    var run = DeployRun(
      settings: settings, options: DeployRun.Options(goal: goal, assumesYes: yes, asksHealth: asksHealth, version: "1.0"),
      root: scratch.path,
      world: DeployWorld(
        runner: cloud, note: { notes.add($0) }, confirm: { _ in answer }, now: { Date(timeIntervalSince1970: 1_767_225_600) },
        pause: { _ in }, who: "ada@ward"))
    return try await run.run()
  }

  func journal() throws -> Journal {
    try #require(Journal.read(WorkFolder(root: scratch.path, app: "pie", region: "eu-west-3")))
  }

  /// What changes anything anywhere, by its first words.
  static func changing(_ lines: [String]) -> [String] {
    let verbs = [
      "create-bucket", "put-public-access-block", "put-bucket-versioning", "put-bucket-encryption", " apply ", "docker build ",
      "docker push",
      "put-parameter", "update-alias",
    ]
    return lines.filter { !$0.hasPrefix("#") }.compactMap { line in
      verbs.first { line.contains($0) }.map { $0.split(separator: " ").joined(separator: " ") }
    }
  }

  @Test func `From nothing to a URL`() async throws {
    let report = try await deploy()
    #expect(
      Self.changing(cloud.lines()) == [
        "create-bucket", "put-public-access-block", "put-bucket-versioning", "put-bucket-encryption", "apply", "docker build",
        "docker push",
        "apply", "put-parameter",
      ])
    #expect(report.changed)
    #expect(report.url == "https://x.example.org")
    #expect(report.version == "1")
    #expect(report.tag == "0123456789ab")
    #expect(report.next.contains { $0.hasPrefix("aws ssm get-parameter --name /pie/access-token") })
    let journal = try journal()
    #expect(journal.current.ending == .done)
    #expect(journal.current.steps.map(\.step) == DeployStep.allCases)
    #expect(journal.current.digest == report.digest)
  }

  @Test func `A second run does nothing`() async throws {
    _ = try await deploy()
    _ = cloud.lines()
    let report = try await deploy()
    #expect(Self.changing(cloud.lines()) == [])
    #expect(!report.changed)
    #expect(report.version == "1")
  }

  @Test func `A change is a new image, a new version, and the traffic on it`() async throws {
    let first = try await deploy()
    _ = cloud.lines()
    cloud.change { $0.changedFiles = " M Sources/a.swift\n" }
    let second = try await deploy()
    #expect(Self.changing(cloud.lines()) == ["docker build", "docker push", "apply", "update-alias"])
    #expect(second.tag == "0123456789ab-dirty-feedfacefeed")
    #expect(second.digest != first.digest)
    #expect(second.version == "2")
    #expect(second.previousVersion == "1")
    cloud.change { $0.tree = "0000000000000000" }
    #expect(try await deploy().tag == "0123456789ab-dirty-000000000000")
  }

  @Test func `The plan alone changes nothing that answers`() async throws {
    let report = try await deploy(.plan)
    #expect(Self.changing(cloud.lines()).filter { $0 == "apply" || $0 == "update-alias" } == ["apply"])
    #expect(report.changes?.summary == "1 to create")
    #expect(cloud.state.withLock { $0.version } == 0)
  }

  @Test func `A version that is not well gets no traffic`() async throws {
    _ = try await deploy()
    cloud.change {
      $0.changedFiles = "x"
      $0.healthStatus = 503
    }
    _ = cloud.lines()
    let failure = await #expect(throws: DeployFailure.self) { try await self.deploy() }
    #expect(failure?.code == .unavailable)
    #expect(failure?.message == "version 2 is not well: it answered 503; the traffic stays on version 1")
    let lines = cloud.lines()
    #expect(lines.count { $0.contains("lambda invoke") && $0.contains("--qualifier 2") } == 3)
    #expect(!lines.contains { $0.contains("update-alias") })
    #expect(cloud.state.withLock { $0.live } == 1)
    cloud.change { $0.healthStatus = 200 }
    _ = try await deploy()
    #expect(Self.changing(cloud.lines()) == ["update-alias"])
  }

  @Test func `A first version that is not well is no deployment, however often it is tried`() async throws {
    cloud.change { $0.healthStatus = 503 }
    for _ in 0..<2 {
      let failure = await #expect(throws: DeployFailure.self) { try await self.deploy() }
      #expect(failure?.message == "version 1 is not well: it answered 503")
    }
    cloud.change { $0.healthStatus = 200 }
    _ = try await deploy()
  }

  @Test(arguments: ["docker build", "docker push", "/service plan", "/service apply", "lambda invoke"])
  func `What was interrupted goes on where it stood`(at command: String) async throws {
    cloud.change { $0.interruptAt = command }
    let failure = await #expect(throws: DeployFailure.self) { try await self.deploy() }
    #expect(failure?.code == .interrupted)
    #expect(try journal().current.ending == .interrupted)
    let before = Self.changing(cloud.lines())
    cloud.change { $0.interruptAt = nil }
    let report = try await deploy()
    let after = Self.changing(cloud.lines())
    #expect(notes.all.contains("what it has done is kept"))
    #expect(report.version == "1")
    #expect(!after.contains("create-bucket"))
    if command == "docker push" { #expect(!after.contains("docker build")) }
    if command.hasPrefix("/service") || command.hasPrefix("lambda") { #expect(!after.contains("docker push")) }
    #expect((before + after).contains("put-parameter"))
  }

  @Test func `What a stopped apply changed and did not publish is published`() async throws {
    cloud.change { $0.interruptAt = "lambda invoke" }
    _ = await #expect(throws: DeployFailure.self) { try await self.deploy() }
    cloud.change {
      $0.interruptAt = nil
      $0.hasUnpublished = true
    }
    let report = try await deploy()
    #expect(report.version == "2")
    #expect(cloud.state.withLock { $0.live } == 2)
    let again = try await deploy()
    #expect(!again.changed)
  }

  @Test func `No is no, and nobody is no`() async throws {
    let refused = await #expect(throws: DeployFailure.self) { try await self.deploy(yes: false, answer: false) }
    #expect(refused?.code == .refused)
    let alone = await #expect(throws: DeployFailure.self) { try await self.deploy(yes: false, answer: nil) }
    #expect(alone?.code == .refused)
    #expect(alone?.description.contains("--yes") == true)
    #expect(Self.changing(cloud.lines()) == [])
    _ = try await deploy(yes: false, answer: true)
    #expect(cloud.state.withLock { $0.live } == 1)
  }

  @Test func `A function that is being changed is waited for`() async throws {
    _ = try await deploy()
    cloud.change {
      $0.changedFiles = "x"
      $0.conflicts = 2
    }
    _ = cloud.lines()
    _ = try await deploy()
    let lines = cloud.lines().filter { $0.contains("update-alias") || $0.contains("function-updated-v2") }
    #expect(lines.map { $0.contains("update-alias") } == [true, false, true, false, true])
    #expect(cloud.state.withLock { $0.live } == 2)
  }

  @Test func `Back to the version before, and forward again`() async throws {
    _ = try await deploy()
    cloud.change { $0.changedFiles = "x" }
    _ = try await deploy()
    _ = cloud.lines()
    let back = try await deploy(.rollback(to: nil))
    #expect((back.version, back.previousVersion) == ("1", "2"))
    #expect(Self.changing(cloud.lines()) == ["update-alias"])
    let none = await #expect(throws: DeployFailure.self) { try await self.deploy(.rollback(to: nil)) }
    #expect(none?.code == .missing)
    let unknown = await #expect(throws: DeployFailure.self) { try await self.deploy(.rollback(to: "9")) }
    #expect(unknown?.description.contains("Published versions: 1, 2.") == true)
    _ = cloud.lines()
    #expect(try await deploy().version == "2")
    #expect(Self.changing(cloud.lines()) == ["update-alias"])
  }

  @Test func `The image must be one image for the right processor`() async throws {
    cloud.change { $0.manifest = "[]" }
    let index = await #expect(throws: DeployFailure.self) { try await self.deploy() }
    #expect(index?.message.contains("is an index of images") == true)
    cloud.change {
      $0.manifest = #"{"Descriptor":{"digest":"sha256:1","platform":{"os":"linux","architecture":"arm64"}}}"#
    }
    let other = await #expect(throws: DeployFailure.self) { try await self.deploy() }
    #expect(other?.message.contains("is for linux/arm64, and linux/amd64 is wanted") == true)
    #expect(!cloud.lines().contains { $0.contains("/service apply") })
  }

  @Test func `Tools that will not do`() async throws {
    cloud.change { $0.terraformVersion = "1.9.8" }
    #expect(
      await #expect(throws: DeployFailure.self) { try await self.deploy() }?.message == "terraform is 1.9.8, and 1.10 or newer is needed")
    cloud.change { $0.hasEngine = false }
    #expect(await #expect(throws: DeployFailure.self) { try await self.deploy() }?.message == "docker does not reach its engine")
  }

  @Test func `One deployment at a time, and who has it`() async throws {
    let folder = WorkFolder(root: scratch.path, app: "pie", region: "eu-west-3")
    try folder.make()
    do {
      let lock = try DeployLock(folder.lock, who: "bob@icu", now: Date(timeIntervalSince1970: 1_767_225_600))
      let failure = await #expect(throws: DeployFailure.self) { try await self.deploy() }
      #expect(failure?.code == .locked)
      #expect(failure?.message.contains("bob@icu, process ") == true)
      #expect(failure?.message.hasSuffix("since 2026-01-01T00:00:00Z") == true)
      withExtendedLifetime(lock) {}
    }
    // what a process that died left behind is no lock
    try folder.write("carol@er, process 1, since yesterday", to: folder.lock)
    _ = try await deploy()
  }

  @Test func `No secret stays anywhere`() async throws {
    _ = try await deploy()
    for line in cloud.lines() { #expect(!line.contains("canary")) }
    #expect(!notes.all.contains("canary"))
    for (name, text) in scratch.files() { #expect(!text.contains("canary"), "\(name)") }
    #expect(scratch.files().keys.allSatisfy { !$0.contains("/docker/") && !$0.hasSuffix(".tfplan") })
  }

  @Test func `Terraform works on a copy that names its backend`() async throws {
    _ = try await deploy(settings: .sample { $0.state = .local })
    let files = scratch.files()
    let copy = ".pie/deploy/pie-eu-west-3/terraform/service/"
    #expect(files[copy + "main.tf"] == "# main.tf\n")
    #expect(files[copy + "pie_backend_override.tf"]?.contains(#"backend "local" {}"#) == true)
    for name in ["old.tfstate", ".terraform/x.tf", "mine_override.tf"] { #expect(files[copy + name] == nil) }
    #expect(files[".pie/.gitignore"] == "*\n")
    #expect(files["terraform/service/pie_backend_override.tf"] == nil)
    let lines = cloud.lines()
    #expect(!lines.contains { $0.contains("s3api") })
    #expect(
      lines.contains {
        $0.hasSuffix(
          "init -input=false -no-color -reconfigure -backend-config=path=\(scratch.path)/.pie/deploy/pie-eu-west-3/service.tfstate")
      })
  }

  @Test func `A dry run shows the steps of a first deployment and touches nothing`() async throws {
    let shown = Notes()
    let before = scratch.files()
    var run = DeployRun(
      settings: .sample(), options: DeployRun.Options(goal: .deploy, assumesYes: false, asksHealth: true, version: "1.0"),
      root: scratch.path,
      world: DeployWorld(
        runner: DryRunner { shown.add($0.line + "\n") }, isDry: true, note: { shown.add("# " + $0) }, confirm: { _ in nil }, who: "ada"))
    _ = try await run.run()
    let lines = shown.all.split(separator: "\n").map(String.init)
    #expect(
      Self.changing(lines) == [
        "create-bucket", "put-public-access-block", "put-bucket-versioning", "put-bucket-encryption", "apply",
        "docker push",
        "apply", "put-parameter", "update-alias",
      ])
    #expect(
      lines.filter { $0.hasPrefix("# [") }.map { $0.split(separator: "] ").last.map(String.init) } == DeployStep.allCases.map(\.title))
    #expect(lines.contains { $0.hasPrefix("docker buildx build ") })
    #expect(scratch.files() == before)
  }

  @Test func `Every step has what it requires before it`() {
    for goal in [DeployPlan.Goal.deploy, .plan, .rollback(to: nil)] {
      for access in [DeploymentSettings.Access.token, .iam] {
        for state in StateChoice.allCases {
          for asksHealth in [true, false] {
            let settings = DeploymentSettings.sample {
              $0.access = access
              $0.state = state
            }
            let steps = DeployPlan(goal, settings: settings, asksHealth: asksHealth).steps
            for (index, step) in steps.enumerated() {
              #expect(step.requires.intersection(steps).isSubset(of: steps[..<index]))
            }
            #expect(steps.contains(.bucket) == (state == .s3 && goal != .rollback(to: nil)))
            #expect(steps.contains(.health) == (asksHealth && goal != .plan))
          }
        }
      }
    }
  }
}
