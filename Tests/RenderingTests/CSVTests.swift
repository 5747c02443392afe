import ClinicalRecord
import Testing

@testable import Rendering

@Suite("CSV")
struct CSVTests {
  @Test("every row has the header's cells, every statement is a row") func shape() {
    let record = FrenchDischarge.record
    let rows = Self.rows(render(record, as: .csv))
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let insights =
      record.problems.count + record.allergies.count + record.medications.count + record.procedures.count
      + record.measurements.count + record.followUp.count
    // age, sex, reason, and two days
    #expect(rows.count == 1 + 5 + insights)
    let evidence = rows[0].firstIndex(of: "evidence") ?? 0
    for row in rows.dropFirst() { #expect(!row[evidence].isEmpty) }
  }

  @Test("no cell is a formula to a spreadsheet, and numbers stay numbers")
  func formulas() {
    #expect(CSVTable.harmless("=1+1") == "'=1+1")
    #expect(CSVTable.harmless("@SUM(A1)") == "'@SUM(A1)")
    #expect(CSVTable.harmless("- fièvre") == "'- fièvre")
    #expect(CSVTable.harmless("+33 1") == "'+33 1")
    #expect(CSVTable.harmless("-2.5") == "-2.5")
    #expect(CSVTable.harmless("DOLIPRANE") == "DOLIPRANE")
  }

  @Test("commas, quotation marks and line ends stay within their cell") func quoting() {
    var table = CSVTable()
    table.add(["a,b", "c\"d", "e\r\nf", ""])
    #expect(table.bytes == Array("\"a,b\",\"c\"\"d\",\"e\r\nf\",\r\n".utf8))
    #expect(Self.rows(table.bytes) == [["a,b", "c\"d", "e\r\nf", ""]])
  }

  /// A reader of RFC 4180 of its own.
  static func rows(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == byte:
        cell.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case UInt8(ascii: "\r") where !isQuoted: break
      case UInt8(ascii: "\n") where !isQuoted:
        rows.append(row + [String(decoding: cell, as: UTF8.self)])
        row = []
        cell = []
      default: cell.append(byte)
      }
    }
    return rows
  }
}
