package import PieConfiguration

/// The steps of a deployment. Each asks first what is there already, so that a second run does only what the first did not.
package enum DeployStep: String, Codable, Hashable, Sendable, CaseIterable {
  case tools, source, account, bucket, registry, login, build, push, manifest, plan, apply, token, health, traffic

  package var title: String {
    switch self {
    case .tools: "look for the tools"
    case .source: "name the version"
    case .account: "ask AWS who pays"
    case .bucket: "bucket for terraform's state"
    case .registry: "registry for the image"
    case .login: "log in to the registry"
    case .build: "build the image"
    case .push: "push the image"
    case .manifest: "check the image"
    case .plan: "plan the service"
    case .apply: "apply the plan"
    case .token: "access token"
    case .health: "health of the new version"
    case .traffic: "move the traffic"
    }
  }

  /// What must have been done before; of these, those that are in the plan.
  package var requires: Set<DeployStep> {
    switch self {
    case .tools: []
    case .source, .account: [.tools]
    case .bucket: [.account]
    case .registry: [.account, .bucket]
    case .login: [.registry]
    case .build: [.source, .login]
    case .push: [.build, .login]
    case .manifest: [.push]
    case .plan: [.manifest]
    case .apply: [.plan]
    case .token: [.apply]
    case .health: [.account, .apply]
    case .traffic: [.account, .apply, .token, .health]
    }
  }
}

/// Which steps, in which order.
package struct DeployPlan: Hashable, Sendable {
  package enum Goal: Hashable, Sendable {
    case deploy
    /// Up to the plan of the service, and not further.
    case plan
    /// Back to an earlier version; nil is the one before.
    case rollback(to: String?)

    package var name: String {
      switch self {
      case .deploy: "deploy"
      case .plan: "plan"
      case .rollback: "rollback"
      }
    }
  }

  package let goal: Goal
  package let steps: [DeployStep]

  package init(_ goal: Goal, settings: DeploymentSettings, asksHealth: Bool = true) {
    self.goal = goal
    let all: [DeployStep]
    switch goal {
    case .deploy: all = DeployStep.allCases
    case .plan: all = DeployStep.allCases.filter { ![.apply, .token, .health, .traffic].contains($0) }
    case .rollback: all = [.tools, .account, .health, .traffic]
    }
    steps = all.filter { step in
      switch step {
      case .bucket: settings.state == .s3
      case .token: settings.access == .token
      case .health: asksHealth
      default: true
      }
    }
  }
}
