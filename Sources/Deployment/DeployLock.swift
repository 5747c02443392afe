internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One deployment at a time from a clone. The system holds the lock as long as the process lives, so none stays behind; the file only tells
/// others who holds it. (Between machines it is terraform's own lock on the state that counts.)
final class DeployLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `.locked`, with who deploys since when.
  init(_ path: String, who: String, now: Date) throws(DeployFailure) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DeployFailure(.cannotWrite, "\(path): cannot be written") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = WorkFolder.read(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
      close(descriptor)
      throw DeployFailure(
        .locked, "another deployment is under way: \(holder.isEmpty ? "of an unknown user" : holder)",
        remedy: "Wait for its end, or stop that process.")
    }
    let text = Array("\(who), process \(getpid()), since \(now.formatted(.iso8601))".utf8)
    guard ftruncate(descriptor, 0) == 0, text.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == text.count else {
      close(descriptor)
      throw DeployFailure(.cannotWrite, "\(path): cannot be written")
    }
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    close(descriptor)
  }
}
