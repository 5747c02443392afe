import ClinicalRecord
import Testing

@testable import Rendering

/// A sig and how it is said in both languages.
struct Said: Sendable, CustomTestStringConvertible {
  var sig: Sig
  var french: String
  var english: String
  var testDescription: String { french }

  init(_ sig: Sig, _ french: String, _ english: String) {
    self.sig = sig
    self.french = french
    self.english = english
  }
}

private func check(_ said: Said) {
  #expect(posology(said.sig, in: .french) == said.french)
  #expect(posology(said.sig, in: .english) == said.english)
}

@Suite("posology")
struct PosologyTests {
  @Test(
    "quantities",
    arguments: [
      Said(Sig(), "", ""),
      Said(Sig(take: 1, "tablet"), "1 cp", "1 tablet"),
      Said(Sig(take: 2, "tablet"), "2 cp", "2 tablets"),
      Said(Sig(take: 0.5, "tablet"), "½ cp", "½ tablet"),
      Said(Sig(take: 1.5, "tablet"), "1½ cp", "1½ tablets"),
      Said(Sig(take: 0.25, "tablet"), "¼ cp", "¼ tablet"),
      Said(Sig(take: 0.75, "tablet"), "¾ cp", "¾ tablet"),
      Said(Sig(take: 1.0 / 3, "tablet"), "⅓ cp", "⅓ tablet"),
      Said(Sig(take: 1, to: 2, "tablet"), "1 à 2 cp", "1 to 2 tablets"),
      Said(Sig(take: 0.5, to: 1, "tablet"), "½ à 1 cp", "½ to 1 tablet"),
      Said(Sig(take: 1.5, "capsule"), "1½ gélule", "1½ capsules"),
      Said(Sig(take: 2, "capsule"), "2 gélules", "2 capsules"),
      Said(Sig(take: 1, to: 2, "sachet"), "1 à 2 sachets", "1 to 2 sachets"),
      Said(Sig(take: 20, "drop"), "20 gouttes", "20 drops"),
      Said(Sig(take: 1, to: 2, "puff"), "1 à 2 bouffées", "1 to 2 puffs"),
      Said(Sig(take: 1, "suppository"), "1 suppositoire", "1 suppository"),
      Said(Sig(take: 2, "patch"), "2 patchs", "2 patches"),
      Said(Sig(take: 2.5, "mL"), "2,5 mL", "2.5 mL"),
      Said(Sig(take: 0.5, "mL"), "0,5 mL", "0.5 mL"),
      Said(Sig(take: 18, "IU"), "18 UI", "18 units"),
      Said(Sig(take: 1, "IU"), "1 UI", "1 unit"),
      Said(Sig(take: 6.5, "IU"), "6,5 UI", "6.5 units"),
      Said(Sig(take: 5000, "IU"), "5000 UI", "5000 units"),
      Said(Sig(take: 12_500, "IU"), "12 500 UI", "12,500 units"),
      Said(Sig(take: 2), "2", "2"),
      Said(Sig(take: 1, to: 1, "tablet"), "1 cp", "1 tablet"),
      Said(Sig(take: 3, "gommes"), "3 gommes", "3 gommes"),
    ])
  func quantities(said: Said) { check(said) }

  @Test(
    "rhythms",
    arguments: [
      Said(Sig(perDay: 1), "1 fois par jour", "once a day"),
      Said(Sig(perDay: 2), "2 fois par jour", "twice a day"),
      Said(Sig(perDay: 3), "3 fois par jour", "3 times a day"),
      Said(Sig(perDay: 6), "6 fois par jour", "6 times a day"),
      Said(Sig(perDay: 0.5), "1 jour sur 2", "every other day"),
      Said(Sig(perDay: 0.333333), "1 jour sur 3", "every 3 days"),
      Said(Sig(perDay: 0.25), "1 jour sur 4", "every 4 days"),
      Said(Sig(perDay: 3.0 / 7), "3 fois par semaine", "3 times a week"),
      Said(Sig(perDay: 0.43), "3 fois par semaine", "3 times a week"),
      Said(Sig(perDay: 2.0 / 7), "2 fois par semaine", "twice a week"),
      Said(Sig(perDay: 5.0 / 7), "5 fois par semaine", "5 times a week"),
      Said(Sig(perDay: 1.0 / 7), "1 fois par semaine", "once a week"),
      Said(Sig(perDay: 0.142857), "1 fois par semaine", "once a week"),
      Said(Sig(perDay: 10.0 / 7), "10 fois par semaine", "10 times a week"),
      Said(Sig(perDay: 1.0 / 14), "toutes les 2 semaines", "every 2 weeks"),
      Said(Sig(perDay: 1.0 / 30), "1 fois par mois", "once a month"),
      Said(Sig(perDay: 1.6), "1,6 fois par jour", "1.6 times a day"),
      Said(Sig(every: 8), "toutes les 8 h", "every 8 h"),
      Said(Sig(every: 1), "toutes les heures", "every hour"),
      Said(Sig(every: 0.5), "toutes les 30 min", "every 30 min"),
      Said(Sig(every: 24), "toutes les 24 h", "every 24 h"),
      Said(Sig(every: 36), "toutes les 36 h", "every 36 h"),
      Said(Sig(every: 48), "tous les 2 jours", "every other day"),
      Said(Sig(every: 72), "tous les 3 jours", "every 3 days"),
      Said(Sig(every: 2.4e25), "tous les 1e+24 jours", "every 1e+24 days"),
      Said(Sig(every: 56), "3 fois par semaine", "3 times a week"),
      Said(Sig(every: 84), "2 fois par semaine", "twice a week"),
      Said(Sig(every: 168), "1 fois par semaine", "once a week"),
      Said(Sig(every: 336), "toutes les 2 semaines", "every 2 weeks"),
      Said(Sig(every: 672), "toutes les 4 semaines", "every 4 weeks"),
      Said(Sig(every: 720), "1 fois par mois", "once a month"),
      Said(Sig(every: 360), "tous les 15 jours", "every 15 days"),
      Said(Sig(every: 2160), "tous les 3 mois", "every 3 months"),
      Said(Sig(every: 8760), "1 fois par an", "once a year"),
      Said(Sig(every: 17_520), "tous les 2 ans", "every 2 years"),
    ])
  func rhythms(said: Said) { check(said) }

  @Test(
    "moments",
    arguments: [
      Said(Sig(perDay: 1, [.morning]), "le matin", "in the morning"),
      Said(Sig(perDay: 1, [.noon]), "le midi", "at noon"),
      Said(Sig(perDay: 1, [.evening]), "le soir", "in the evening"),
      Said(Sig(perDay: 1, [.bedtime]), "au coucher", "at bedtime"),
      Said(Sig(perDay: nil, [.morning]), "le matin", "in the morning"),
      Said(Sig(every: 24, [.evening]), "le soir", "in the evening"),
      Said(Sig(every: 12, [.morning, .evening]), "matin et soir", "morning and evening"),
      Said(Sig(perDay: 2, [.morning, .evening]), "matin et soir", "morning and evening"),
      Said(Sig(perDay: 3, [.morning, .noon, .evening]), "matin, midi et soir", "morning, noon and evening"),
      Said(Sig(perDay: 4, Sig.Moment.allCases), "matin, midi, soir et coucher", "morning, noon, evening and bedtime"),
      Said(Sig(perDay: 3.0 / 7, [.evening]), "3 fois par semaine, le soir", "3 times a week, in the evening"),
      Said(Sig(perDay: 0.5, [.morning]), "1 jour sur 2, le matin", "every other day, in the morning"),
      Said(Sig(perDay: 3, [.bedtime]), "3 fois par jour, au coucher", "3 times a day, at bedtime"),
    ])
  func moments(said: Said) { check(said) }

  @Test(
    "as needed, for how long, by which route",
    arguments: [
      Said(Sig(take: 2, "puff", route: "inhaled", prn: true), "2 bouffées si besoin", "2 puffs as needed"),
      Said(
        Sig(take: 1, "tablet", every: 8, prn: true, for: .init(value: 5, unit: .days)), "1 cp toutes les 8 h si besoin pendant 5 j",
        "1 tablet every 8 h as needed for 5 days"),
      Said(Sig(prn: true), "si besoin", "as needed"),
      Said(Sig(perDay: 2, for: .init(value: 1, unit: .days)), "2 fois par jour pendant 1 j", "twice a day for 1 day"),
      Said(Sig(perDay: 1, for: .init(value: 1, unit: .weeks)), "1 fois par jour pendant 1 semaine", "once a day for 1 week"),
      Said(Sig(perDay: 1, for: .init(value: 6, unit: .weeks)), "1 fois par jour pendant 6 semaines", "once a day for 6 weeks"),
      Said(Sig(perDay: 1, for: .init(value: 3, unit: .months)), "1 fois par jour pendant 3 mois", "once a day for 3 months"),
      Said(Sig(perDay: 1, for: .init(value: 2, unit: .years)), "1 fois par jour pendant 2 ans", "once a day for 2 years"),
      Said(Sig(for: .init(value: 48, unit: .hours)), "pendant 48 h", "for 48 hours"),
      Said(Sig(take: 18, "IU", route: "subcutaneous", perDay: 1, [.evening]), "18 UI SC le soir", "18 units SC in the evening"),
      Said(Sig(route: "intravenous", perDay: 2), "IV 2 fois par jour", "IV twice a day"),
      Said(Sig(take: 1, "tablet", route: "oral", perDay: 1), "1 cp 1 fois par jour", "1 tablet once a day"),
      Said(Sig(take: 1, "tablet", route: "sublingual", prn: true), "1 cp sublingual si besoin", "1 tablet sublingual as needed"),
      Said(Sig(take: 1, "patch", route: "transdermal", every: 72), "1 patch tous les 3 jours", "1 patch every 3 days"),
      Said(Sig(take: 1, "drop", route: "ophthalmic", perDay: 1), "1 goutte ophtalmique 1 fois par jour", "1 drop in the eye once a day"),
      Said(Sig(words: "selon INR"), "selon INR", "selon INR"),
      Said(Sig(take: 1, "tablet", words: "selon INR"), "1 cp", "1 tablet"),
    ])
  func conditions(said: Said) { check(said) }
}
