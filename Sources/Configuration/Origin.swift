/// A place in a file: line and column count from 1, the column in Unicode scalars.
package struct FilePlace: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The path as it is shown: relative for a file of the working directory.
  package let file: String
  package let line: Int
  package let column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package static func < (a: FilePlace, b: FilePlace) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }

  package var description: String { "\(file):\(line):\(column)" }
}

/// Where a value comes from.
package enum Origin: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// A flag of the command line, with its dashes.
  case flag(String)
  /// An environment variable, by its name.
  case environment(String)
  case file(FilePlace)
  case `default`

  package var description: String {
    switch self {
    case .flag(let name), .environment(let name): name
    case .file(let place): place.description
    case .default: "default"
    }
  }
}
