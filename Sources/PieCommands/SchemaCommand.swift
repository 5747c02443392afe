internal import ArgumentParser
internal import ClinicalRecord

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema (draft 2020-12) that every record satisfies.",
    discussion: """
      EXAMPLES
        pie schema > record.schema.json
        pie extract notes.txt --format json | check-jsonschema --schemafile record.schema.json -
      """)

  func run() throws { try CommandContext.current.terminal.write(RecordSchema.json()) }
}
