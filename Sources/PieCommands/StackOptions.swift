internal import ArgumentParser
internal import Deployment
internal import FoundationEssentials
internal import PieConfiguration

/// Which deployment: the options that deploy, status, logs and set-key share.
struct StackOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The name of what is deployed.", valueName: "name")) var app: String?
  @Option(help: ArgumentHelp("The AWS region.", valueName: "region")) var region: String?
  @Option(help: ArgumentHelp("The profile of the AWS CLI.", valueName: "name")) var profile: String?
  @Option(help: ArgumentHelp("Read this configuration file in place of those found.", valueName: "file")) var config: String?

  var flags: [String: FlagValue] {
    var flags: [String: FlagValue] = [:]
    for (key, value) in [("app", app), ("region", region), ("profile", profile), ("config", config)] {
      if let value { flags[key] = .text(value) }
    }
    return flags
  }

  func stack(_ context: CommandContext) throws -> StackSettings {
    let configuration = try context.configuration(flags: flags)
    do {
      return try configuration.stack()
    } catch {
      throw CommandFailure(error.description, .configuration)
    }
  }

  func deployment(_ context: CommandContext) throws -> DeploymentSettings {
    let configuration = try context.configuration(flags: flags)
    do {
      return try configuration.deployment()
    } catch {
      throw CommandFailure(error.description, .configuration)
    }
  }
}

extension CommandFailure {
  init(_ failure: DeployFailure) {
    let status: ExitStatus =
      switch failure.code {
      case .usage: .usage
      case .missing: .noInput
      case .unavailable: .unavailable
      case .locked: .temporary
      case .refused: .refused
      case .interrupted: .interrupted
      case .data: .data
      case .cannotWrite: .cannotCreate
      case .software: .software
      }
    self.init(failure.description, status)
  }
}

extension CommandContext {
  /// Runs the tools for real.
  var liveRunner: LiveRunner { LiveRunner(environment: environment, directory: directory) }
}

/// Runs `body` and turns what a deployment fails with into a command's failure.
func reportingDeployFailures<Result>(_ body: () async throws -> Result) async throws -> Result {
  do {
    return try await body()
  } catch let failure as DeployFailure {
    throw CommandFailure(failure)
  }
}
