internal import CurlHTTP
internal import Testing

@Suite struct CivilTimeTests {
  @Test(arguments: [
    (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"), (1_798_761_599, "20261231T235959Z"),
    (-1, "19691231T235959Z"), (4_107_542_400, "21000301T000000Z"),
  ])
  func `To the calendar and back`(seconds: Int, basic: String) {
    let time = CivilTime(secondsSince1970: seconds)
    #expect(time.basic == basic)
    #expect(time.secondsSince1970 == seconds)
  }

  @Test func `Dates of headers`() {
    #expect(CivilTime(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT")?.basic == "19941106T084937Z")
    for text in ["", "soon", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:00:00 GMT"] {
      #expect(CivilTime(httpDate: text) == nil)
    }
    #expect(CivilTime(rfc3339: "2026-01-31T12:00:00Z")?.basic == "20260131T120000Z")
    #expect(CivilTime(rfc3339: "2026-01-31T12:00:00.123456Z")?.basic == "20260131T120000Z")
    #expect(CivilTime(rfc3339: "2026-01-31T00:30:00+01:00")?.basic == "20260130T233000Z")
    #expect(CivilTime(rfc3339: "2026-01-31T23:30:00-01:00")?.basic == "20260201T003000Z")
    for text in ["", "2026-01-31", "2026-13-31T12:00:00Z", "2026-01-31T12:00:00", "six minutes and some more"] {
      #expect(CivilTime(rfc3339: text) == nil)
    }
  }
}
