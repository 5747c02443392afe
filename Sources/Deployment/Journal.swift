package import FoundationEssentials

/// What was done, deployment by deployment and step by step, the newest last. It holds names, digests and times, and no secret.
package struct Journal: Codable, Hashable, Sendable {
  package enum Ending: String, Codable, Sendable { case running, done, failed, interrupted, refused }

  package struct Entry: Codable, Hashable, Sendable {
    package var step: DeployStep
    package var ending: Ending
    package var began: Date
    package var seconds: Double?
    package var note: String?
  }

  package struct Deployment: Codable, Hashable, Sendable {
    package var goal: String
    package var began: Date
    package var ended: Date?
    package var ending: Ending
    package var who: String
    package var account: String?
    package var tag: String?
    package var digest: String?
    package var version: String?
    /// What answered before.
    package var previousVersion: String?
    package var url: String?
    package var failure: String?
    package var steps: [Entry] = []
  }

  package static let format = "pie.deployments/1"
  static let kept = 50

  package var format = Journal.format
  /// The state's bucket once it has been made safe.
  package var bucket: String?
  package var deployments: [Deployment] = []

  package init() {}

  /// The last deployment that did not come to its end, where none has since.
  package var unfinished: Deployment? {
    guard let last = deployments.last, last.ending != .done, last.ending != .refused else { return nil }
    return last
  }

  /// nil where there is none; a journal that cannot be read is as none, since what it says is only ever a help.
  package static func read(_ folder: WorkFolder) -> Journal? {
    guard let bytes = WorkFolder.read(folder.journal) else { return nil }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let journal = try? decoder.decode(Journal.self, from: Data(bytes)), journal.format == format else { return nil }
    return journal
  }

  func write(_ folder: WorkFolder) throws(DeployFailure) {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var journal = self
    journal.deployments = Array(deployments.suffix(Self.kept))
    let data: Data
    do { data = try encoder.encode(journal) } catch { throw DeployFailure(.software, "the journal cannot be encoded") }
    try folder.write(String(decoding: data, as: UTF8.self) + "\n", to: folder.journal)
  }
}

// MARK: - how it grows

extension Journal {
  /// The deployment at hand.
  package var current: Deployment {
    get { deployments[deployments.count - 1] }
    set { deployments[deployments.count - 1] = newValue }
  }

  mutating func begin(_ step: DeployStep, at now: Date) { current.steps.append(Entry(step: step, ending: .running, began: now)) }

  mutating func end(_ step: DeployStep, _ ending: Ending, _ note: String?, at now: Date) {
    guard let index = current.steps.lastIndex(where: { $0.step == step }) else { return }
    current.steps[index].ending = ending
    current.steps[index].note = note
    current.steps[index].seconds = (now.timeIntervalSince(current.steps[index].began) * 10).rounded() / 10
  }
}
