internal import ClinicalRecord

/// What is counted at an intake: a quantity's unit in words.
enum DoseForm {
  /// The record's name of a form (`value` of the kind `form` in sigwords.tsv) in both languages.
  private static let names: [String: CountedPhrase] = [
    "tablet": CountedPhrase(Phrase("cp", "tablet"), Phrase("cp", "tablets")),
    "capsule": CountedPhrase(Phrase("gélule", "capsule"), Phrase("gélules", "capsules")),
    "sachet": CountedPhrase(Phrase("sachet", "sachet"), Phrase("sachets", "sachets")),
    "spoon": CountedPhrase(Phrase("cuillère", "spoonful"), Phrase("cuillères", "spoonfuls")),
    "drop": CountedPhrase(Phrase("goutte", "drop"), Phrase("gouttes", "drops")),
    "puff": CountedPhrase(Phrase("bouffée", "puff"), Phrase("bouffées", "puffs")),
    "inhalation": CountedPhrase(Phrase("inhalation", "inhalation"), Phrase("inhalations", "inhalations")),
    "nebule": CountedPhrase(Phrase("nébulisation", "nebule"), Phrase("nébulisations", "nebules")),
    "spray": CountedPhrase(Phrase("pulvérisation", "spray"), Phrase("pulvérisations", "sprays")),
    "dose": CountedPhrase(Phrase("dose", "dose"), Phrase("doses", "doses")),
    "ampoule": CountedPhrase(Phrase("ampoule", "ampoule"), Phrase("ampoules", "ampoules")),
    "vial": CountedPhrase(Phrase("flacon", "vial"), Phrase("flacons", "vials")),
    "syringe": CountedPhrase(Phrase("seringue", "syringe"), Phrase("seringues", "syringes")),
    "injection": CountedPhrase(Phrase("injection", "injection"), Phrase("injections", "injections")),
    "patch": CountedPhrase(Phrase("patch", "patch"), Phrase("patchs", "patches")),
    "suppository": CountedPhrase(Phrase("suppositoire", "suppository"), Phrase("suppositoires", "suppositories")),
    "pessary": CountedPhrase(Phrase("ovule", "pessary"), Phrase("ovules", "pessaries")),
    "lozenge": CountedPhrase(Phrase("pastille", "lozenge"), Phrase("pastilles", "lozenges")),
    "film": CountedPhrase(Phrase("film", "film"), Phrase("films", "films")),
    "application": CountedPhrase(Phrase("application", "application"), Phrase("applications", "applications")),
    "IU": CountedPhrase(Phrase("UI", "unit"), Phrase("UI", "units")),
  ]

  private static let routes = [
    "puff": "inhaled", "inhalation": "inhaled", "nebule": "inhaled", "patch": "transdermal", "suppository": "rectal", "pessary": "vaginal",
    "application": "topical",
  ]

  /// The form's name for `count` of them; the unit as the record has it where it is none of these.
  static func name(of unit: String?, for count: Double, in language: Language) -> String {
    guard let unit else { return "" }
    return names[unit].map { language.word($0, for: count) } ?? visible(language.unit(unit))
  }

  /// `1½` of what can be parted, `1,5` of what is measured.
  static func count(_ value: Double, of unit: String?, in language: Language) -> String {
    guard let unit else { return language.count(value) }
    return names[unit] != nil && unit != "IU" ? language.count(value) : language.number(value)
  }

  /// The route that a form can only have.
  static func route(of unit: String?) -> String? { unit.flatMap { routes[$0] } }
}

enum Route {
  static let names: [String: Phrase] = [
    "intravenous": Phrase("IV", "IV"), "subcutaneous": Phrase("SC", "SC"), "intramuscular": Phrase("IM", "IM"),
    "inhaled": Phrase("inhalé", "inhaled"), "nasal": Phrase("nasal", "nasal"), "ophthalmic": Phrase("ophtalmique", "in the eye"),
    "otic": Phrase("auriculaire", "in the ear"), "topical": Phrase("local", "topical"), "rectal": Phrase("rectal", "rectal"),
    "vaginal": Phrase("vaginal", "vaginal"), "sublingual": Phrase("sublingual", "sublingual"),
    "transdermal": Phrase("transdermique", "transdermal"),
  ]
}
