/// What is deployed is named by git: the commit, and for a tree with changes a hash of all that the image is made of.
struct GitCommands: Hashable, Sendable {
  let folder: String

  /// What no image is made of.
  static let others = [
    "terraform", ".github", ".ci", "docs", "Tests", "Benchmarks", "Examples", "Scripts", "Config", "Makefile", "*.md", "pie.yaml", ".pie",
  ]

  private static var paths: [String] { ["--", "."] + others.map { ":(exclude,top)\($0)" } }

  /// Two lines: the folder of the repository's objects, and the commit.
  var commit: Command {
    command(["rev-parse", "--path-format=absolute", "--git-path", "objects", "HEAD"], assuming: "OBJECTS\nCOMMIT")
  }

  /// The files that differ from the commit; empty where none does.
  var changes: Command { command(["status", "--porcelain"] + Self.paths) }

  /// The three runs that hash a tree with changes; neither the user's index nor the repository is written to.
  func tree(index: String, objects: String, repository: String) -> [Command] {
    let environment = ["GIT_INDEX_FILE": index, "GIT_OBJECT_DIRECTORY": objects, "GIT_ALTERNATE_OBJECT_DIRECTORIES": repository]
    return [["read-tree", "HEAD"], ["add", "--all"] + Self.paths, ["write-tree"]].map { words in
      var command = command(words, assuming: "TREE")
      command.environment = environment
      return command
    }
  }

  private func command(_ words: [String], assuming output: String = "") -> Command {
    Command(.git, ["-C", folder] + words, timeout: .seconds(120), assuming: output)
  }
}
