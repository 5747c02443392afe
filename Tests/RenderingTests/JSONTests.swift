import ClinicalRecord
import Rendering
import Testing

@Suite("JSON formats")
struct JSONTests {
  @Test("one record, indented, one newline at the end") func json() {
    let bytes = render(FrenchDischarge.record, as: .json)
    #expect(bytes == FrenchDischarge.record.json(pretty: true) + [0x0A])
  }

  @Test("one line whatever the note") func line() {
    let bytes = render(FrenchDischarge.record, as: .jsonl)
    #expect(bytes == FrenchDischarge.record.json(pretty: false) + [0x0A])
    #expect(bytes.count { $0 == 0x0A } == 1)
  }
}
