internal import ClinicalRecord

/// A case of `Tests/Fixtures/cases`: a note whose marks `⟦words|category key=value …⟧` say what a record must (or, with `none`, must not) find there.
struct MarkedCase: Sendable {
  struct Mark: Sendable {
    var words: String
    /// Unicode scalars of the note.
    var range: Range<Int>
    var category: Category
    /// `none`: no insight of the category may touch the words.
    var isForbidden = false
    var keys: [(name: String, value: String)] = []
  }

  enum Category: String, Sendable {
    case age, sex, reason, admitted, discharged, problem, allergy, medication, procedure, measurement, followup
  }

  var id: String
  var language: Language
  var note: String
  var marks: [Mark]
}

struct CaseError: Error, CustomStringConvertible {
  var description: String
}

extension MarkedCase {
  /// The cases of one file. Lines before the first `==` are comments.
  static func parse(_ text: String) throws -> [MarkedCase] {
    var cases: [MarkedCase] = []
    var head: Substring?
    var lines: [Substring] = []
    func close() throws {
      guard let head else { return }
      cases.append(try MarkedCase(head: head, lines: lines))
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        try close()
        head = line.dropFirst(3)
        lines = []
      } else {
        lines.append(line)
      }
    }
    try close()
    return cases
  }

  private init(head: Substring, lines: [Substring]) throws {
    let words = head.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let language = Language(rawValue: String(words[1])) else {
      throw CaseError(description: "no head of a case: \(head)")
    }
    id = String(words[0])
    self.language = language
    var lines = lines[...]
    while lines.first?.isEmpty ?? false { lines.removeFirst() }
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    note = ""
    marks = []
    var scalars = 0
    var mark: String?
    for scalar in lines.joined(separator: "\n").unicodeScalars {
      switch scalar {
      case "⟦":
        guard mark == nil else { throw CaseError(description: "\(id): a mark within a mark") }
        mark = ""
      case "⟧":
        guard let inside = mark else { throw CaseError(description: "\(id): a mark ends that never began") }
        mark = nil
        let parsed = try Self.mark(inside, at: scalars, id)
        marks.append(parsed)
        note += parsed.words
        scalars = parsed.range.upperBound
      default:
        if mark == nil {
          note.unicodeScalars.append(scalar)
          scalars += 1
        } else {
          mark?.unicodeScalars.append(scalar)
        }
      }
    }
    guard mark == nil, !marks.isEmpty else { throw CaseError(description: "\(id): no mark, or one that does not end") }
  }

  private static func mark(_ inside: String, at start: Int, _ id: String) throws -> Mark {
    guard let bar = inside.lastIndex(of: "|") else { throw CaseError(description: "\(id): ⟦\(inside)⟧ has no category") }
    let words = String(inside[..<bar])
    var parts = inside[inside.index(after: bar)...].split(separator: " ")[...]
    let isForbidden = parts.first == "none"
    if isForbidden { parts.removeFirst() }
    guard let name = parts.popFirst(), let category = Category(rawValue: String(name)), !words.isEmpty else {
      throw CaseError(description: "\(id): ⟦\(inside)⟧ has no category that is known")
    }
    var mark = Mark(words: words, range: start..<start + words.unicodeScalars.count, category: category, isForbidden: isForbidden)
    for part in parts {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { throw CaseError(description: "\(id): \(part) is no key=value") }
      mark.keys.append((String(pair[0]), String(pair[1])))
    }
    return mark
  }
}
