internal import TextScanning

/// A row of `measurements.tsv` in the making.
struct MeasurementRow: Sendable {
  var name: Cell
  var loinc = Cell.empty
  var units: [MeasurementKind.UnitReference] = []
  var ranges: [MeasurementKind.ReferenceRange] = []
  var criticalBelow: Double?
  var criticalAbove: Double?
  var plausible: MeasurementKind.ReferenceRange?
  var isScore = false
  var isVital = false
  var isDrugLevel = false
}

/// A row without its units and ranges, which are parts of two other arrays.
struct MeasurementHead: BitwiseCopyable {
  var criticalBelow: Double
  var criticalAbove: Double
  var name: Cell
  var loinc: Cell
  var firstUnit: Int32
  var units: Int32
  var firstRange: Int32
  var ranges: Int32
  /// The plausible range comes behind the others.
  var isPlausibleKnown: Bool
  var isScore: Bool
  var isVital: Bool
  var isDrugLevel: Bool
}

/// Writes what `readMeasurements` reads.
func writeMeasurements(_ rows: [MeasurementRow], _ image: inout ImageWriter, _ pool: inout TextPool) {
  var heads: [MeasurementHead] = []
  var units: [MeasurementKind.UnitReference] = []
  var ranges: [MeasurementKind.ReferenceRange] = []
  for row in rows {
    heads.append(
      MeasurementHead(
        criticalBelow: row.criticalBelow ?? .nan, criticalAbove: row.criticalAbove ?? .nan, name: pool.cell(row.name),
        loinc: pool.cell(row.loinc), firstUnit: Int32(units.count), units: Int32(row.units.count), firstRange: Int32(ranges.count),
        ranges: Int32(row.ranges.count), isPlausibleKnown: row.plausible != nil, isScore: row.isScore, isVital: row.isVital,
        isDrugLevel: row.isDrugLevel))
    units += row.units.map { .init(factor: $0.factor, loinc: pool.cell($0.loinc), unit: $0.unit) }
    ranges += row.ranges
    if let plausible = row.plausible { ranges.append(plausible) }
  }
  image.append(heads)
  image.append(units)
  image.append(ranges)
}

func readMeasurements(_ image: inout ImageReader) -> Frozen<MeasurementKind> {
  let heads = image.read(MeasurementHead.self)
  let units = image.read(MeasurementKind.UnitReference.self)
  let ranges = image.read(MeasurementKind.ReferenceRange.self)
  return Frozen(
    keeping: heads.map { head in
      MeasurementKind(
        name: head.name, loinc: head.loinc, units: units.part(Int(head.firstUnit), Int(head.units)),
        ranges: ranges.part(Int(head.firstRange), Int(head.ranges)),
        criticalBelow: head.criticalBelow.isNaN ? nil : head.criticalBelow,
        criticalAbove: head.criticalAbove.isNaN ? nil : head.criticalAbove,
        plausible: head.isPlausibleKnown ? ranges.part(Int(head.firstRange + head.ranges), 1).first : nil, isScore: head.isScore,
        isVital: head.isVital, isDrugLevel: head.isDrugLevel)
    })
}
