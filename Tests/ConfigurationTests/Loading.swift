@testable import PieConfiguration

/// Loads from a file system of the test's making; the working directory is /work, the home /home/ada.
func load(
  _ files: [String: String] = [:], flags: [String: FlagValue] = [:], environment: [String: String] = [:]
) throws(ConfigurationErrors) -> Configuration {
  let environment = ["HOME": "/home/ada"].merging(environment) { $1 }
  return try Configuration.load(flags: flags, environment: environment, directory: "/work") { path in
    files[path].map { Array($0.utf8) }
  }
}

/// The errors of a load, a line each; empty when it succeeds.
func errors(
  _ files: [String: String] = [:], flags: [String: FlagValue] = [:], environment: [String: String] = [:]
) -> [String] {
  do {
    _ = try load(files, flags: flags, environment: environment)
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

/// The errors of `/work/pie.yaml`.
func errors(in yaml: String) -> [String] { errors(["/work/pie.yaml": yaml]) }

func errors(inBytes bytes: [UInt8]) -> [ConfigurationError] {
  do {
    _ = try Configuration.load(environment: [:], directory: "/work") { $0 == "/work/pie.yaml" ? bytes : nil }
    return []
  } catch {
    return error.errors
  }
}
