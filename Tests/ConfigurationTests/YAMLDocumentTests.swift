import Testing

@testable import PieConfiguration

/// What is a file of settings at all, before any key is looked at.
struct YAMLDocumentTests {
  @Test(arguments: [
    "", "\n\n", "# only\n# comments\n", "---\n", "---\n...\n", "null\n", "\u{FEFF}", "\u{FEFF}# comment\n", "{}\n",
    "   \n",
    "%YAML 1.2\n---\n",
  ])
  func `A file without keys is fine`(yaml: String) throws {
    #expect(try load(["/work/pie.yaml": yaml]) == Configuration())
  }

  @Test(arguments: [
    "format: json\nlanguage: fr\n", "format: json\r\nlanguage: fr\r\n", "format: json\rlanguage: fr\r",
    "\u{FEFF}format: json\nlanguage: fr\n", "\u{FEFF}format: json\r\nlanguage: fr", "{format: json,\n language: fr}",
    "---\n\"format\": 'json'\nlanguage: \"fr\"\n...\n", "# é\nformat:\n  json\nlanguage: fr # oui\n",
    "format:\tjson\nlanguage: fr\t\n",
  ])
  func `Forms of the same file`(yaml: String) throws {
    let configuration = try load(["/work/pie.yaml": yaml])
    #expect(configuration.format == .json)
    #expect(configuration.language == .fr)
  }

  @Test(arguments: ["a\nx: 1", "a\r\nx: 1", "\u{FEFF}a\r\nx: 1", "a\rx: 1", "\u{FEFF}a\nx: 1"])
  func `Lines count the same whatever ends them`(tail: String) {
    let yaml = tail.replacing("a", with: "format: xml", maxReplacements: 1)
    #expect(
      errors(in: yaml) == [
        "pie.yaml:1:9: format must be one of auto, text, json, jsonl, csv or fhir, not \"xml\"", "pie.yaml:2:1: unknown key \"x\"",
      ])
  }

  @Test func `Columns count Unicode scalars`() {
    #expect(errors(in: "{\"é\": 1, 💊: 2}") == ["pie.yaml:1:2: unknown key \"é\"", "pie.yaml:1:10: unknown key \"💊\""])
  }

  @Test(arguments: [
    ("format: [json", "pie.yaml:2:1: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence"),
    (
      "format: \"json\nquiet: true\n",
      "pie.yaml:3:1: not valid YAML: found unexpected end of stream while scanning a quoted scalar"
    ),
    ("format: json\n  quiet: true\n", "pie.yaml:2:8: not valid YAML: mapping values are not allowed in this context"),
    ("format: json\nquiet\n", "pie.yaml:3:1: not valid YAML: could not find expected ':' while scanning a simple key"),
    ("a: b: c", "pie.yaml:1:5: not valid YAML: mapping values are not allowed in this context"),
    ("include: [*.txt]", "pie.yaml:1:11: text that starts with * needs quotes"),
    ("include:\n- a*\n- *a.txt", "pie.yaml:3:3: text that starts with * needs quotes"),
    ("\u{FEFF}include:\r\n- \"é\"\r\n- *", "pie.yaml:3:3: text that starts with * needs quotes"),
    (
      "include:\n- @x",
      "pie.yaml:2:3: not valid YAML: found character that cannot start any token while scanning for the next token"
    ),
    ("format: \"\\q\"", "pie.yaml:1:10: not valid YAML: found unknown escape character while parsing a quoted scalar"),
    ("\tformat: json", "pie.yaml:1:1: a tab cannot indent YAML; use spaces"),
    ("limits:\n\tnote_megabytes: 4", "pie.yaml:2:1: a tab cannot indent YAML; use spaces"),
    ("\u{FEFF}limits:\r\n\tnote_megabytes: 4", "pie.yaml:2:1: a tab cannot indent YAML; use spaces"),
    ("limits:\n  note_megabytes: 4\n\tx: 4", "pie.yaml:3:1: a tab cannot indent YAML; use spaces"),
  ])
  func `Broken YAML`(yaml: String, error: String) {
    #expect(errors(in: yaml) == [error])
    #expect(errors(inBytes: Array(yaml.utf8)).map(\.code) == [.syntax])
  }

  @Test(
    arguments: [
      ("format: &f json\nlanguage: *f", "pie.yaml:1:9: an anchor (&), which is not read here", .alias),
      ("&top format: json", "pie.yaml:1:1: an anchor (&), which is not read here", .alias),
      ("include: &list [a]", "pie.yaml:1:10: an anchor (&), which is not read here", .alias),
      ("limits: &l {note_megabytes: 1}", "pie.yaml:1:9: an anchor (&), which is not read here", .alias),
      (
        "include: [\"a\", *txt]",
        "pie.yaml:1:16: an alias (*), which is not read here; text that starts with * needs quotes",
        .alias
      ),
      ("*a : json", "pie.yaml:1:1: an alias (*), which is not read here; text that starts with * needs quotes", .alias),
      ("format: !!str json", "pie.yaml:1:9: a tag (!), which is not read here", .tag),
      ("quiet: !true x", "pie.yaml:1:8: a tag (!), which is not read here", .tag),
      ("!settings\nformat: json", "pie.yaml:1:1: a tag (!), which is not read here", .tag),
      (
        "format: json\n---\nformat: text", "pie.yaml:2:1: a second document starts here; a file has one",
        .severalDocuments
      ),
      ("---\n---\n", "pie.yaml:2:1: a second document starts here; a file has one", .severalDocuments),
      ("[a]: json", "pie.yaml:1:1: a list or a mapping cannot be a key", .notAKey),
      ("? {a: b}\n: json", "pie.yaml:1:3: a list or a mapping cannot be a key", .notAKey),
    ] as [(String, String, ConfigurationError.Code)])
  func `YAML that settings do without`(yaml: String, error: String, code: ConfigurationError.Code) {
    #expect(errors(in: yaml) == [error])
    #expect(errors(inBytes: Array(yaml.utf8)).map(\.code) == [code])
  }

  @Test func `An alias bomb is refused at its first anchor`() {
    var bomb = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for (name, last) in zip("bcdefghi", "abcdefgh") {
      bomb += "\(name): &\(name) [" + Array(repeating: "*\(last)", count: 9).joined(separator: ", ") + "]\n"
    }
    #expect(errors(in: bomb) == ["pie.yaml:1:4: an anchor (&), which is not read here"])
  }

  @Test func `Nesting has a limit, wherever it is`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(errors(in: "x: " + nested(16)) == ["pie.yaml:1:1: unknown key \"x\""])
    #expect(errors(in: "x: " + nested(17)) == ["pie.yaml:1:20: nested too deep to be settings"])
    #expect(errors(in: nested(400_000)) == ["pie.yaml:1:18: nested too deep to be settings"])
    #expect(errors(in: String(repeating: "{a: ", count: 200_000)) == ["pie.yaml:1:66: nested too deep to be settings"])
    #expect(errors(in: String(repeating: "- ", count: 400_000)) == ["pie.yaml:1:35: nested too deep to be settings"])
  }

  @Test func `A file has a largest size`() {
    let bytes = Array("format: json\n".utf8)
    let room = YAMLDocument.byteLimit - bytes.count
    #expect(errors(inBytes: bytes + [UInt8](repeating: UInt8(ascii: "#"), count: room)).isEmpty)
    let found = errors(inBytes: bytes + [UInt8](repeating: UInt8(ascii: "#"), count: room + 1))
    #expect(found.map(\.code) == [.fileTooLarge])
    #expect(found.map(\.description) == ["pie.yaml:1:1: larger than 1048576 bytes, too large for settings"])
  }

  @Test(arguments: [
    ([0xC3, 0x28], "1:10"), ([0xFF], "1:9"), ([0xE2, 0x82], "1:9"), ([0xED, 0xA0, 0x80], "1:9"), ([0xC0, 0xAF], "1:9"),
    ([0x00], "1:9"), ([0x1B], "1:9"), ([0x7F], "1:9"), ([0x61, 0x0A, 0xC3, 0xA9, 0xFF], "2:2"),
    ([0x61, 0x0D, 0x0A, 0x0D, 0x0A, 0x62, 0xFF], "3:2"),
  ])
  func `A file that is not text`(tail: [UInt8], place: String) throws {
    for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      let error = try #require(errors(inBytes: mark + Array("format: ".utf8) + tail).first)
      #expect(error.code == .notText)
      #expect(error.description.hasPrefix("pie.yaml:\(place): not a text in UTF-8: "), "\(error)")
    }
  }

  @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]])
  func `UTF-16 is named`(bytes: [UInt8]) {
    #expect(
      errors(inBytes: bytes).map(\.description) == [
        "pie.yaml:1:1: not a text in UTF-8: this is UTF-16; save it as UTF-8"
      ])
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["a,", "? ", "a: b\n", "\"", "- x\n", "'a' : ", "{a", "#\n", "&a ", "!t "])
  func `A large hostile file is refused in time`(part: String) {
    for opening in ["", "[", "{"] {
      let yaml = opening + String(repeating: part, count: (YAMLDocument.byteLimit - 1) / part.utf8.count)
      #expect(errors(in: yaml).count <= ConfigurationErrors.limit + 1)
    }
  }

  @Test func `Every way the parser can stop leaves nothing behind`() {
    let yaml = "limits: {note_megabytes: 4}\ninclude: [\"a\", 'b', c]\nformat: |\n  json\nmodel: \"\\u00e9\"\n"
    for length in 0...yaml.utf8.count { _ = errors(inBytes: Array(yaml.utf8.prefix(length))) }
    for place in 0..<yaml.utf8.count {
      for byte in [0x00, 0x09, 0x2A, 0x26, 0x5B, 0x7D, 0xFF] as [UInt8] {
        var bytes = Array(yaml.utf8)
        bytes[place] = byte
        _ = errors(inBytes: bytes)
      }
    }
  }
}
