internal import ClinicalRecord
internal import Rendering
internal import Synchronization

/// Where records go: standard output, one file, or a folder with one file a note.
final class OutputSink: Sendable {
  private enum Target: Sendable {
    case standardOutput
    /// Written beside it and renamed at the end.
    case file(String, partial: String)
    /// A device or a pipe: written as it comes, since a rename would put a file in its place.
    case stream(OpenStream)
    case folder([String])
  }

  private let context: CommandContext
  private let format: OutputFormat
  private let target: Target
  /// Several records in one document of JSON are an array.
  private let isArray: Bool
  private let written = Mutex(0)

  init(context: CommandContext, output: String?, format: OutputFormat, notes: [String]) throws(CommandFailure) {
    self.context = context
    self.format = format
    if let output {
      if output.hasSuffix("/") || context.files.isDirectory(output) {
        if !context.files.isDirectory(output) { try context.files.makeDirectory(output) }
        target = .folder(Self.names(notes, in: output, format))
      } else if let stream = try context.files.stream(to: output) {
        target = .stream(stream)
      } else {
        // a link stays one: what it points to is replaced
        let path = context.files.resolved(output)
        let partial = path + ".partial"
        context.files.remove(partial)
        target = .file(path, partial: partial)
      }
    } else {
      target = .standardOutput
    }
    if case .folder = target { isArray = false } else { isArray = [.json, .fhir].contains(format) && notes.count > 1 }
  }

  /// The record in its form; called from any task.
  func rendered(_ record: PatientRecord, _ options: RenderingOptions) -> [UInt8] { render(record, as: format, options: options) }

  func write(_ bytes: [UInt8], note index: Int) throws(CommandFailure) {
    let first = written.withLock { count in
      count += 1
      return count == 1
    }
    if case .folder(let names) = target { return try context.files.write(bytes, to: names[index]) }
    if format == .csv, !first {
      // one table has one header
      try put(Array(bytes[((bytes.firstIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)...]))
    } else if isArray {
      try put(Array((first ? "[\n" : ",\n").utf8) + bytes.dropLast())
    } else {
      try put(!first && format == .text ? [UInt8(ascii: "\n")] + bytes : bytes)
    }
  }

  func finish() throws(CommandFailure) {
    let count = written.withLock { $0 }
    if isArray { try put(Array((count == 0 ? "[]\n" : "\n]\n").utf8)) }
    if case .file(let path, let partial) = target, count > 0 || isArray { try context.files.rename(partial, to: path) }
  }

  /// What to say when it was stopped half way; what is done is kept.
  func abandon(after done: Int, of total: Int) throws(CommandFailure) -> String {
    let where_ =
      switch target {
      case .standardOutput: "on standard output"
      case .file(_, let partial): "in \(partial)"
      case .stream(let stream): "in \(stream.path)"
      case .folder: "in the folder"
      }
    return "stopped after \(done) of \(total) notes; what is done is \(where_)"
  }

  private func put(_ bytes: [UInt8]) throws(CommandFailure) {
    switch target {
    case .standardOutput: try context.terminal.write(bytes)
    case .file(_, let partial): try context.files.append(bytes, to: partial)
    case .stream(let stream): try stream.write(bytes)
    case .folder: break
    }
  }

  /// `folder/NAME.json` for each note; a name that comes twice gets a number.
  private static func names(_ notes: [String], in folder: String, _ format: OutputFormat) -> [String] {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    let ending =
      switch format {
      case .text: "txt"
      case .json: "json"
      case .jsonl: "jsonl"
      case .csv: "csv"
      case .fhir: "fhir.json"
      }
    var seen: [String: Int] = [:]
    return notes.map { note in
      var name = note == "-" ? "stdin" : note.split(separator: "/").last.map(String.init) ?? note
      if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return base + (count == 1 ? name : "\(name)-\(count)") + "." + ending
    }
  }
}
