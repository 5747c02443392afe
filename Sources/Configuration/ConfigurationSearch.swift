/// Finds the files of settings and reads them.
struct ConfigurationSearch {
  let given: GivenSettings
  private(set) var errors: [ConfigurationError] = []

  init(given: GivenSettings) { self.given = given }

  /// The files, the one that wins first: the named one alone, or that of the directory and that of the user.
  mutating func files(read: (String) throws -> [UInt8]?) -> [ConfigurationFile] {
    if let (path, origin) = given.namedFile {
      if let file = file(at: path, read) { return [file] }
      if errors.isEmpty {
        errors.append(ConfigurationError(.missingFile, "there is no file \(path.quoted())", at: origin))
      }
      return []
    }
    let project = file(at: "pie.yaml", read) ?? file(at: "Config/pie.yaml", read)
    let user = userFile.flatMap { file(at: $0, read) }
    return [project, user].compactMap(\.self)
  }

  /// By the XDG Base Directory Specification, where a relative `XDG_CONFIG_HOME` counts for nothing.
  private var userFile: String? {
    if let folder = given.environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/pie/pie.yaml" }
    return given.paths.home.map { $0 + "/.config/pie/pie.yaml" }
  }

  private mutating func file(at path: String, _ read: (String) throws -> [UInt8]?) -> ConfigurationFile? {
    let absolute = given.paths.resolve(path)
    do {
      return try read(absolute).map { ConfigurationFile($0, file: path, paths: given.paths.beside(absolute)) }
    } catch {
      let place = Origin.file(FilePlace(file: path, line: 1, column: 1))
      errors.append(ConfigurationError(.unreadableFile, "cannot be read: \(error)", at: place))
      return nil
    }
  }
}
