internal import EmbeddedAssets

/// What is known of models: `models.tsv`.
struct ModelEntry: Sendable, Equatable {
  /// Whether a request may name a temperature.
  enum Sampling: String, Sendable {
    case temperature
    /// Only where reasoning is off, which the request has to say.
    case effort
    case none
  }

  var contextTokens: Int
  var maximumOutputTokens: Int
  /// US dollars for a million tokens.
  var inputPrice: Double?
  var outputPrice: Double?
  var sampling: Sampling
  /// Whether it answers at /responses alone.
  var needsResponses: Bool
  var takesSchema: Bool

  func cost(input: Int, output: Int) -> Double? {
    guard let inputPrice, let outputPrice else { return nil }
    return (Double(input) * inputPrice + Double(output) * outputPrice) / 1_000_000
  }
}

enum ModelCatalog {
  struct Row: Sendable {
    var provider: String
    /// How the model's id begins.
    var prefix: String
    var entry: ModelEntry
  }

  static let rows = parse(table)

  /// The row whose beginning is the longest; nil for a model that nobody has written down.
  static func entry(_ provider: ProviderName, _ model: String) -> ModelEntry? {
    rows.filter { $0.provider == provider.rawValue && model.hasPrefix($0.prefix) }.max { $0.prefix.utf8.count < $1.prefix.utf8.count }?
      .entry
  }

  static func parse(_ text: String) -> [Row] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst().compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 10, let context = Int(cells[2]), let output = Int(cells[3]),
        let sampling = ModelEntry.Sampling(rawValue: String(cells[6]))
      else { return nil }
      return Row(
        provider: String(cells[0]), prefix: String(cells[1]),
        entry: ModelEntry(
          contextTokens: context, maximumOutputTokens: output, inputPrice: Double(cells[4]), outputPrice: Double(cells[5]),
          sampling: sampling,
          needsResponses: cells[7] == "responses", takesSchema: cells[8] == "yes"))
    }
  }

  private static var table: String {
    let asset = pie_table_models()
    return String(decoding: UnsafeBufferPointer(start: asset.bytes, count: asset.count), as: UTF8.self)
  }
}
