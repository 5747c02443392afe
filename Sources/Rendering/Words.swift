/// The report's own words.
enum Words {
  // headings
  static let problems = Phrase("Problèmes", "Problems")
  static let home = Phrase("Traitement habituel", "Home medications")
  static let discharge = Phrase("Traitement de sortie", "Discharge medications")
  static let inpatient = Phrase("Traitement pendant le séjour", "Inpatient medications")
  static let mentioned = Phrase("Médicaments cités", "Medications mentioned")
  static let results = Phrase("Résultats", "Results")
  static let procedures = Phrase("Actes", "Procedures")
  static let followUp = Phrase("Suivi", "Follow-up")
  static let warnings = Phrase("Avertissements", "Warnings")
  static let ungrounded = Phrase("Affirmations sans preuve dans la note", "Claims that the note does not prove")

  // the note, the patient, the stay
  static let noteLanguage = Phrase("note en français", "note in English")
  static let characters = CountedPhrase(Phrase("caractère", "character"), Phrase("caractères", "characters"))
  static let man = Phrase("Homme", "Man")
  static let woman = Phrase("Femme", "Woman")
  static let boy = Phrase("Garçon", "Boy")
  static let girl = Phrase("Fille", "Girl")
  static let reason = Phrase("Motif", "Reason")

  // allergies
  static let allergy = CountedPhrase(Phrase("ALLERGIE", "ALLERGY"), Phrase("ALLERGIES", "ALLERGIES"))
  static let possibleAllergy = Phrase("ALLERGIE POSSIBLE", "POSSIBLE ALLERGY")
  static let allergies = Phrase("Allergies", "Allergies")
  static let noAllergyTo = Phrase("Pas d’allergie", "No allergy")
  static let othersAllergy = Phrase("Allergie d’un proche", "Another person's allergy")

  // problems
  static let symptoms = Phrase("Symptômes", "Symptoms")
  static let possible = Phrase("Possible", "Possible")
  static let history = Phrase("Antécédents", "History")
  static let absent = Phrase("Absent", "Absent")
  static let family = Phrase("Famille", "Family")
  static let others = Phrase("Entourage", "Others")
  static let toWatch = Phrase("À surveiller", "Return if")
  static let inHistory = Phrase("antécédent", "past")
  static let notPresent = Phrase("absent", "absent")

  // results
  static let renal = Phrase("Rein", "Kidney")
  static let hepatic = Phrase("Foie", "Liver")
  static let vitals = Phrase("Constantes", "Vital signs")
  static let tests = Phrase("Examens", "Tests")
  static let on = Phrase("du", "on")
  static let creatinine = Phrase("créatinine", "creatinine")
  static let egfr = Phrase("DFG", "eGFR")
  static let computed = Phrase("calculé", "computed")
  static let stage = Phrase("stade", "stage")

  // procedures
  static let done = Phrase("Faits", "Done")
  static let planned = Phrase("Prévus", "Planned")
  static let notDone = Phrase("Non faits", "Not done")
  static let proposed = Phrase("À discuter", "Under discussion")

  // the engine
  static let quotes = CountedPhrase(Phrase("citation", "quote"), Phrase("citations", "quotes"))
  static let exact = CountedPhrase(Phrase("exacte", "exact"), Phrase("exactes", "exact"))
  static let normalized = CountedPhrase(Phrase("normalisée", "normalised"), Phrase("normalisées", "normalised"))
  static let rejected = CountedPhrase(Phrase("rejetée", "rejected"), Phrase("rejetées", "rejected"))
  static let tokens = Phrase("jetons", "tokens")
}
