import Testing

@testable import Rendering

@Suite("display width")
struct DisplayWidthTests {
  @Test(
    "columns of a text",
    arguments: [
      ("", 0), ("abc", 3), ("créatinine", 10), ("cre\u{301}atinine", 10), ("½ cp", 4), ("µg/m²", 5), ("患者", 4), ("한국", 4), ("ﾊﾝ", 2),
      ("ｆｕｌｌ", 8),
      ("👩‍⚕️", 2), ("🇫🇷", 2), ("❤️", 2), ("❤", 1), ("👍🏽", 2), ("↓ ↑ ‼", 5), ("a\u{200D}b", 2), ("‘“«»”’", 6), ("✗ · ‖ › ~ ␛", 11),
    ])
  func width(text: String, expected: Int) { #expect(displayWidth(text) == expected) }

  @Test("wrapping breaks at spaces, cuts what is too long, keeps no-break spaces") func wrapping() {
    func wrap(_ text: String, _ width: Int) -> [String] { StyledText(text).wrapped(to: width).map { $0.runs.map(\.text).joined() } }
    #expect(wrap("un deux trois", 7) == ["un deux", "trois"])
    #expect(wrap("un deux trois", 40) == ["un deux trois"])
    #expect(wrap("a 75\u{A0}mg b", 5) == ["a", "75\u{A0}mg", "b"])
    #expect(wrap("anticonstitutionnel", 8) == ["anticons", "titution", "nel"])
    #expect(wrap("le anticonstitutionnel", 8) == ["le", "anticons", "titution", "nel"])
    #expect(wrap("患者患者", 5) == ["患者", "患者"])
  }

  @Test("truncating") func truncating() {
    #expect(StyledText("hémoglobine").truncated(to: 5) == StyledText("hémo") + StyledText("…"))
    #expect(StyledText("患者患者").truncated(to: 4).width <= 4)
    #expect(StyledText("court").truncated(to: 5) == StyledText("court"))
  }

  @Test("a table gives way from its widest column") func table() {
    let cells = ["NOM", "une posologie assez longue pour deux lignes", "arrêté"].map { StyledText($0) }
    let table = Table(
      columns: [.init(minimum: 3), .init(minimum: 10), .init(minimum: nil)],
      rows: [cells, [StyledText("B"), StyledText(), StyledText("x")]])
    let rows = table.lines(width: 34)
    #expect(rows[0].count == 3)
    #expect(rows[1].count == 1)
    #expect(rows.joined().allSatisfy { $0.width <= 34 })
  }

  @Test("a column without a word takes no room") func emptyColumn() {
    let table = Table(columns: [.init(), .init(), .init()], rows: [[StyledText("a"), StyledText(), StyledText("b")]])
    #expect(table.lines(width: 20)[0][0].width == 4)
  }
}
