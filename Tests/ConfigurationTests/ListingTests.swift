import Testing

@testable import PieConfiguration

struct ListingTests {
  static func sample() throws -> ConfigurationListing {
    let yaml = "limits:\n  note_megabytes: 32\nlexicons: [mine.tsv, /a b.tsv]\ninclude: []\n"
    return ConfigurationListing(
      try load(
        ["/work/pie.yaml": yaml], flags: ["format": .text("json"), "quiet": .bool(true)],
        environment: ["MODEL_NAME": "note \"4\"", "PIE_LANGUAGE": "fr"]))
  }

  @Test func `A row a setting`() throws {
    let rows = try Self.sample().rows.map { "\($0.key) | \($0.value) | \($0.origin)" }
    #expect(rows.count == Settings.all.count)
    #expect(
      rows.prefix(12) == [
        "provider | auto | default", #"model | "note \"4\"" | MODEL_NAME"#, "base_url | null | default", "context_size | 0 | default",
        "language | fr | PIE_LANGUAGE",
        "format | json | --format", "evidence | false | default", "color | auto | default", "quiet | true | --quiet",
        "include | [] | pie.yaml:4:10", "limits.note_megabytes | 32 | pie.yaml:2:19",
        #"lexicons | ["/work/mine.tsv", "/a b.tsv"] | pie.yaml:3:11"#,
      ])
  }

  @Test func `The text is a pie.yaml with origins beside the values`() throws {
    #expect(
      try Self.sample().text.hasPrefix(
        #"""
        provider: auto                            # default
        model: "note \"4\""                       # MODEL_NAME
        base_url: null                            # default
        context_size: 0                           # default
        language: fr                              # PIE_LANGUAGE
        format: json                              # --format
        evidence: false                           # default
        color: auto                               # default
        quiet: true                               # --quiet
        include: []                               # pie.yaml:4:10
        limits:
          note_megabytes: 32                      # pie.yaml:2:19
        lexicons: ["/work/mine.tsv", "/a b.tsv"]  # pie.yaml:3:11

        """#))
  }

  @Test(arguments: [
    "m", "4", "4.1", "-", "true", "~", "a: b", "a #b", "", " a", "É\u{200B}\u{2028}💊", "\"\\", "null", "x/y-1.z", "1e3",
    "*a", "\u{E0001}",
  ])
  func `The text reads back as the same values`(model: String) throws {
    guard !model.isEmpty else { return }
    let flags: [String: FlagValue] = [
      "model": .text(model), "include": .list([model]), "lexicons": .list(["/" + model]),
    ]
    let configuration = try load(flags: flags)
    let again = try load(["/work/pie.yaml": ConfigurationListing(configuration).text])
    for setting in Settings.all { #expect(again.value(of: setting) == configuration.value(of: setting)) }
  }

  @Test func `A hostile file name cannot leave its comment`() throws {
    let name = "/work/a\n\u{1B}[2Jquiet: maybe.yaml"
    let configuration = try load([name: "format: json"], flags: ["config": .text(name)])
    let listing = ConfigurationListing(configuration)
    #expect(listing.text.contains("# /work/a[2Jquiet: maybe.yaml:1:9\n"))
    #expect(try load(["/work/pie.yaml": listing.text]).format == .json)
  }

  @Test func `The JSON form`() throws {
    let json = try Self.sample().json()
    #expect(
      json.hasPrefix(
        #"""
        {
          "settings" : [
            {
              "key" : "provider",
              "origin" : {
                "kind" : "default"
              },
              "value" : "auto"
            },
            {
              "key" : "model",
              "origin" : {
                "kind" : "environment",
                "name" : "MODEL_NAME"
              },
              "value" : "note \"4\""
            },
        """#))
    #expect(json.hasSuffix("\n  ]\n}\n"))
    #expect(
      json.contains(
        #"""
            {
              "key" : "limits.note_megabytes",
              "origin" : {
                "column" : 19,
                "file" : "pie.yaml",
                "kind" : "file",
                "line" : 2
              },
              "value" : 32
            },
            {
              "key" : "lexicons",
              "origin" : {
                "column" : 11,
                "file" : "pie.yaml",
                "kind" : "file",
                "line" : 3
              },
              "value" : [
                "/work/mine.tsv",
                "/a b.tsv"
              ]
            }
        """#))
    #expect(try ConfigurationListing(Configuration()).json().contains(#""value" : null"#))
  }
}
