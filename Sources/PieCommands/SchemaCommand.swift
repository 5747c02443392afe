internal import ArgumentParser
internal import ClinicalRecord
internal import Extraction
internal import LanguageModels

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema (draft 2020-12) that every record satisfies.",
    discussion: """
      EXAMPLES
        pie schema > record.schema.json
        pie extract notes.txt --format json | check-jsonschema --schemafile record.schema.json -
        pie schema --claims plain       # of what a model answers, as providers are sent it
      """)

  @Option(help: ArgumentHelp("The schema of a model's answer in place of the record's: openai, anthropic or plain.", valueName: "dialect"))
  var claims: String?

  func run() throws {
    let terminal = CommandContext.current.terminal
    guard let claims else { return try terminal.write(RecordSchema.json()) }
    guard let dialect = SchemaDialect(rawValue: claims) else {
      throw CommandFailure("--claims: \(claims) is none of \(SchemaDialect.allCases.map(\.rawValue).joined(separator: ", "))", .usage)
    }
    try terminal.write(Array((AnswerSchemaEmitter.schema(dialect).json + "\n").utf8))
  }
}
