internal import FoundationEssentials

/// A JSON value of a model's answer.
enum AnswerJSON: Decodable, Sendable, Equatable {
  case object([String: AnswerJSON])
  case array([AnswerJSON])
  case string(String)
  case number(Double)
  case boolean(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let object = try? value.decode([String: AnswerJSON].self) {
      self = .object(object)
    } else if let array = try? value.decode([AnswerJSON].self) {
      self = .array(array)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else {
      self = .number(try value.decode(Double.self))
    }
  }

  enum Fault: Error, Equatable {
    case notJSON
    /// It begins as an object and does not end.
    case unfinished
  }

  /// The first JSON object of a text: models put fences and words around it.
  static func object(in text: String) throws(Fault) -> [String: AnswerJSON] {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { throw .notJSON }
    guard let end = end(of: bytes, from: start) else { throw .unfinished }
    guard case .object(let object)? = try? JSONDecoder().decode(AnswerJSON.self, from: Data(bytes[start..<end])) else { throw .notJSON }
    return object
  }

  /// Past the brace that closes the one at `start`.
  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var inString = false
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where inString: index += 1
      case UInt8(ascii: "\""): inString.toggle()
      case UInt8(ascii: "{") where !inString: depth += 1
      case UInt8(ascii: "}") where !inString:
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }
}
