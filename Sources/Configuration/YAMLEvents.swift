import CLibyaml

struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias
    case scalar(String, isPlain: Bool)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  let kind: Kind
  let place: FilePlace
  let isAnchored: Bool
  let isTagged: Bool
}

/// libyaml's parser. It points into itself, so it lives at one address, with its own copy of the bytes, until it is
/// released.
struct YAMLEvents: ~Copyable {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let file: String

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    input = .allocate(capacity: max(1, bytes.count))
    _ = input.initialize(from: bytes)
    guard yaml_parser_initialize(parser) == 1 else { preconditionFailure("libyaml: no memory for a parser") }
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event. After `streamEnd` there is none to ask for.
  func next() throws(ConfigurationError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    let data = event.data
    let (kind, anchor, tag): (YAMLEvent.Kind, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt8>?) =
      switch event.type {
      case YAML_STREAM_START_EVENT: (.streamStart, nil, nil)
      case YAML_DOCUMENT_START_EVENT: (.documentStart, nil, nil)
      case YAML_DOCUMENT_END_EVENT: (.documentEnd, nil, nil)
      case YAML_ALIAS_EVENT: (.alias, nil, nil)
      case YAML_SCALAR_EVENT: (Self.scalar(event), data.scalar.anchor, data.scalar.tag)
      case YAML_SEQUENCE_START_EVENT: (.sequenceStart, data.sequence_start.anchor, data.sequence_start.tag)
      case YAML_SEQUENCE_END_EVENT: (.sequenceEnd, nil, nil)
      case YAML_MAPPING_START_EVENT: (.mappingStart, data.mapping_start.anchor, data.mapping_start.tag)
      case YAML_MAPPING_END_EVENT: (.mappingEnd, nil, nil)
      default: (.streamEnd, nil, nil)
      }
    return YAMLEvent(kind: kind, place: place(event.start_mark), isAnchored: anchor != nil, isTagged: tag != nil)
  }

  private static func scalar(_ event: yaml_event_t) -> YAMLEvent.Kind {
    let scalar = event.data.scalar
    let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    return .scalar(String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
  }

  private func place(_ mark: yaml_mark_t) -> FilePlace {
    FilePlace(file: file, line: mark.line + 1, column: mark.column + 1)
  }

  /// What stopped the parser, in libyaml's words; they hold nothing of the file's text.
  private func problem() -> ConfigurationError {
    let state = parser.pointee
    let reason = [state.problem, state.context].compactMap { $0.map { String(cString: $0) } }.joined(separator: " ")
    if state.error == YAML_READER_ERROR {
      return ConfigurationError(
        .notText, "not a text in UTF-8: \(reason)", at: .file(place(ofByte: state.problem_offset)))
    }
    let (message, mark) =
      if scalar(at: state.problem_mark) == "\t" {
        ("a tab cannot indent YAML; use spaces", state.problem_mark)
      } else if state.context != nil, scalar(at: state.context_mark) == "*" {
        ("text that starts with * needs quotes", state.context_mark)
      } else {
        ("not valid YAML: \(reason)", state.problem_mark)
      }
    return ConfigurationError(.syntax, message, at: .file(place(mark)))
  }

  /// A mark counts scalars, the byte order mark not among them.
  private func scalar(at mark: yaml_mark_t) -> Unicode.Scalar? {
    let text = String(decoding: input, as: UTF8.self).unicodeScalars
    return text.drop { $0 == "\u{FEFF}" }.dropFirst(mark.index).first
  }

  /// libyaml gives no line for a byte that it cannot decode, only the byte's offset.
  private func place(ofByte offset: Int) -> FilePlace {
    let text = String(decoding: input.prefix(offset), as: UTF8.self).unicodeScalars.drop { $0 == "\u{FEFF}" }
    var (line, column, previous) = (1, 1, Unicode.Scalar(0))
    for scalar in text {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": (line, column) = (line + 1, 1)
      default: column += 1
      }
      previous = scalar
    }
    return FilePlace(file: file, line: line, column: column)
  }
}
