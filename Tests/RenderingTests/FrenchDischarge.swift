import ClinicalRecord

/// A fictitious patient's discharge letter and all that it says.
enum FrenchDischarge {
  static let text = """
    Mme Odette Exemple, 81 ans, hospitalisée du 12/03/2024 au 20/03/2024 pour dyspnée d'aggravation progressive
    et prise de poids de 4 kg en une semaine.
    Allergies : pénicilline (choc anaphylactique), iode (urticaire).
    Antécédents : HTA, fibrillation atriale, diabète de type 2, hypothyroïdie substituée, maladie rénale chronique.
    Mère : cancer du sein. Pas de diabète chez le père. Intolérance aux statines ?
    Traitement à l'entrée :
    - FUROSEMIDE 40 mg 1 cp matin
    - ELIQUIS 2,5 mg 1 cp matin et soir
    - METFORMINE 1000 mg 1 cp matin et soir (arrêtée : DFG 28)
    - LANTUS 18 UI le soir en SC
    - LEVOTHYROX 75 µg 1 j/2
    - DOLIPRANE 1 g 1 à 2 cp toutes les 8 h si besoin
    - AUGMENTIN 1 g/125 mg arrêté en février
    Histoire : toux, œdèmes des membres inférieurs. Pas de fièvre, pas de douleur thoracique. Une embolie pulmonaire est possible.
    Décompensation cardiaque globale sur pneumopathie basale droite.
    TA 142/85 mmHg, FC 112/min, SpO2 88 %, T 37,2 °C, poids 68,5 kg.
    Le 12/03 : créatinine 152 µmol/L, DFG 28, Hb 9,8 g/dL, leucocytes 14,2 G/L, CRP 112 mg/L, K+ 6,4 mmol/L, NT-proBNP > 5000 ng/L,
    plaquettes 245 000 /mm3, ASAT 52 UI/L, ALAT 48 UI/L, albumine 31 g/L, INR 1,1, TSH 2,1 mUI/L.
    Le 18/03 : créatinine 138 µmol/L, K+ 4,6 mmol/L, Hb 10,4 g/dL.
    ETT le 13/03/2024 : FEVG 35 %. Coronarographie non réalisée. Pose de pacemaker en 2019. IRM à prévoir.
    Reçu : FUROSEMIDE IV 40 mg x 2/j, CEFTRIAXONE 1 g/24h pendant 7 jours.
    Traitement de sortie :
    - FUROSEMIDE 40 mg 1 cp matin, 1/2 cp midi
    - BISOPROLOL 1,25 mg 1 cp le matin
    - ELIQUIS 2,5 mg 1 cp matin et soir
    - LANTUS 14 UI le soir en SC
    - ENTRESTO 24 mg/26 mg 1 cp matin et soir
    - UVEDOSE 100 000 UI 1 ampoule par mois
    - RAMIPRIL suspendu
    Cardiologue le 12/04/2024. Ionogramme sanguin à J7 chez le médecin traitant, avec résultat adressé au service pour adaptation de la dose de
    diurétique. Consulter si dyspnée ou prise de poids.
    """

  static var record: PatientRecord {
    var note = RecordBuilder(text, source: "crh-exemple.txt", language: .french)
    note.record.patient.age = Patient.Age(value: 81, unit: .years, evidence: note.evidence(["81 ans"]))
    note.record.patient.sex = Patient.Sex(value: .female, evidence: note.evidence(["Mme"]))
    note.record.stay.admitted = Stay.Day(date: "2024-03-12", evidence: note.evidence(["12/03/2024"]))
    note.record.stay.discharged = Stay.Day(date: "2024-03-20", evidence: note.evidence(["20/03/2024"]))
    note.record.stay.reason = Stay.Reason(
      text: "dyspnée d'aggravation progressive et prise de poids",
      evidence: note.evidence(["dyspnée d'aggravation progressive\net prise de poids de 4 kg en une semaine"]))
    allergiesAndProblems(&note)
    medications(&note)
    results(&note)
    plans(&note)
    note.record.engine.grounding.quoted = 61
    note.record.engine.grounding.exact = 59
    note.record.engine.grounding.normalized = 1
    note.record.engine.grounding.rejected = 1
    note.record.warnings = [Warning(.valueNotInSource, "une dose a été écartée : son chiffre n'est pas dans la citation")]
    return note.record
  }

  private static func allergiesAndProblems(_ note: inout RecordBuilder) {
    note.allergy("pénicilline", "choc anaphylactique", says: "pénicilline (choc anaphylactique)")
    note.allergy("iode", "urticaire", says: "iode (urticaire)")
    note.allergy("statines", says: "Intolérance aux statines ?") { $0.certainty = .possible }
    note.problem("décompensation cardiaque", "Décompensation cardiaque globale", icd10: "I50.9")
    note.problem("pneumopathie basale droite", "pneumopathie basale droite", icd10: "J18.9")
    note.problem("dyspnée", "dyspnée", .symptom, icd10: "R06.0")
    note.problem("toux", "toux", .symptom, icd10: "R05")
    note.problem("œdèmes des membres inférieurs", "œdèmes des membres inférieurs", .symptom, icd10: "R60.0")
    note.problem("embolie pulmonaire", "embolie pulmonaire", icd10: "I26.9") { $0.certainty = .possible }
    for (name, code) in [
      ("HTA", "I10"), ("fibrillation atriale", "I48"), ("diabète de type 2", "E11.9"), ("hypothyroïdie", "E03.9"),
      ("maladie rénale chronique", "N18.9"),
    ] {
      note.problem(name, name, icd10: code) { $0.time = .history }
    }
    note.problem("fièvre", "fièvre", .symptom) { $0.polarity = .absent }
    note.problem("douleur thoracique", "douleur thoracique", .symptom) { $0.polarity = .absent }
    note.problem("cancer du sein", "cancer du sein", icd10: "C50.9") { $0.subject = .family }
    note.problem("diabète", "Pas de diabète chez le père") {
      $0.subject = .family
      $0.polarity = .absent
    }
    note.problem("dyspnée", "si dyspnée", .symptom) { $0.certainty = .hypothetical }
    note.problem("prise de poids", "ou prise de poids", .symptom) { $0.certainty = .hypothetical }
  }

  private static func medications(_ note: inout RecordBuilder) {
    func apixaban() -> Sig {
      Sig(2.5, "mg", take: 1, "tablet", perDay: 2, [.morning, .evening], words: "matin et soir", daily: Amount(5, "mg"))
    }
    note.medication(
      "FUROSEMIDE", ["furosemide"], .home, .changed, sig: Sig(40, "mg", take: 1, "tablet", perDay: 1, [.morning], daily: Amount(40, "mg")),
      says: "FUROSEMIDE 40 mg 1 cp matin")
    note.medication("ELIQUIS", ["apixaban"], .home, sig: apixaban(), says: "ELIQUIS 2,5 mg 1 cp matin et soir")
    note.medication(
      "METFORMINE", ["metformin"], .home, .stopped,
      sig: Sig(1000, "mg", take: 1, "tablet", perDay: 2, [.morning, .evening], daily: Amount(2000, "mg")),
      says: "METFORMINE 1000 mg 1 cp matin et soir",
      "arrêtée")
    note.medication(
      "LANTUS", ["insulin glargine"], .home, .changed,
      sig: Sig(take: 18, "IU", route: "subcutaneous", perDay: 1, [.evening], daily: Amount(18, "IU")), says: "LANTUS 18 UI le soir en SC")
    note.medication("LEVOTHYROX", ["levothyroxine"], .home, sig: Sig(75, "µg", route: "oral", perDay: 0.5), says: "LEVOTHYROX 75 µg 1 j/2")
    note.medication(
      "DOLIPRANE", ["paracetamol"], .home, sig: Sig(1, "g", take: 1, to: 2, "tablet", every: 8, prn: true),
      says: "DOLIPRANE 1 g 1 à 2 cp toutes les 8 h si besoin")
    note.medication("RAMIPRIL", ["ramipril"], .discharge, .held, sig: Sig(), says: "RAMIPRIL suspendu")
    note.medication(
      "FUROSEMIDE", ["furosemide"], .discharge, .changed,
      sig: Sig(40, "mg", take: 0.5, to: 1, "tablet", perDay: 2, [.morning, .noon], words: "matin, 1/2 cp midi", daily: Amount(60, "mg")),
      says: "FUROSEMIDE 40 mg 1 cp matin, 1/2 cp midi")
    note.medication(
      "BISOPROLOL", ["bisoprolol"], .discharge, .started,
      sig: Sig(1.25, "mg", take: 1, "tablet", perDay: 1, [.morning], daily: Amount(1.25, "mg")), says: "BISOPROLOL 1,25 mg 1 cp le matin")
    note.medication("ELIQUIS", ["apixaban"], .discharge, sig: apixaban(), says: "ELIQUIS 2,5 mg 1 cp matin et soir")
    note.medication(
      "LANTUS", ["insulin glargine"], .discharge, .changed,
      sig: Sig(take: 14, "IU", route: "subcutaneous", perDay: 1, [.evening], daily: Amount(14, "IU")), says: "LANTUS 14 UI le soir en SC")
    note.medication(
      "ENTRESTO", ["sacubitril", "valsartan"], .discharge, .started,
      sig: Sig(24, "mg", take: 1, "tablet", perDay: 2, [.morning, .evening], daily: Amount(48, "mg")),
      says: "ENTRESTO 24 mg/26 mg 1 cp matin et soir")
    note.medication(
      "UVEDOSE", ["cholecalciferol"], .discharge, .planned, sig: Sig(100_000, "IU", take: 1, "ampoule", every: 720),
      says: "UVEDOSE 100 000 UI 1 ampoule par mois")
    note.medication(
      "FUROSEMIDE", ["furosemide"], .inpatient, sig: Sig(40, "mg", route: "intravenous", perDay: 2, daily: Amount(80, "mg")),
      says: "FUROSEMIDE IV 40 mg x 2/j")
    note.medication(
      "CEFTRIAXONE", ["ceftriaxone"], .inpatient,
      sig: Sig(1, "g", every: 24, for: Sig.Duration(value: 7, unit: .days), daily: Amount(1, "g")),
      says: "CEFTRIAXONE 1 g/24h pendant 7 jours")
    note.medication(
      "AUGMENTIN", ["amoxicillin", "clavulanic acid"], .mentioned, .stopped, sig: Sig(1, "g"),
      says: "AUGMENTIN 1 g/125 mg arrêté en février")
  }

  private static func results(_ note: inout RecordBuilder) {
    note.measurement("systolic_bp", "TA", 142, "mmHg", .high, says: "TA 142/85 mmHg")
    note.measurement("diastolic_bp", "TA", 85, "mmHg", .normal, says: "TA 142/85 mmHg")
    note.measurement("heart_rate", "FC", 112, "/min", .high, says: "FC 112/min")
    note.measurement("spo2", "SpO2", 88, "%", .critical, says: "SpO2 88 %")
    note.measurement("temperature", "T", 37.2, "°C", .normal, says: "T 37,2 °C")
    note.measurement("weight", "poids", 68.5, "kg", nil, says: "poids 68,5 kg")
    let first = "2024-03-12"
    note.measurement("creatinine", "créatinine", 152, "µmol/L", .high, date: first, says: "créatinine 152 µmol/L")
    note.measurement("egfr", "DFG", 28, nil, .low, date: first, says: "DFG 28, Hb")
    note.measurement("hemoglobin", "Hb", 9.8, "g/dL", .low, date: first, says: "Hb 9,8 g/dL")
    note.measurement("leukocytes", "leucocytes", 14.2, "G/L", .high, date: first, says: "leucocytes 14,2 G/L")
    note.measurement("crp", "CRP", 112, "mg/L", .high, date: first, says: "CRP 112 mg/L")
    note.measurement("potassium", "K+", 6.4, "mmol/L", .critical, date: first, says: "K+ 6,4 mmol/L")
    note.measurement("nt_probnp", "NT-proBNP", 5000, "ng/L", .high, comparator: .greater, date: first, says: "NT-proBNP > 5000 ng/L")
    note.measurement("platelets", "plaquettes", 245_000, "/mm3", .normal, date: first, says: "plaquettes 245 000 /mm3")
    note.measurement("ast", "ASAT", 52, "IU/L", .high, date: first, says: "ASAT 52 UI/L")
    note.measurement("alt", "ALAT", 48, "IU/L", nil, date: first, says: "ALAT 48 UI/L")
    note.measurement("albumin", "albumine", 31, "g/L", .low, date: first, says: "albumine 31 g/L")
    note.measurement("tsh", "TSH", 2.1, "mIU/L", .normal, date: first, says: "TSH 2,1 mUI/L")
    let second = "2024-03-18"
    note.measurement("creatinine", "créatinine", 138, "µmol/L", .high, date: second, says: "créatinine 138 µmol/L")
    note.measurement("potassium", "K+", 4.6, "mmol/L", .normal, date: second, says: "K+ 4,6 mmol/L")
    note.measurement("hemoglobin", "Hb", 10.4, "g/dL", .low, date: second, says: "Hb 10,4 g/dL")
    note.measurement("lvef", "FEVG", 35, "%", .low, date: "2024-03-13", says: "FEVG 35 %")
    var renal = RenalFunction()
    renal.creatinine = Amount(138, "µmol/L")
    renal.egfr = RenalFunction.FiltrationRate(value: 33, unit: "mL/min/1.73m2", source: .computed, equation: "CKD-EPI 2021")
    renal.stage = .g3b
    renal.summary = "diminution modérée à sévère"
    renal.evidence = note.evidence(["créatinine 138 µmol/L", "81 ans", "Mme"])
    note.record.renalFunction = renal
    var liver = HepaticFunction()
    liver.ast = Amount(52, "IU/L")
    liver.alt = Amount(48, "IU/L")
    liver.albumin = Amount(31, "g/L")
    liver.inr = Amount(1.1, nil)
    liver.childPugh = HepaticFunction.ChildPugh(score: 7, grade: "B")
    liver.evidence = note.evidence(["ASAT 52 UI/L", "ALAT 48 UI/L", "albumine 31 g/L", "INR 1,1"])
    note.record.hepaticFunction = liver
  }

  private static func plans(_ note: inout RecordBuilder) {
    note.procedure("ETT", "2024-03-13", "ETT le 13/03/2024")
    note.procedure("pose de pacemaker", "2019", "Pose de pacemaker en 2019") { $0.time = .history }
    note.procedure("IRM", nil, "IRM à prévoir") { $0.time = .planned }
    note.procedure("coronarographie", nil, "Coronarographie non réalisée") { $0.polarity = .absent }
    note.followUp("Cardiologue", "2024-04-12", "Cardiologue le 12/04/2024")
    let blood = """
      Ionogramme sanguin à J7 chez le médecin traitant, avec résultat adressé au service pour adaptation de la dose de
      diurétique
      """
    note.followUp(String(blood.map { $0 == "\n" ? " " : $0 }), nil, blood)
    note.followUp("Consulter si dyspnée ou prise de poids", nil, "Consulter si dyspnée ou prise de poids")
  }
}
