/// The one document of a YAML file, as a tree. Aliases, anchors, tags and further documents are refused: a file of
/// settings needs none, and without them a small file stays a small tree.
struct YAMLDocument: Sendable {
  static let byteLimit = 1_048_576
  static let depthLimit = 16

  /// nil for a file that is empty or all comments.
  let root: YAMLNode?
  /// Keys that were given before in the same mapping; the tree has the first of each.
  let duplicates: [ConfigurationError]

  /// - Parameter file: the path to show.
  init(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
    let start = Origin.file(FilePlace(file: file, line: 1, column: 1))
    guard bytes.count <= Self.byteLimit else {
      throw ConfigurationError(.fileTooLarge, "larger than \(Self.byteLimit) bytes, too large for settings", at: start)
    }
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
      throw ConfigurationError(.notText, "not a text in UTF-8: this is UTF-16; save it as UTF-8", at: start)
    }
    var builder = YAMLTreeBuilder(YAMLEvents(bytes, file: file))
    root = try builder.document()
    duplicates = builder.duplicates
  }
}

private struct YAMLTreeBuilder: ~Copyable {
  let events: YAMLEvents
  var duplicates: [ConfigurationError] = []

  init(_ events: consuming YAMLEvents) { self.events = events }

  mutating func document() throws(ConfigurationError) -> YAMLNode? {
    _ = try events.next()  // streamStart
    guard case .documentStart = try events.next().kind else { return nil }
    let root = try node(at: events.next(), path: [])
    _ = try events.next()  // documentEnd
    let end = try events.next()
    guard case .streamEnd = end.kind else {
      throw refusal(.severalDocuments, "a second document starts here; a file has one", end)
    }
    return root
  }

  /// - Parameter path: the keys and list positions that lead here, one a level.
  private mutating func node(at event: YAMLEvent, path: [String]) throws(ConfigurationError) -> YAMLNode {
    if event.isAnchored { throw refusal(.alias, "an anchor (&), which is not read here", event) }
    if event.isTagged { throw refusal(.tag, "a tag (!), which is not read here", event) }
    if path.count > YAMLDocument.depthLimit { throw refusal(.tooDeep, "nested too deep to be settings", event) }
    switch event.kind {
    case .scalar(let text, let isPlain):
      return YAMLNode(content: .scalar(text, isPlain: isPlain), place: event.place)
    case .sequenceStart:
      return YAMLNode(content: .sequence(try sequence(path)), place: event.place)
    case .mappingStart:
      return YAMLNode(content: .mapping(try mapping(path)), place: event.place)
    case .alias:
      throw refusal(.alias, "an alias (*), which is not read here; text that starts with * needs quotes", event)
    default:
      throw refusal(.syntax, "not valid YAML: a value is missing", event)
    }
  }

  private mutating func sequence(_ path: [String]) throws(ConfigurationError) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { return items }
      items.append(try node(at: event, path: path + [String(items.count + 1)]))
    }
  }

  private mutating func mapping(_ path: [String]) throws(ConfigurationError) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var seen: [String: FilePlace] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { return entries }
      guard case .scalar(let key, _) = try node(at: event, path: path + [""]).content else {
        throw refusal(.notAKey, "a list or a mapping cannot be a key", event)
      }
      let value = try node(at: events.next(), path: path + [key])
      if let first = seen[key] {
        refuse(key: (path + [key]).joined(separator: "."), at: event.place, givenAt: first)
      } else {
        seen[key] = event.place
        entries.append(YAMLNode.Entry(key: key, place: event.place, value: value))
      }
    }
  }

  private mutating func refuse(key: String, at place: FilePlace, givenAt first: FilePlace) {
    guard duplicates.count < ConfigurationErrors.limit else { return }
    let message = "\(key.quoted(limit: 80)) is given twice, first on line \(first.line)"
    duplicates.append(ConfigurationError(.duplicateKey, message, at: .file(place), key: key))
  }

  private func refusal(_ code: ConfigurationError.Code, _ message: String, _ event: YAMLEvent) -> ConfigurationError {
    ConfigurationError(code, message, at: .file(event.place))
  }
}
