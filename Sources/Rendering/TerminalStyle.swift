/// What `--color` says.
package enum ColorChoice: String, Sendable, CaseIterable { case auto, always, never }

/// What the place that text goes to can show.
package struct TerminalStyle: Sendable, Equatable {
  package var isColored: Bool
  /// Columns that a line may fill.
  package var columns: Int

  /// Where nobody says how wide the output is.
  package static let usualColumns = 80
  package static let plain = TerminalStyle(isColored: false, columns: usualColumns)

  package init(isColored: Bool, columns: Int) {
    self.isColored = isColored
    self.columns = columns
  }

  /// The flag first, then a non-empty `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` (bixense.com/clicolors), `TERM=dumb`, and whether a
  /// terminal listens. `columns` is what the terminal reports; else `COLUMNS` counts.
  package init(choice: ColorChoice, environment: [String: String], isTTY: Bool, columns: Int?) {
    isColored = Self.isColored(choice, environment, isTTY)
    let reported = columns.flatMap { $0 > 0 ? $0 : nil }
    let wished = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    self.columns = reported ?? wished ?? Self.usualColumns
  }

  private static func isColored(_ choice: ColorChoice, _ environment: [String: String], _ isTTY: Bool) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let no = environment["NO_COLOR"], !no.isEmpty { return false }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    if environment["TERM"] == "dumb" { return false }
    return isTTY
  }
}
