package import PieConfiguration

/// What a month costs, by AWS's list prices (US East, which most regions are near), beyond what is free.
package struct Cost: Hashable, Sendable {
  package var requests: Int
  package var secondsEach: Double
  /// US dollars.
  package var computing: Double
  package var gateway: Double
  package var kept: Double

  package var total: Double { computing + gateway + kept }

  /// - Parameters:
  ///   - requests: of a month.
  ///   - secondsEach: how long one takes on average.
  package init(_ settings: DeploymentSettings, requests: Int = 10_000, secondsEach: Double = 1) {
    self.requests = requests
    self.secondsEach = secondsEach
    let gigabytes = Double(settings.memoryMB) / 1024
    let used = Double(requests) * secondsEach * gigabytes
    let calls = max(0, Double(requests) - 1_000_000)
    computing = max(0, used - 400_000) * 0.0000166667 + calls / 1_000_000 * 0.20
    // a new account's million a month is free for a year alone
    gateway = Double(requests) / 1_000_000 * 1.00
    let month = 30 * 24 * 3600.0
    kept = Double(settings.provisionedConcurrency) * gigabytes * month * 0.0000041667
  }

  /// `about $0.01 a month for 10000 requests of 1.0 s`.
  package var line: String {
    let provisioned = kept > 0 ? ", of which $\(Self.cents(kept)) for copies kept running" : ""
    return
      "about $\(Self.cents(total)) a month for \(requests) requests of \(secondsEach) s each\(provisioned), beside the image (under $0.02) and the provider's own price"
  }

  private static func cents(_ dollars: Double) -> String {
    let cents = Int((dollars * 100).rounded(.up))
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}
