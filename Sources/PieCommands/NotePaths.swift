#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The notes that paths name: files as they are, folders by the patterns, `-` for standard input.
struct NotePaths {
  let files: any FileAccess
  let include: [String]

  func notes(_ paths: [String]) throws(CommandFailure) -> [String] {
    var notes: [String] = []
    for path in paths {
      if path == "-" {
        notes.append(path)
      } else if files.isDirectory(path) {
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        let found = try files.filesBelow(path).filter(isIncluded)
        if found.isEmpty {
          throw CommandFailure(
            "\(path): no note in this folder (looked for \(include.joined(separator: ", ")); --include changes it)", .noInput)
        }
        notes += found.map { folder + "/" + $0 }
      } else if files.exists(path) {
        notes.append(path)
      } else {
        throw CommandFailure("\(path): there is no such file or folder", .noInput)
      }
    }
    return notes
  }

  private func isIncluded(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return !name.hasPrefix(".") && include.contains { fnmatch($0, name, 0) == 0 }
  }
}
