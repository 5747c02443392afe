internal import ClinicalRecord
internal import Extraction
internal import FoundationEssentials
internal import RulesEngine
internal import TextScanning

/// A note with what a careful reader finds in it (`Benchmarks/notes`, or the folder that PIE_NOTES names), and the claims of a model that reads
/// it as well as that.
struct GoldNote {
  struct Gold: Decodable {
    struct Amount: Decodable {
      var value: Double
      var unit: String?
    }
    struct Medication: Decodable {
      var text: String
      var start: Int
      var list: Medication.List
      var status: String
      var strength: Amount?

      enum List: String, Decodable { case home, discharge, inpatient, mentioned }
    }
    struct Problem: Decodable {
      var text: String
      var start: Int
      var kind: String
      var polarity: String
      var certainty: String
      var time: String
      var subject: String
    }
    struct Result: Decodable {
      var name: String
      var text: String
      var start: Int
      var value: Double
      var unit: String?
    }
    struct Allergy: Decodable {
      var text: String
      var start: Int
      var polarity: String
    }
    var language: String
    var medications: [Medication]
    var problems: [Problem]
    var measurements: [Result]
    var allergies: [Allergy]
  }

  let name: String
  let text: String
  let scalars: [Unicode.Scalar]
  let gold: Gold
  let language: Language

  static let folder: String =
    ProcessInfo.processInfo.environment["PIE_NOTES"]
    ?? #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/") + "/Benchmarks/notes"

  static func all() throws -> [GoldNote] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".gold.json") }.sorted()
    return try names.map { file in
      let name = String(file.dropLast(".gold.json".count))
      let text = String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name).txt")), as: UTF8.self)
      let gold = try JSONDecoder().decode(Gold.self, from: try Data(contentsOf: URL(filePath: "\(folder)/\(file)")))
      return GoldNote(
        name: name, text: text, scalars: Array(text.unicodeScalars), gold: gold, language: gold.language == "fr" ? .french : .english)
    }
  }

  // MARK: words

  func slice(_ range: Range<Int>) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars[range])
    return String(result)
  }

  func line(at offset: Int) -> Int { scalars[..<offset].count { $0 == "\n" } + 1 }

  func isEnd(_ index: Int) -> Bool {
    let scalar = scalars[index]
    if scalar == "\n" || scalar == ";" { return true }
    guard scalar == "." else { return false }
    return index + 1 == scalars.count || scalars[index + 1] == " " || scalars[index + 1] == "\n"
  }

  /// From the sentence's or the line's beginning to past `end`.
  func clause(before start: Int, through end: Int) -> Range<Int> {
    var low = start
    while low > 0, !isEnd(low - 1) { low -= 1 }
    while low < start, scalars[low] == " " || scalars[low] == "-" || scalars[low] == "•" { low += 1 }
    return low..<end
  }

  /// To the sentence's or the line's end, or `limit`.
  func rest(from start: Int, limit: Int) -> Range<Int> {
    var high = start
    while high < min(limit, scalars.count), !isEnd(high) { high += 1 }
    return start..<high
  }

  /// To the sentence's or the line's end, or the end of the word that stands some 60 characters on.
  func clauseEnd(_ start: Int) -> Int {
    var high = rest(from: start, limit: start + 60).upperBound
    while high < scalars.count, !isEnd(high), scalars[high] != " " { high += 1 }
    return high
  }
}
