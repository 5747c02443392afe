internal import CurlHTTP
internal import WebApp

/// Secrets of a deployed service, out of AWS Systems Manager: read when first needed, kept for five minutes, so that a rotation needs no deploy.
actor ParameterCache {
  private enum Entry {
    case value(String, until: Int)
    /// Who asks while it is being read waits for the same answer.
    case reading(Task<String, any Error>)
    /// A store that fails is not asked again at once, whoever asks.
    case failed(any Error, until: Int)
  }

  static let seconds = 300
  static let failureSeconds = 10

  private var entries: [String: Entry] = [:]
  private let now: @Sendable () -> Int
  private let read: @Sendable (String) async throws -> String?

  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - read: gives a parameter; nil where there is none of this name.
  init(now: @escaping @Sendable () -> Int = secondsSince1970, read: @escaping @Sendable (String) async throws -> String?) {
    self.now = now
    self.read = read
  }

  /// By the variables that AWS sets for a function's role. What goes wrong is told on standard error; no value ever is.
  init(context: CommandContext) {
    self.init { name in
      do {
        let store = try ParameterStore(environment: context.environment, http: context.http) {
          CivilTime(secondsSince1970: secondsSince1970())
        }
        guard let value = try await store.values(of: [name])[name] else { throw Missing(name: name) }
        return value
      } catch {
        context.terminal.complain("the parameter \(name) cannot be read: \(error)")
        throw error
      }
    }
  }

  struct Missing: Error, CustomStringConvertible {
    let name: String
    var description: String { "there is no parameter \(name)" }
  }

  func value(of name: String) async throws -> String {
    switch entries[name] {
    case .value(let value, let until) where until > now(): return value
    case .failed(let error, let until) where until > now(): throw error
    case .reading(let task): return try await task.value
    default: break
    }
    let read = read
    let task = Task { () throws -> String in
      guard let value = try await read(name) else { throw Missing(name: name) }
      return value
    }
    entries[name] = .reading(task)
    do {
      let value = try await task.value
      entries[name] = .value(value, until: now() + Self.seconds)
      return value
    } catch {
      entries[name] = .failed(error, until: now() + Self.failureSeconds)
      throw error
    }
  }
}
