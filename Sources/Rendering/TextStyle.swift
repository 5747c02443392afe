/// How a run of text looks in a terminal. Nothing hangs on it: what it says is also said in words or marks.
struct TextStyle: Sendable, Equatable {
  /// The 16 colours' own SGR codes, so that the reader's theme decides.
  enum Color: Int, Sendable { case red = 31, green = 32, yellow = 33, cyan = 36 }

  var color: Color?
  var bold = false
  var dim = false

  static let plain = TextStyle()
  static let bold = TextStyle(bold: true)
  static let dim = TextStyle(dim: true)
  static let heading = TextStyle(color: .cyan, bold: true)
  static let alarm = TextStyle(color: .red, bold: true)
  static let stop = TextStyle(color: .red)
  static let caution = TextStyle(color: .yellow)
  static let good = TextStyle(color: .green)

  /// The parameters of the escape sequence (ECMA-48, SGR); empty for plain text.
  var codes: String {
    var codes: [String] = []
    if bold { codes.append("1") }
    if dim { codes.append("2") }
    if let color { codes.append(String(color.rawValue)) }
    return codes.joined(separator: ";")
  }
}
