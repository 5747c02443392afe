import Testing

@testable import PieConfiguration

/// Keys and values that are wrong, each with its line and column.
struct SettingErrorTests {
  @Test(arguments: [
    ("\n\nlangauge: fr", "pie.yaml:3:1: unknown key \"langauge\"; did you mean \"language\"?"),
    (
      "# x\nlimits:\n  note_megabyte: 3",
      "pie.yaml:3:3: unknown key \"limits.note_megabyte\"; did you mean \"limits.note_megabytes\"?"
    ),
    ("limits: {format: json}", "pie.yaml:1:10: unknown key \"limits.format\"; did you mean \"format\"?"),
    ("note_megabytes: 3", "pie.yaml:1:1: unknown key \"note_megabytes\"; did you mean \"limits.note_megabytes\"?"),
    ("limit: {note_megabytes: 3}", "pie.yaml:1:1: unknown key \"limit\"; did you mean \"limits\"?"),
    ("temperature: 0.2", "pie.yaml:1:1: unknown key \"temperature\""),
    ("? format\n: json\n? x\n", "pie.yaml:3:3: unknown key \"x\""),
    ("\"\": json", "pie.yaml:1:1: unknown key \"\""),
    ("<<: {format: json}", "pie.yaml:1:1: unknown key \"<<\""),
    ("config: other.yaml", "pie.yaml:1:1: unknown key \"config\""),
    (
      "limits.note_megabytes: 3",
      "pie.yaml:1:1: \"limits.note_megabytes\" must be divided: note_megabytes goes below limits"
    ),
    ("\"a\\e[2J\\u202E\\nb\": 1", "pie.yaml:1:1: unknown key \"a\\u001B[2J\\u202E\\nb\""),
  ])
  func `Unknown keys`(yaml: String, error: String) {
    #expect(errors(in: yaml) == [error])
    #expect(errors(inBytes: Array(yaml.utf8)).map(\.code) == [.unknownKey])
  }

  @Test(arguments: [
    ("quiet: true\nformat: json\nquiet: false", "pie.yaml:3:1: \"quiet\" is given twice, first on line 1", "quiet"),
    (
      "limits:\n  note_megabytes: 1\n  note_megabytes: 1",
      "pie.yaml:3:3: \"limits.note_megabytes\" is given twice, first on line 2",
      "limits.note_megabytes"
    ),
    ("limits:\nlimits: {}", "pie.yaml:2:1: \"limits\" is given twice, first on line 1", "limits"),
    ("{quiet: true, \"quiet\": false}", "pie.yaml:1:15: \"quiet\" is given twice, first on line 1", "quiet"),
  ])
  func `Keys given twice`(yaml: String, error: String, key: String) {
    #expect(errors(in: yaml) == [error])
    #expect(errors(inBytes: Array(yaml.utf8)).map(\.key) == [key])
  }

  @Test(arguments: [
    ("format: [json]", "1:9: format must be one of auto, text, json, jsonl, csv or fhir, not a list"),
    ("format: {json: 1}", "1:9: format must be one of auto, text, json, jsonl, csv or fhir, not a mapping"),
    ("format:", "1:8: format must be one of auto, text, json, jsonl, csv or fhir, not nothing"),
    ("format: ~", "1:9: format must be one of auto, text, json, jsonl, csv or fhir, not ~"),
    ("color: true", "1:8: color must be one of auto, always or never, not true"),
    ("quiet: 1", "1:8: quiet must be true or false, not 1"),
    ("quiet: yes", "1:8: quiet must be true or false, not \"yes\"; did you mean true?"),
    ("quiet: \"false\"", "1:8: quiet must be true or false, not \"false\"; did you mean false?"),
    ("evidence: null", "1:11: evidence must be true or false, not null"),
    ("model: 4", "1:8: model must be text (a number needs quotes), not 4"),
    ("model: 4.1", "1:8: model must be text (a number needs quotes), not 4.1"),
    ("model: false", "1:8: model must be text (a number needs quotes), not false"),
    ("model: [a]", "1:8: model must be text (a number needs quotes), not a list"),
    ("limits: 3", "1:9: limits must be a mapping of keys, not 3"),
    ("limits: [3]", "1:9: limits must be a mapping of keys, not a list"),
    (
      "limits:\n  note_megabytes: \"16\"",
      "2:19: limits.note_megabytes must be a whole number from 1 to 1024, not \"16\"; did you mean 16?"
    ),
    ("limits: {note_megabytes: 1.5}", "1:26: limits.note_megabytes must be a whole number from 1 to 1024, not 1.5"),
    ("limits: {note_megabytes: 0x10}", "1:26: limits.note_megabytes must be a whole number from 1 to 1024, not 0x10"),
    (
      "limits: {note_megabytes: 16MB}",
      "1:26: limits.note_megabytes must be a whole number from 1 to 1024, not \"16MB\""
    ),
    ("limits: {note_megabytes: -}", "1:26: limits.note_megabytes must be a whole number from 1 to 1024, not \"-\""),
    ("include: \"*.txt\"", "1:10: include must be a list of texts, not \"*.txt\"; did you mean [\"*.txt\"]?"),
    ("include:", "1:9: include must be a list of texts, not nothing"),
    ("include: {a: b}", "1:10: include must be a list of texts, not a mapping"),
    ("include:\n- \"*.txt\"\n- 3", "3:3: each item of include must be text, not 3"),
    ("include: [a, [b]]", "1:14: each item of include must be text, not a list"),
    ("include: [a, ~]", "1:14: each item of include must be text, not ~"),
    ("lexicons: [true]", "1:12: each item of lexicons must be text, not true"),
    ("format json", "1:1: the file must be a mapping of keys, not \"format json\""),
    ("- format", "1:1: the file must be a mapping of keys, not a list"),
    ("42", "1:1: the file must be a mapping of keys, not 42"),
  ])
  func `Wrong types`(yaml: String, error: String) {
    #expect(errors(in: yaml) == ["pie.yaml:" + error])
    #expect(errors(inBytes: Array(yaml.utf8)).map(\.code) == [.wrongType])
  }

  @Test(arguments: [
    ("format: jsno", "1:9: format must be one of auto, text, json, jsonl, csv or fhir, not \"jsno\"; did you mean json?"),
    ("format: xml", "1:9: format must be one of auto, text, json, jsonl, csv or fhir, not \"xml\""),
    ("format: \"\"", "1:9: format must be one of auto, text, json, jsonl, csv or fhir, not \"\""),
    ("language: French", "1:11: language must be one of auto, fr or en, not \"French\"; did you mean fr?"),
    (
      "provider: ofline",
      "1:11: provider must be one of auto, offline, openai, mistral, anthropic, ollama, gemini, azure, bedrock or compatible, not \"ofline\"; did you mean offline?"
    ),
    ("limits:\n  note_megabytes: 0", "2:19: limits.note_megabytes must be a whole number from 1 to 1024, not 0"),
    ("limits:\n  note_megabytes: 1025", "2:19: limits.note_megabytes must be a whole number from 1 to 1024, not 1025"),
    ("limits:\n  note_megabytes: -4", "2:19: limits.note_megabytes must be a whole number from 1 to 1024, not -4"),
    (
      "limits: {note_megabytes: 99999999999999999999}",
      "1:26: limits.note_megabytes must be a whole number from 1 to 1024, not 99999999999999999999"
    ),
    ("model: \"\"", "1:8: model must not be empty or hold control characters"),
    ("model: \"a\\nb\"", "1:8: model must not be empty or hold control characters"),
    ("lexicons: [a, \"b\\0\"]", "1:15: an item of lexicons must not be empty or hold control characters"),
    ("include: [\"\"]", "1:11: an item of include must not be empty or hold control characters"),
  ])
  func `Bad values`(yaml: String, error: String) {
    #expect(errors(in: yaml) == ["pie.yaml:" + error])
    #expect(errors(inBytes: Array(yaml.utf8)).map(\.code) == [.badValue])
  }

  @Test func `An error carries its parts`() throws {
    let error = try #require(errors(inBytes: Array("format: json\nlangauge: fr".utf8)).first)
    #expect(error.code == .unknownKey)
    #expect(error.message == "unknown key \"langauge\"")
    #expect(error.place == .file(FilePlace(file: "pie.yaml", line: 2, column: 1)))
    #expect(error.key == "langauge")
    #expect(error.suggestion == "language")
  }

  @Test func `All errors of all files, variables and flags come together`() {
    let files = [
      "/work/pie.yaml": "quiet: maybe\nlangauge: fr\nformat: text\napi_key: x\nformat: json\ncolor: 3\n",
      "/home/ada/.config/pie/pie.yaml": "fromat: json\n\tx: 1",
    ]
    #expect(
      errors(files, flags: ["evidence": .integer(1)], environment: ["PIE_MODEL": "\u{7}", "PIE_QUIET": "maybe"]) == [
        "pie.yaml:1:8: quiet must be true or false, not \"maybe\"",
        "pie.yaml:2:1: unknown key \"langauge\"; did you mean \"language\"?",
        "pie.yaml:4:1: \"api_key\" looks like a secret, which belongs in the environment or the key store",
        "pie.yaml:5:1: \"format\" is given twice, first on line 3",
        "pie.yaml:6:8: color must be one of auto, always or never, not 3",
        "/home/ada/.config/pie/pie.yaml:2:1: a tab cannot indent YAML; use spaces",
        "PIE_MODEL: model must not be empty or hold control characters",
        "--evidence: evidence must be true or false, not 1",
        "PIE_QUIET: quiet must be true or false, not \"maybe\"",
      ])
  }

  @Test func `A long value is cut short, a hostile one cannot reach the terminal`() {
    let long = String(repeating: "x", count: 500)
    #expect(
      errors(in: "format: \(long)") == [
        "pie.yaml:1:9: format must be one of auto, text, json, jsonl, csv or fhir, not \"\(String(repeating: "x", count: 40))…\""
      ])
    #expect(
      errors(in: "quiet: \"\\e]0;\\x9b\"") == ["pie.yaml:1:8: quiet must be true or false, not \"\\u001B]0;\\u009B\""])
    #expect(errors(in: "limits: {note_megabytes: \(String(repeating: "9", count: 500))}")[0].count < 200)
  }
}
