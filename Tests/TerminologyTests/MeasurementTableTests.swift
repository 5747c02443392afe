internal import Terminology
internal import Testing
internal import TextScanning

@Suite struct MeasurementTableTests {
  /// `unit[*factor][@loinc]`; the unit is empty where the result has none
  private func parts(_ unit: String) -> (unit: String, factor: Double?, loinc: String?) {
    let halves = unit.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let scaled = (halves.first ?? "").split(separator: "*", maxSplits: 1).map(String.init)
    return (scaled.first ?? "", scaled.count > 1 ? Double(scaled[1]) ?? -1 : nil, halves.count > 1 ? halves[1] : nil)
  }

  /// `low-high`, an end may be missing, an end may be negative; nil where it is no range.
  private func range(_ text: Substring) -> (low: Double?, high: Double?)? {
    for dash in text.indices where text[dash] == "-" {
      let low = text[..<dash]
      let high = text[text.index(after: dash)...]
      guard low.isEmpty || Double(low) != nil, high.isEmpty || Double(high) != nil, !(low.isEmpty && high.isEmpty) else { continue }
      return (Double(low), Double(high))
    }
    return nil
  }

  @Test func namesAreSnakeCase() throws {
    for row in try Table("measurements").rows {
      #expect(row.cells[0].allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }, "measurements:\(row.line)")
      #expect(!row.cells[1].isEmpty && !row.cells[2].isEmpty, "measurements:\(row.line) lacks a language")
    }
  }

  @Test func unitsExist() throws {
    let known = try Set(Table("units").rows.map(\.cells[0]))
    for row in try Table("measurements").rows {
      for (index, cell) in row.terms(3).enumerated() {
        let (unit, factor, _) = parts(cell)
        #expect(unit.isEmpty || known.contains(unit), "measurements:\(row.line): \(row.cells[0]) has no unit «\(unit)» (\(cell))")
        #expect(factor.map { $0 > 0 } ?? true, "measurements:\(row.line): «\(cell)»")
        #expect(index > 0 || factor == nil, "measurements:\(row.line): the base unit has a factor")
      }
    }
  }

  /// The last digit of a LOINC code is Luhn's check digit.
  @Test func loincCodesCheck() throws {
    for row in try Table("measurements").rows {
      for cell in row.terms(3) {
        guard let code = parts(cell).loinc else { continue }
        let halves = code.split(separator: "-")
        #expect(halves.count == 2 && (3...6).contains(halves[0].count) && halves[1].count == 1, "measurements:\(row.line): «\(code)»")
        let digits = halves.joined().compactMap(\.wholeNumberValue)
        let sum = digits.dropLast().reversed().enumerated().reduce(0) { sum, digit in
          let doubled = digit.offset % 2 == 0 ? digit.element * 2 : digit.element
          return sum + doubled / 10 + doubled % 10
        }
        #expect((10 - sum % 10) % 10 == digits.last, "measurements:\(row.line): \(row.cells[0]) «\(code)»")
      }
    }
  }

  @Test func rangesParse() throws {
    for row in try Table("measurements").rows {
      for part in row.codes(4) {
        let halves = part.split(separator: ":", maxSplits: 1)
        #expect(halves.count == 1 || ["male", "female", "child"].contains(halves[0]), "measurements:\(row.line): «\(part)»")
        let found = range(halves[halves.count - 1])
        #expect(found != nil, "measurements:\(row.line): «\(part)»")
        if let low = found?.low, let high = found?.high { #expect(low <= high, "measurements:\(row.line): «\(part)»") }
      }
      for part in row.codes(5) {
        #expect((part.hasPrefix("<") || part.hasPrefix(">")) && Double(part.dropFirst()) != nil, "measurements:\(row.line): «\(part)»")
      }
      if !row.cells[6].isEmpty {
        let found = range(row.cells[6][...])
        #expect(found?.low != nil && found?.high != nil, "measurements:\(row.line): «\(row.cells[6])»")
      }
    }
  }

  /// What is loaded is what the table says.
  @Test func loadedRangesAreTheTables() throws {
    let loaded = Terminology.embedded
    for row in try Table("measurements").rows {
      let kind = try #require(loaded.measurements.entries.first { loaded.string($0.name) == row.cells[0] }, "\(row.cells[0])")
      let plausible = range(row.cells[6][...])
      let ranges = row.codes(4).map { range($0.split(separator: ":").last ?? "") }
      let critical = row.codes(5)
      let below = critical.first { $0.hasPrefix("<") }.flatMap { Double($0.dropFirst()) }
      let above = critical.first { $0.hasPrefix(">") }.flatMap { Double($0.dropFirst()) }
      let isLoaded =
        same([kind.plausible?.low, kind.plausible?.high], [plausible?.low, plausible?.high])
        && same(kind.ranges.map(\.low), ranges.map { $0?.low })
        && same(kind.ranges.map(\.high), ranges.map { $0?.high }) && same([kind.criticalBelow, kind.criticalAbove], [below, above])
      #expect(isLoaded, "\(row.cells[0]): \(row.cells[4...6])")
    }
  }

  /// Each unit is loaded with its code, the missing unit of a score or a ratio too.
  @Test func loadedUnitsAreTheTables() throws {
    let loaded = Terminology.embedded
    for row in try Table("measurements").rows {
      let kind = try #require(loaded.measurements.entries.first { loaded.string($0.name) == row.cells[0] }, "\(row.cells[0])")
      let units = row.terms(3).map(parts)
      let isLoaded =
        kind.units.map { loaded.string($0.loinc) } == units.filter { !$0.unit.isEmpty }.map { $0.loinc ?? "" }
        && loaded.string(kind.loinc) == units.first { $0.unit.isEmpty }?.loinc ?? ""
      #expect(isLoaded, "\(row.cells[0])")
    }
  }

  private func same(_ a: [Double?], _ b: [Double?]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { a, b in
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-9 * max(1, abs(b))
      }
  }

  /// A critical value is a plausible one, beyond the reference range.
  @Test func criticalLiesBeyondTheRange() throws {
    for row in try Table("measurements").rows {
      let anyone = row.codes(4).first { !$0.contains(":") }.flatMap { range($0[...]) }
      let plausible = range(row.cells[6][...])
      for part in row.codes(5) {
        guard let limit = Double(part.dropFirst()) else { continue }
        if part.hasPrefix("<") {
          #expect(limit <= anyone?.low ?? .infinity, "measurements:\(row.line): «\(part)»")
        } else {
          #expect(limit >= anyone?.high ?? -.infinity, "measurements:\(row.line): «\(part)»")
        }
        if let low = plausible?.low, let high = plausible?.high {
          #expect((low...high).contains(limit), "measurements:\(row.line): «\(part)» is not plausible")
        }
      }
    }
  }

  @Test(arguments: [(1, "fr"), (2, "en")]) func labelsAreUnambiguous(column: Int, language: String) throws {
    var owner: [String: String] = [:]
    for row in try Table("measurements").rows {
      for label in row.terms(column) {
        let key = matched(label)
        if let other = owner[key] { #expect(other == row.cells[0], "measurements:\(row.line): \(language) «\(label)» is \(other) too") }
        owner[key] = row.cells[0]
      }
    }
  }
}
