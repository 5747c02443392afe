internal import FoundationEssentials
internal import TextScanning

/// A table of `Sources/EmbeddedAssets/tables`, read from its file.
struct Table: Sendable {
  struct Row: Sendable {
    var line: Int
    var cells: [String]
    /// The `|`-parted terms of a cell.
    func terms(_ column: Int) -> [String] {
      cells[column].isEmpty ? [] : cells[column].split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
    func codes(_ column: Int) -> [String] {
      cells[column].isEmpty ? [] : cells[column].split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }
  }

  var name: String
  var lines: [Substring]
  var header: [String]
  var rows: [Row]

  init(_ name: String) throws {
    self.name = name
    lines = try Self.text("Sources/EmbeddedAssets/tables/\(name).tsv").split(separator: "\n", omittingEmptySubsequences: false)
    var rows = lines.enumerated().compactMap { index, line in
      line.isEmpty || line.hasPrefix("#")
        ? nil : Row(line: index + 1, cells: line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
    }
    header = rows.isEmpty ? [] : rows.removeFirst().cells
    self.rows = rows
  }

  func column(_ name: String) -> Int { header.firstIndex(of: name) ?? -1 }

  static func text(_ path: String) throws -> String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    guard let bytes = FileManager.default.contents(atPath: "\(root)/\(path)") else { throw TableError(description: "no file \(path)") }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw TableError(description: "\(path) is no UTF-8") }
    return text
  }

  static var names: [String] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: root + "/Sources/EmbeddedAssets/tables")) ?? []
    return files.filter { $0.hasSuffix(".tsv") }.map { String($0.dropLast(4)) }.sorted()
  }
}

struct TableError: Error, CustomStringConvertible {
  var description: String
}

/// A term as it is matched: as written where it begins with `=`, else by its tokens, whatever their case and accents.
func matched(_ term: String) -> String {
  if term.hasPrefix("=") { return term }
  var words: [String] = []
  Array(term.utf8).withUnsafeBufferPointer { bytes in
    scanTokens(bytes) { words.append(String($0.hash, radix: 36)) }
  }
  return words.joined(separator: " ")
}

/// `text` fits a shape: `A` an upper case letter, `9` a digit, anything else itself.
func fits(_ text: some StringProtocol, _ shape: String) -> Bool {
  text.count == shape.count
    && zip(text, shape).allSatisfy { character, wanted in
      switch wanted {
      case "A": ("A"..."Z").contains(character)
      case "9": ("0"..."9").contains(character)
      default: character == wanted
      }
    }
}
