internal import PieConfiguration
internal import Terminology

extension CommandContext {
  /// The tables with the user's own lexicons; nil without any.
  func terms(_ settings: Configuration) throws(CommandFailure) -> Terminology? {
    guard !settings.lexicons.isEmpty else { return nil }
    var lexicons: [(name: String, bytes: [UInt8])] = []
    for path in settings.lexicons {
      guard let bytes = try files.read(path) else { throw CommandFailure("\(path): there is no such lexicon", .noInput) }
      lexicons.append((path, bytes))
    }
    do { return try Terminology(adding: lexicons) } catch { throw CommandFailure(error.description, .data) }
  }
}
