/// Where relative paths start.
struct PathBase {
  let folder: String
  /// What `~/` stands for, if anything.
  let home: String?

  func resolve(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
    let relative = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return folder.hasSuffix("/") ? folder + relative : folder + "/" + relative
  }

  /// The value with its paths resolved, if the setting is of paths.
  func resolve(_ value: SettingValue, of setting: Setting) -> SettingValue {
    guard setting.type == .paths, case .list(let paths) = value else { return value }
    return .list(paths.map { resolve($0) })
  }

  /// The same home, in the folder of `file`.
  func beside(_ file: String) -> PathBase {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? self.folder
    return PathBase(folder: folder.isEmpty ? "/" : folder, home: home)
  }
}
