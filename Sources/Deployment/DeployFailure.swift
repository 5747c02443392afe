/// What ends a deployment or a question about one: what is wrong, and what to do.
package struct DeployFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Sendable {
    /// A flag that cannot be.
    case usage
    /// The repository, a file or a deployment is not there.
    case missing
    /// A tool or AWS did not do it.
    case unavailable
    /// Somebody else deploys.
    case locked
    /// The user said no, or nobody could be asked.
    case refused
    case interrupted
    /// A key that cannot be one.
    case data
    case cannotWrite
    case software
  }

  package var code: Code
  package var message: String
  package var remedy: String?

  package init(_ code: Code, _ message: String, remedy: String? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  package var description: String { remedy.map { "\(message)\n  \($0)" } ?? message }
}
