internal import ClinicalRecord

/// One item of an answer: a claim, or what is wrong with its form.
struct AnswerItem: Sendable {
  /// As the answer numbers it: `medications[2]`.
  var path: String
  var claim: Result<PointedClaim, AnswerFault>
}

/// What is wrong with the form of an answer, for the model to read: no value of the answer is in it.
struct AnswerFault: Error, Sendable, Equatable {
  var message: String
}

/// Text of a model → claims.
enum AnswerReader {
  static func items(_ text: String) throws(AnswerFault) -> [AnswerItem] {
    let object: [String: AnswerJSON]
    do {
      object = try AnswerJSON.object(in: text)
    } catch {
      throw AnswerFault(message: error == .unfinished ? unfinished : "the answer is no JSON object")
    }
    var items: [AnswerItem] = []
    var isKnown = false
    for category in PointedClaim.Category.allCases {
      guard let value = object[category.rawValue] else { continue }
      isKnown = true
      guard case .array(let list) = value else {
        if value == .null { continue }
        throw AnswerFault(message: "\(category.rawValue) is no array")
      }
      for (index, item) in list.enumerated() {
        let path = "\(category.rawValue)[\(index)]"
        do throws(AnswerFault) {
          items.append(AnswerItem(path: path, claim: .success(try claim(category, item, path))))
        } catch {
          items.append(AnswerItem(path: path, claim: .failure(error)))
        }
      }
    }
    let keys = PointedClaim.Category.allCases.map(\.rawValue).joined(separator: ", ")
    guard isKnown else { throw AnswerFault(message: "the object has none of the keys \(keys)") }
    return items
  }

  static let unfinished = "the JSON object does not end"

  private static func claim(_ category: PointedClaim.Category, _ value: AnswerJSON, _ path: String) throws(AnswerFault) -> PointedClaim {
    guard case .object(let object) = value else { throw AnswerFault(message: "\(path) is no object") }
    let quotes = try strings(object["quotes"], "\(path).quotes")
    guard !quotes.isEmpty else { throw AnswerFault(message: "\(path).quotes is empty: quote the words of the note") }
    var claim = PointedClaim(category, [:], quotes: quotes, lines: try integers(object["lines"], "\(path).lines"))
    for field in category.fields {
      let name = field.attribute.rawValue
      switch object[name] {
      case nil, .null?:
        guard field.shape.isNullable else { throw AnswerFault(message: "\(path).\(name) is missing") }
      case .string(let text)?:
        let isBlank = text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
        if isBlank {
          guard field.shape.isNullable else { throw AnswerFault(message: "\(path).\(name) is empty") }
          continue
        }
        if case .enumeration(let choices) = field.shape.kind, !choices.contains(text) {
          throw AnswerFault(message: "\(path).\(name) is none of \(choices.joined(separator: ", "))")
        }
        claim.attributes[field.attribute] = text
      case .number?: throw AnswerFault(message: "\(path).\(name) is a number; copy the words of the note as a string")
      default: throw AnswerFault(message: "\(path).\(name) is no string")
      }
    }
    return claim
  }

  private static func strings(_ value: AnswerJSON?, _ path: String) throws(AnswerFault) -> [String] {
    guard case .array(let list)? = value else { throw AnswerFault(message: "\(path) is no array of strings") }
    var result: [String] = []
    for item in list {
      guard case .string(let text) = item else { throw AnswerFault(message: "\(path) is no array of strings") }
      result.append(text)
    }
    return result
  }

  /// Lines help to choose among places; a claim without them is none the worse.
  private static func integers(_ value: AnswerJSON?, _ path: String) throws(AnswerFault) -> [Int] {
    switch value {
    case nil, .null?: return []
    case .array(let list)?:
      var result: [Int] = []
      for item in list {
        guard case .number(let number) = item, number == number.rounded(), abs(number) < 1e9 else {
          throw AnswerFault(message: "\(path) is no array of whole numbers")
        }
        result.append(Int(number))
      }
      return result
    default: throw AnswerFault(message: "\(path) is no array of whole numbers")
    }
  }
}
