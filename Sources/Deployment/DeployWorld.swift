package import FoundationEssentials

/// All that a deployment needs of the world beside the commands that it runs.
package struct DeployWorld: Sendable {
  package var runner: any Runner
  /// Whether nothing may be done: no file is written, nobody is asked.
  package var isDry: Bool
  /// Writes to standard error as it is.
  package var note: @Sendable (String) -> Void
  /// Asks the user; nil where nobody can be asked.
  package var confirm: @Sendable (String) -> Bool?
  package var now: @Sendable () -> Date
  package var pause: @Sendable (Duration) async -> Void
  /// The user and the machine, for the lock and the journal.
  package var who: String

  package init(
    runner: any Runner, isDry: Bool = false, note: @escaping @Sendable (String) -> Void, confirm: @escaping @Sendable (String) -> Bool?,
    now: @escaping @Sendable () -> Date = { Date() },
    pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }, who: String
  ) {
    self.runner = runner
    self.isDry = isDry
    self.note = note
    self.confirm = confirm
    self.now = now
    self.pause = pause
    self.who = who
  }
}

/// What a deployment came to.
package struct DeployReport: Hashable, Sendable {
  package var goal: DeployPlan.Goal
  /// Whether anything is other than before.
  package var changed: Bool
  package var url: String?
  package var version: String?
  package var previousVersion: String?
  package var tag: String?
  package var digest: String?
  package var changes: PlannedChanges?
  /// What the user may want to do next.
  package var next: [String]
}
