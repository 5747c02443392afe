internal import PieConfiguration

/// Terraform's commands on one root.
struct TerraformCommands: Hashable, Sendable {
  /// The folder of the root.
  let folder: String
  /// Where terraform keeps its providers and what it knows of the backend.
  let data: String
  let profile: String?

  /// Where the state lies.
  enum Backend: Hashable, Sendable {
    case s3(bucket: String, key: String, region: String)
    case local(path: String)

    var arguments: [String] {
      switch self {
      case .s3(let bucket, let key, let region):
        [
          "-backend-config=bucket=\(bucket)", "-backend-config=key=\(key)", "-backend-config=region=\(region)",
          "-backend-config=encrypt=true", "-backend-config=use_lockfile=true",
        ]
      case .local(let path): ["-backend-config=path=\(path)"]
      }
    }

    /// The file that says which kind it is, beside the root's own.
    var override: String {
      switch self {
      case .s3: "terraform {\n  backend \"s3\" {}\n}\n"
      case .local: "terraform {\n  backend \"local\" {}\n}\n"
      }
    }
  }

  static let version = Command(
    .terraform, ["version", "-json"], timeout: .seconds(30), assuming: #"{"terraform_version":"1.10.0"}"#)

  func initialise(_ backend: Backend) -> Command {
    command(["init", "-input=false", "-no-color", "-reconfigure"] + backend.arguments, timeout: .seconds(5 * 60))
  }

  /// Code 0 without a change, 2 with changes.
  func plan(to file: String, variables: String) -> Command {
    command(
      ["plan", "-input=false", "-no-color", "-lock-timeout=60s", "-detailed-exitcode", "-var-file=\(variables)", "-out=\(file)"],
      timeout: .seconds(10 * 60), code: 2)
  }

  func show(_ file: String) -> Command {
    command(["show", "-no-color", "-json", file], timeout: .seconds(2 * 60), assuming: #"{"resource_changes":[]}"#)
  }

  func apply(_ file: String) -> Command {
    command(["apply", "-input=false", "-no-color", "-json", "-lock-timeout=60s", file], timeout: .seconds(30 * 60))
  }

  func output(assuming output: String) -> Command {
    command(["output", "-no-color", "-json"], timeout: .seconds(2 * 60), assuming: output)
  }

  /// After a SIGINT terraform waits for what AWS is doing, and then unlocks its state.
  private func command(_ words: [String], timeout: Duration, assuming output: String = "", code: Int32 = 0) -> Command {
    var environment = ["TF_DATA_DIR": data]
    if let profile { environment["AWS_PROFILE"] = profile }
    return Command(
      .terraform, ["-chdir=\(folder)"] + words, environment: environment, timeout: timeout, grace: .seconds(120), assuming: output,
      code: code)
  }
}
