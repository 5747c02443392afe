import FoundationEssentials
import Testing

@testable import PieConfiguration

/// Holds Config/pie.yaml to the table of settings.
struct SettingsTableTests {
  let text: String

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    text = String(decoding: try Data(contentsOf: root.appending(path: "Config/pie.yaml")), as: UTF8.self)
  }

  @Test func `Config/pie.yaml gives every key, with its default`() throws {
    let configuration = try load(["/work/pie.yaml": text])
    for setting in Settings.all {
      #expect(configuration.value(of: setting) == setting.standard, "\(setting.path)")
      guard case .file = configuration.origin(of: setting) else {
        Issue.record("\(setting.path) is not in Config/pie.yaml")
        continue
      }
    }
  }

  @Test func `Config/pie.yaml is in the order of the table`() throws {
    let configuration = try load(["/work/pie.yaml": text])
    let origins = Settings.all.map { configuration.origin(of: $0) }
    #expect(origins == origins.sorted())
  }

  @Test func `Config/pie.yaml says what each key means and its variables, just above it`() {
    let lines = text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
    for setting in Settings.all {
      let divided = setting.type.isList ? ", divided by colons" : ""
      let comment = [
        "# " + setting.meaning, "# [\(setting.environment.joined(separator: ", "))\(divided)]",
        "\(setting.path.split(separator: ".").last ?? ""): \(setting.standard.yaml)",
      ]
      #expect(lines.contains(comment), "\(setting.path): \(comment)")
    }
  }

  @Test func `Each default is valid, each name is one setting's`() {
    for setting in Settings.all {
      #expect(setting.error(in: setting.standard, shown: "", at: .default) == nil)
      #expect(!setting.meaning.isEmpty)
    }
    #expect(Settings.byPath.count == Settings.all.count)
    let variables = Settings.all.flatMap(\.environment)
    #expect(Set(variables).count == variables.count)
    #expect(Set(Settings.all.map(\.flag)).count == Settings.all.count)
  }

  @Test func `The names of flags and variables`() {
    #expect(Settings.provider.environment == ["PIE_PROVIDER", "MODEL_PROVIDER"])
    #expect(Settings.model.environment == ["PIE_MODEL", "MODEL_NAME"])
    #expect(Settings.noteMegabytes.environment == ["PIE_LIMITS_NOTE_MEGABYTES"])
    #expect(Settings.noteMegabytes.flag == "--note-megabytes")
    #expect(Settings.lexicons.flag == "--lexicon")
    #expect(Settings.groups == ["limits", "serve", "timeouts", "access", "lambda", "logs", "alarms"])
    #expect(Settings.access.flag == "--access-mode")
  }
}
