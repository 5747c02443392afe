internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The folder of one deployment's own files, readable by the user alone: `.pie/deploy/APP-REGION` in the repository. No secret is in it.
package struct WorkFolder: Hashable, Sendable {
  package let path: String

  private let own: String

  package init(root: String, app: String, region: String) {
    own = root + "/.pie"
    path = "\(own)/deploy/\(app)-\(region)"
  }

  package var journal: String { path + "/journal.json" }
  var lock: String { path + "/lock" }
  var terraform: String { path + "/terraform" }
  func file(_ name: String) -> String { path + "/" + name }

  /// Makes it, and keeps all of it out of git.
  func make() throws(DeployFailure) {
    try makeFolder(path)
    try write("*\n", to: own + "/.gitignore")
  }

  func makeFolder(_ path: String) throws(DeployFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw DeployFailure(.cannotWrite, "\(path): the folder cannot be made")
    }
  }

  /// Whole or not at all.
  func write(_ text: String, to path: String) throws(DeployFailure) {
    let temporary = path + ".part"
    guard FileManager.default.createFile(atPath: temporary, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]),
      rename(temporary, path) == 0
    else {
      unlink(temporary)
      throw DeployFailure(.cannotWrite, "\(path): cannot be written")
    }
  }

  static func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }

  func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// Copies the repository's terraform folder, so that what is planned and what is applied are one thing whatever happens to the source,
  /// and nothing of terraform's own is written beside it. Each root gets the file that names its backend.
  func copyTerraform(from source: String, backends: [(root: String, backend: TerraformCommands.Backend)]) throws(DeployFailure) {
    remove(terraform)
    let names: [String]
    do { names = try FileManager.default.subpathsOfDirectory(atPath: source) } catch {
      throw DeployFailure(.missing, "\(source): the folder cannot be read")
    }
    for name in names.sorted() {
      let parts = name.split(separator: "/")
      guard let last = parts.last, !parts.contains(".terraform"), !last.hasSuffix("_override.tf"), !last.contains(".tfstate"),
        !last.hasSuffix(".tfplan")
      else { continue }
      var isFolder = false
      let from = source + "/" + name
      guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder) else { continue }
      if isFolder {
        try makeFolder(terraform + "/" + name)
      } else if let bytes = Self.read(from) {
        try makeFolder(terraform + "/" + parts.dropLast().joined(separator: "/"))
        try write(String(decoding: bytes, as: UTF8.self), to: terraform + "/" + name)
      }
    }
    for (root, backend) in backends { try write(backend.override, to: "\(terraform)/\(root)/pie_backend_override.tf") }
  }
}
