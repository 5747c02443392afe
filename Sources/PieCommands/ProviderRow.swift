internal import CurlHTTP
internal import LanguageModels
internal import PieConfiguration
internal import Rendering

/// A provider as `pie providers` shows it.
struct ProviderRow {
  let provider: ProviderName
  let model: String?
  /// The variable or the store that has a key, never the key.
  let keyOrigin: String?
  let capabilities: ModelCapabilities
  let isChosen: Bool

  static func all(_ context: CommandContext, _ settings: Configuration) throws(CommandFailure) -> [ProviderRow] {
    let keys = LocalKeys(context: context)
    var rows: [ProviderRow] = []
    for provider in ProviderName.allCases {
      let selection = settings.selection(of: provider)
      let model = selection.model ?? provider.defaultModel
      let origin: String?
      do throws(LanguageModelError) {
        origin = try LanguageModels.keyOrigin(provider, environment: context.environment, keys: keys)
      } catch {
        throw CommandFailure(error)
      }
      rows.append(
        ProviderRow(
          provider: provider, model: model, keyOrigin: origin,
          capabilities: LanguageModels.capabilities(provider, model: model, contextTokens: selection.contextTokens),
          isChosen: settings.chosenProvider == provider))
    }
    return rows
  }

  static func json(_ rows: [ProviderRow]) -> String {
    let list = rows.map { row -> JSON in
      [
        "name": .string(row.provider.rawValue), "label": .string(row.provider.label), "chosen": .bool(row.isChosen),
        "model": row.model.map { .string($0) } ?? .null,
        "key": [
          "found": .bool(row.keyOrigin != nil), "needed": .bool(row.provider.needsKey), "in": row.keyOrigin.map { .string($0) } ?? .null,
          "variables": .array(row.provider.keyVariables.map { .string($0) }),
        ],
        "schema": row.capabilities.schema.map { .string($0.rawValue) } ?? .null, "streams": .bool(row.capabilities.streams),
        "context_tokens": JSON(row.capabilities.contextTokens), "output_tokens": JSON(row.capabilities.maximumOutputTokens),
        "temperature": .bool(row.capabilities.takesTemperature),
      ]
    }
    return (["providers": .array(list)] as JSON).text + "\n"
  }

  static func table(_ rows: [ProviderRow]) -> String {
    let cells = [["PROVIDER", "MODEL", "KEY", "CONTEXT", "CAN"]] + rows.map(\.cells)
    let widths = (0..<5).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      let line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private var cells: [String] {
    let key =
      keyOrigin.map { "found (\($0))" } ?? (provider.needsKey ? "none: set \(provider.keyVariables.first ?? "")" : "none, and none needed")
    let abilities = [capabilities.schema.map { _ in "schema" }, capabilities.streams ? "streaming" : nil].compactMap(\.self)
    return [
      provider.rawValue + (isChosen ? " *" : ""), model ?? (provider == .azure ? "(your deployment)" : "(what the server has)"), key,
      "\(capabilities.contextTokens)", abilities.joined(separator: ", "),
    ]
  }
}
