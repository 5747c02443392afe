import FoundationEssentials
import PieConfiguration
import Synchronization

@testable import Deployment

/// AWS, docker, terraform and git, as far as a deployment sees them: commands change it, and it answers from what it has become.
final class FakeCloud: Runner {
  struct State: Sendable {
    var commit = "0123456789abcdef0123456789abcdef01234567"
    var changedFiles = ""
    var tree = "feedfacefeedfacefeedfacefeedface"
    var hasBucket = false
    var hasRegistry = false
    var pushed: Set<String> = []
    var built: Set<String> = []
    /// What terraform has applied: the image and the number of the version.
    var applied: String?
    var version = 0
    var live = 0
    var parameters: Set<String> = []
    var healthStatus = 200
    var terraformVersion = "1.11.4"
    var hasEngine = true
    var manifest: String?
    var conflicts = 0
    /// A change of the function that is in no version.
    var hasUnpublished = false
    /// A command whose line has this text is interrupted.
    var interruptAt: String?
    var run: [Command] = []
  }

  let state: Mutex<State>
  let scratch: ScratchFolder

  init(_ scratch: ScratchFolder, _ change: (inout State) -> Void = { _ in }) {
    var state = State()
    change(&state)
    self.state = Mutex(state)
    self.scratch = scratch
  }

  /// The lines of what ran since the last call.
  func lines() -> [String] {
    state.withLock { state in
      defer { state.run = [] }
      return state.run.map(\.line)
    }
  }

  func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

  func run(_ command: Command, onLine: (@Sendable (String) -> Void)?) async throws(DeployFailure) -> Outcome {
    let outcome = state.withLock { state in
      state.run.append(command)
      if let text = state.interruptAt, command.line.contains(text) { return Outcome(ending: .interrupted) }
      switch command.tool {
      case .git: return git(command.arguments, &state)
      case .docker: return docker(command.arguments, &state)
      case .terraform: return terraform(command.arguments, &state)
      case .aws: return aws(command.arguments, &state)
      }
    }
    if let onLine { for line in outcome.text.split(separator: "\n") { onLine(String(line)) } }
    return outcome
  }

  private func answer(_ text: String = "", _ code: Int32 = 0, error: String = "") -> Outcome {
    Outcome(ending: .code(code), output: Array(text.utf8), error: error)
  }

  private func git(_ words: [String], _ state: inout State) -> Outcome {
    switch words[2] {
    case "rev-parse": answer("/objects\n\(state.commit)\n")
    case "status": answer(state.changedFiles)
    case "write-tree": answer(state.tree + "\n")
    default: answer()
    }
  }

  private func docker(_ words: [String], _ state: inout State) -> Outcome {
    switch words[0] {
    case "version": return answer("28.0 28.0\n", state.hasEngine ? 0 : 1)
    case "buildx": return answer("", words[1] == "version" ? 1 : 0)
    case "context": return answer("unix:///d.sock\n")
    case "image": return state.built.contains(words[4]) ? answer("linux/amd64\n") : answer("", 1)
    case "build": state.built.insert(words[words.count - 2])
    case "push": state.pushed.insert(words[2])
    case "manifest":
      guard state.pushed.contains(words[3]) else { return answer("", 1, error: "no such manifest") }
      return answer(
        state.manifest
          ?? #"{"Ref":"x","Descriptor":{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","digest":"\#(digest(words[3]))","platform":{"architecture":"amd64","os":"linux"}}}"#
      )
    default: break
    }
    return answer()
  }

  /// One for each tag.
  func digest(_ image: String) -> String { "sha256:" + image.utf8.map { String($0 % 10) }.joined().suffix(64) }

  private func terraform(_ words: [String], _ state: inout State) -> Outcome {
    guard words[0] != "version" else { return answer(#"{"terraform_version":"\#(state.terraformVersion)"}"#) }
    let isService = words[0].hasSuffix("/service")
    let folder = String(words[0].dropFirst("-chdir=".count))
    switch words[1] {
    case "plan":
      if !isService { return answer("", state.hasRegistry ? 0 : 2) }
      return answer("", state.applied == image(folder) ? 0 : 2)
    case "show":
      let address = isService ? "aws_lambda_function.app" : "aws_ecr_repository.app"
      return answer(
        #"{"format_version":"1.2","resource_changes":[{"address":"\#(address)","mode":"managed","change":{"actions":["create"],"before":null,"after":{}}}]}"#
      )
    case "apply":
      if isService {
        state.applied = image(folder)
        state.version += 1
        if state.live == 0 { state.live = state.version }
      } else {
        state.hasRegistry = true
      }
      return answer(#"{"@message":"app: Creation complete","type":"apply_complete"}"# + "\nno JSON\n")
    case "output":
      return answer(
        isService
          ? #"{"api_gateway_url":{"value":"https://x.example.org"},"lambda_version":{"value":"\#(state.version)"}}"#
          : #"{"repository_url":{"value":"111122223333.dkr.ecr.eu-west-3.amazonaws.com/pie"}}"#)
    default: return answer()
    }
  }

  private func image(_ folder: String) -> String? {
    JSONValue(WorkFolder.read(folder + "/../../service.tfvars.json") ?? [])?["image"]?.text
  }

  private func aws(_ words: [String], _ state: inout State) -> Outcome {
    guard words.count > 1 else { return answer("aws-cli/2.15.0 Python/3.11\n") }
    switch words[1] {
    case "get-caller-identity": return answer(#"{"Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ada"}"#)
    case "head-bucket": return answer("", state.hasBucket ? 0 : 254)
    case "create-bucket": state.hasBucket = true
    case "get-login-password": return answer("canary-password\n")
    case "get-alias": return answer(#"{"FunctionVersion":"\#(state.live)"}"#)
    case "list-versions-by-function":
      let versions = (["$LATEST"] + (1...max(1, state.version)).map(String.init)).map { #"{"Version":"\#($0)"}"# }
      return answer(#"{"Versions":[\#(versions.joined(separator: ","))]}"#)
    case "publish-version":
      if state.hasUnpublished { state.version += 1 }
      state.hasUnpublished = false
      return answer(#"{"Version":"\#(state.version)"}"#)
    case "invoke":
      try? Data(#"{"statusCode":\#(state.healthStatus),"body":"{}"}"#.utf8).write(to: URL(filePath: words[8]))
      return answer(#"{"StatusCode":200,"ExecutedVersion":"1"}"#)
    case "update-alias":
      if state.conflicts > 0 {
        state.conflicts -= 1
        return answer("", 254, error: "An error occurred (ResourceConflictException) when calling the UpdateAlias operation: busy")
      }
      state.live = Int(words[7]) ?? 0
    case "describe-parameters":
      let all = state.parameters.map { #"{"Name":"\#($0)","Type":"SecureString","Version":1,"LastModifiedDate":1767225600.5}"# }
      return answer(#"{"Parameters":[\#(all.joined(separator: ","))]}"#)
    case "put-parameter":
      state.parameters.insert(words[3])
      return answer(#"{"Version":1}"#)
    case "delete-parameter": state.parameters.remove(words[3])
    default: break
    }
    return answer("{}")
  }
}

/// A folder for the length of a test, with a clone in it.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/pie-tests-\(UUID().uuidString)"
    for root in ["registry", "service"] {
      try FileManager.default.createDirectory(atPath: "\(path)/terraform/\(root)/.terraform", withIntermediateDirectories: true)
      for name in ["main.tf", "old.tfstate", ".terraform/x.tf", "mine_override.tf"] {
        try Data("# \(name)\n".utf8).write(to: URL(filePath: "\(path)/terraform/\(root)/\(name)"))
      }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Every file below, by path.
  func files() -> [String: String] {
    var files: [String: String] = [:]
    for name in (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] {
      if let data = FileManager.default.contents(atPath: path + "/" + name) { files[name] = String(decoding: data, as: UTF8.self) }
    }
    return files
  }

  func write(_ text: String, to name: String, executable: Bool = false) throws {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]), withIntermediateDirectories: true)
    guard
      FileManager.default.createFile(
        atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: executable ? 0o700 : 0o600])
    else { throw DeployFailure(.cannotWrite, file) }
  }
}

extension DeploymentSettings {
  /// What the tests deploy.
  static func sample(_ change: (inout DeploymentSettings) -> Void = { _ in }) -> DeploymentSettings {
    var settings = DeploymentSettings(
      stack: StackSettings(app: "pie", region: "eu-west-3"), architecture: .x86_64, provider: "offline", model: nil, access: .token,
      dataPolicy: .no, memoryMB: 1024, timeoutSeconds: 29, reservedConcurrency: nil, provisionedConcurrency: 0, retentionDays: 30,
      state: .s3, alarmsEmail: nil, budgetUSD: nil)
    change(&settings)
    return settings
  }
}
