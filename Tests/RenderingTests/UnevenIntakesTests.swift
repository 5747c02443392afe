import ClinicalRecord
import Testing

@testable import Rendering

@Suite("uneven intakes")
struct UnevenIntakesTests {
  private static let twoDoses = [Sig.Moment.morning, .evening]

  /// 6 units and 8 units in a day, in the note's words.
  private static func insulin(_ words: String?, total: Double? = 14) -> Sig {
    Sig(take: 6, to: 8, "IU", perDay: 2, twoDoses, words: words, daily: total.map { Amount($0, "IU") })
  }

  @Test(
    "the words tell which dose is which",
    arguments: [
      Said(insulin("matin, 8 UI soir"), "6 UI matin, 8 UI soir", "6 units morning, 8 units evening"),
      Said(insulin("matin et 6 UI le soir"), "8 UI matin, 6 UI soir", "8 units morning, 6 units evening"),
      Said(insulin("6 UI matin, 8 UI soir"), "6 UI matin, 8 UI soir", "6 units morning, 8 units evening"),
      Said(insulin("matin : 8 UI, soir : 6 UI"), "8 UI matin, 6 UI soir", "8 units morning, 6 units evening"),
      Said(insulin("6 units in the morning and 8 units in the evening"), "6 UI matin, 8 UI soir", "6 units morning, 8 units evening"),
      Said(insulin("8-0-6", total: nil), "8 UI matin, 6 UI soir", "8 units morning, 6 units evening"),
      Said(
        Sig(40, "mg", take: 0.5, to: 1, "tablet", perDay: 2, [.morning, .noon], words: "matin, 1/2 cp midi", daily: Amount(60, "mg")),
        "1 cp matin, ½ cp midi", "1 tablet morning, ½ tablet noon"),
      Said(
        Sig(take: 1, to: 2, "tablet", perDay: 2, [.morning, .bedtime], words: "1-0-0-2"), "1 cp matin, 2 cp coucher",
        "1 tablet morning, 2 tablets bedtime"),
      Said(
        Sig(
          take: 4, to: 10, "IU", route: "subcutaneous", perDay: 3, [.morning, .noon, .evening], words: "matin, 4 UI midi, 6 UI soir",
          daily: Amount(20, "IU")),
        "10 UI matin, 4 UI midi, 6 UI soir SC", "10 units morning, 4 units noon, 6 units evening SC"),
      Said(
        Sig(take: 0.5, to: 1, "tablet", perDay: 3, [.morning, .noon, .evening], words: "1 / ½ / 1"), "1 cp matin, ½ cp midi, 1 cp soir",
        "1 tablet morning, ½ tablet noon, 1 tablet evening"),
    ])
  func told(said: Said) {
    #expect(posology(said.sig, in: .french) == said.french)
    #expect(posology(said.sig, in: .english) == said.english)
  }

  @Test(
    "where they do not, both ends are given and no dose gets a moment",
    arguments: [
      insulin(nil), insulin("soir, 6 UI matin"), insulin("matin 8 UI, soir"), insulin("8 UI soir, 6 UI matin"),
      insulin("matin, 8 UI soir", total: 15),
      insulin("matin et soir"), insulin("matin, 7 UI soir"), insulin("6 à 8 UI matin et soir"), insulin("8-6-0"),
    ])
  func untold(sig: Sig) { #expect(posology(sig, in: .french) == "6 à 8 UI matin et soir") }

  @Test("three doses of which two are known, without a sum") func ambiguous() {
    let sig = Sig(take: 6, to: 8, "IU", perDay: 3, [.morning, .noon, .evening], words: "matin, 6 UI midi, 8 UI soir")
    #expect(posology(sig, in: .french) == "6 à 8 UI matin, midi et soir")
  }
}
