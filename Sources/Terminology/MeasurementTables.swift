internal import TextScanning

/// `units.tsv`, `measurements.tsv`, `measured.tsv`
struct MeasurementTables: Sendable {
  private(set) var units = UnitsBuilder()
  private(set) var measurements = LexiconTerms<MeasurementRow>()
  private(set) var measurementByName: [UInt64: Int32] = [:]
  private(set) var measuredBySlug: [UInt64: Int32] = [:]

  init() {}

  init(_ text: TableText, _ places: TablePlaces, _ numbers: WordNumbers) {
    measurements.open(places.measurements, numbers)
    loadMeasurements(text, places.measurements, loadUnits(text, places.units), numbers)
    measurements.finish(numbers)
    text.forEachRow(of: places.measured, columns: 2) { cells in
      if let entry = measurementByName[text.hash(cells[1])] { measuredBySlug[text.hash(cells[0])] = entry }
    }
  }

  /// The units by the hash of their names.
  private mutating func loadUnits(_ text: TableText, _ table: Range<Int>) -> [UInt64: Int32] {
    var unitByName: [UInt64: Int32] = [:]
    text.forEachRow(of: table, columns: 2) { cells in
      unitByName[text.hash(cells[0])] = Int32(units.names.count)
      units.add(cells[0])
      units.addSpelling(text, cells[0].range)
      text.forEachPart(of: cells[1], by: UInt8(ascii: "|")) { units.addSpelling(text, $0) }
    }
    return unitByName
  }

  private mutating func loadMeasurements(_ text: TableText, _ table: Range<Int>, _ unitByName: [UInt64: Int32], _ numbers: WordNumbers) {
    text.forEachRow(of: table, columns: 8) { cells in
      var kind = MeasurementRow(name: cells[0])
      kind.ranges = ranges(text, cells[4])
      kind.plausible = ranges(text, cells[6]).first
      kind.isScore = text.equals(cells[7], "score")
      kind.isVital = text.equals(cells[7], "vital")
      kind.isDrugLevel = text.equals(cells[7], "drug_level")
      text.forEachPart(of: cells[3], by: UInt8(ascii: "|")) { part in
        if text[part.lowerBound] == UInt8(ascii: "@") {
          kind.loinc = Cell(part.lowerBound + 1..<part.upperBound)
        } else if let reference = unitReference(text, part, unitByName) {
          kind.units.append(reference)
        }
      }
      text.forEachPart(of: cells[5], by: UInt8(ascii: ";")) { part in
        guard let first = part.first, let limit = text.number((first + 1)..<part.upperBound) else { return }
        if text[first] == UInt8(ascii: "<") { kind.criticalBelow = limit } else { kind.criticalAbove = limit }
      }
      measurementByName[text.hash(cells[0])] = Int32(measurements.entries.count)
      measurements.add(kind, numbers)
      measurements.add(text, cells[1], .french)
      measurements.add(text, cells[2], .english)
    }
  }

  /// `unit[*factor][@loinc]`
  private func unitReference(_ text: TableText, _ part: Range<Int>, _ units: [UInt64: Int32]) -> MeasurementKind.UnitReference? {
    var end = part.upperBound
    var loinc = Cell.empty
    if let at = part.first(where: { text[$0] == UInt8(ascii: "@") }) {
      loinc = Cell(at + 1..<part.upperBound)
      end = at
    }
    var factor = 1.0
    if let star = (part.lowerBound..<end).first(where: { text[$0] == UInt8(ascii: "*") }) {
      factor = text.number((star + 1)..<end) ?? 1
      end = star
    }
    guard let unit = units[text.hash(part.lowerBound..<end)] else { return nil }
    return MeasurementKind.UnitReference(factor: factor, loinc: loinc, unit: unit)
  }

  /// `[who:]low-high;…`
  private func ranges(_ text: TableText, _ cell: Cell) -> [MeasurementKind.ReferenceRange] {
    var result: [MeasurementKind.ReferenceRange] = []
    text.forEachPart(of: cell, by: UInt8(ascii: ";")) { part in
      var part = part
      var who = MeasurementKind.ReferenceRange.Who.anyone
      if let colon = part.first(where: { text[$0] == UInt8(ascii: ":") }) {
        switch text[part.lowerBound] {
        case UInt8(ascii: "m"): who = .male
        case UInt8(ascii: "f"): who = .female
        default: who = .child
        }
        part = (colon + 1)..<part.upperBound
      }
      // the dash behind the low end: "-2-2" begins with a sign
      let sign = part.first.map { text[$0] == UInt8(ascii: "-") && part.dropFirst().contains { text[$0] == UInt8(ascii: "-") } } ?? false
      guard let dash = part.dropFirst(sign ? 1 : 0).first(where: { text[$0] == UInt8(ascii: "-") }) else { return }
      result.append(.init(who: who, low: text.number(part.lowerBound..<dash), high: text.number((dash + 1)..<part.upperBound)))
    }
    return result
  }
}
