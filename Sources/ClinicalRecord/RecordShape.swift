/// The shape of what `PatientRecord.write(to:)` writes, key for key.
package enum RecordShape {
  package static let document = ShapeDocument(
    name: PatientRecord.format, root: record,
    definitions: ["evidence": evidence, "assertion": assertion, "code": code, "amount": amount])

  private static let record = Shape.object(
    "What pie says about one note. What the note does not give is null or an empty list.",
    [
      "format": .constant(PatientRecord.format, "The contract and its version."),
      "note": note, "engine": engine, "patient": patient, "stay": stay,
      "problems": .array("One entry a concept and assertion.", of: problem),
      "allergies": .array("Intolerances too.", of: allergy),
      "medications": .array("One entry a drug and list.", of: medication),
      "procedures": .array("Operations and other acts.", of: procedure),
      "measurements": .array("Results: no goals, thresholds or reference ranges.", of: measurement),
      "renal_function": renalFunction, "hepatic_function": hepaticFunction,
      "follow_up": .array("Each appointment, test, act to come or safety-net instruction.", of: followUp),
      "ungrounded": .optional(
        .array("What an engine claimed and did not prove; only where it was asked for. None of it is an insight.", of: ungrounded)),
      "warnings": .array("What the reader of this record must know; never a word of the note.", of: warning),
    ])

  // MARK: Definitions

  private static let evidence = Shape.object(
    "A slice of the note that proves an insight.",
    [
      "start": .integer("Where it starts: Unicode scalars from 0 in the note as read.", atLeast: 0),
      "end": .integer("Where it ends: the first Unicode scalar after it.", atLeast: 0),
      "text": .string("The very slice."),
      "section": .nullable(.oneOf(SectionName.self, "The section's normalised name.")),
    ])

  private static let assertion = Shape.object(
    "Whether, how surely, when and for whom it holds.",
    [
      "polarity": .oneOf(Assertion.Polarity.self, "Whether it is there."),
      "certainty": .oneOf(Assertion.Certainty.self, "Hypothetical: \"if fever\", \"return if\"."),
      "time": .oneOf(Assertion.Time.self, "History: under a history heading, chronic disease included."),
      "subject": .oneOf(Assertion.Subject.self, "Whom it is said of."),
    ])

  private static let code = Shape.object(
    "A code of a public vocabulary.", ["system": .oneOf(Code.System.self), "code": .string("As the vocabulary writes it.")])

  private static let amount = Shape.object(
    "A number with its unit.", ["value": .number(), "unit": .nullable(.string("Null where the note has none."))])

  private static func amount(_ meaning: String) -> Shape { .nullable(.reference("amount", meaning)) }
  private static func evidence(_ meaning: String = "The words that prove it.", atLeast count: Int = 1) -> Shape {
    .array(meaning, of: .reference("evidence"), atLeast: count)
  }
  private static let asserted = Shape.reference("assertion")
  private static let codes = Shape.array("Empty where no vocabulary has it.", of: .reference("code"))

  // MARK: The note and its reader

  private static let note = Shape.object(
    "The note itself.",
    [
      "source": .string("Where it came from: a path, or a name for standard input."),
      "language": .oneOf(Language.self, "ISO 639-1."),
      "characters": .integer("Its length in Unicode scalars.", atLeast: 0),
    ])

  private static let engine = Shape.object(
    "Who read the note, at what cost, and how its quotes held.",
    [
      "name": .string("The provider: offline, or a vendor's name."),
      "model": .nullable(.string("Null for the offline engine.")),
      "version": .string("Of pie."),
      "usage": .object(
        "What the reading cost.",
        ["input_tokens": .integer(atLeast: 0), "output_tokens": .integer(atLeast: 0), "cost_usd": .number("In US dollars.", atLeast: 0)]),
      "grounding": .object(
        "What became of the engine's quotes.",
        [
          "quoted": .integer("Claimed.", atLeast: 0),
          "exact": .integer("Found as they stand.", atLeast: 0),
          "normalized": .integer("Found after normalisation.", atLeast: 0),
          "rejected": .integer("Not proven; none of these is in the record.", atLeast: 0),
        ]),
    ])

  private static let ungrounded = Shape.object(
    "A claim that was not proved.",
    [
      "category": .oneOf(PointedClaim.Category.self), "text": .nullable(.string("What was claimed, in the engine's words.")),
      "quotes": .array("What it quoted.", of: .string()), "reason": .string("Why it was not taken."),
    ])

  private static let warning = Shape.object(
    "Something to know before relying on the record.",
    ["code": .oneOf(Warning.Code.self, "For a machine."), "message": .string("For a person.")])

  // MARK: The patient and the stay

  private static let patient = Shape.object(
    "Who the patient is.",
    [
      "age": .nullable(
        .object("At the time of the note.", ["value": .number(atLeast: 0), "unit": .oneOf(Patient.Age.Unit.self), "evidence": evidence()])),
      "sex": .nullable(
        .object("As the note says or its grammar shows.", ["value": .oneOf(Patient.Sex.Value.self), "evidence": evidence()])),
    ])

  private static let stay = Shape.object(
    "Why and when the patient came.",
    [
      "reason": .nullable(.object("Why the patient came.", ["text": .string("In the note's words."), "evidence": evidence()])),
      "admitted": day("When the patient came."), "discharged": day("When the patient left."),
    ])

  private static func day(_ meaning: String) -> Shape {
    .nullable(.object(meaning, ["date": .date("A partial date stays partial."), "evidence": evidence()]))
  }

  // MARK: What the patient has and takes

  private static let problem = Shape.object(
    "A disorder or a symptom, had, feared or ruled out.",
    [
      "name": .string("In the note's words."), "kind": .oneOf(Problem.Kind.self), "assertion": asserted, "codes": codes,
      "evidence": evidence(),
    ])

  private static let allergy = Shape.object(
    "A substance that the patient does not bear.",
    [
      "substance": .string("In the note's words."),
      "reaction": .nullable(.string("What it does to the patient.")),
      "assertion": asserted, "codes": codes, "evidence": evidence(),
    ])

  private static let medication = Shape.object(
    "A drug and how it is taken.",
    [
      "name": .string("As written."),
      "ingredients": .array("INN, lower case, English, in the label's order.", of: .string()),
      "codes": codes,
      "list": .oneOf(
        Medication.List.self, "Home: taken on arrival; discharge: prescribed on leaving; inpatient: in the stay only; mentioned: the rest."),
      "status": .oneOf(Medication.Status.self, "What the note says becomes of it."),
      "strength": amount("Of one unit, or of one dose where no unit is counted."),
      "quantity": .nullable(
        .object(
          "The count per intake.",
          [
            "value": .number(atLeast: 0),
            "max": .nullable(.number("Of a range or an uneven regimen.", atLeast: 0)),
            "unit": .nullable(.string("tablet, puff, IU and the like.")),
          ])),
      "route": .nullable(.string("Said, or following from the form.")),
      "frequency": .nullable(
        .object(
          "How often.",
          [
            "text": .nullable(.string("The note's words for it.")),
            "times_per_day": .nullable(.number("0.5 for every other day.", atLeast: 0)),
            "interval_hours": .nullable(.number("168 for weekly.", atLeast: 0)),
            "times": .array("The moments of the day.", of: .oneOf(Sig.Moment.self)),
            "as_needed": .boolean("Whether only when needed."),
          ])),
      "duration": .nullable(.object("For how long.", ["value": .number(atLeast: 0), "unit": .oneOf(Sig.Duration.Unit.self)])),
      "daily_dose": amount("Strength × quantity (1 where unsaid) × times a day."),
      "assertion": asserted, "evidence": evidence(),
    ])

  // MARK: What was done and found, and what comes

  private static let procedure = Shape.object(
    "An operation or another act.",
    [
      "name": .string("In the note's words."), "date": .nullable(.date("When it was done.")), "assertion": asserted, "evidence": evidence(),
    ])

  private static let measurement = Shape.object(
    "One result.",
    [
      "name": .string("Its normalised name: creatinine, systolic_bp."),
      "label": .string("Its name as the note has it."),
      "value": .number("As written."),
      "unit": .nullable(.string("Null where the note has none.")),
      "comparator": .nullable(.oneOf(Measurement.Comparator.self, "Of the value, where the result is a bound.")),
      "flag": .nullable(.oneOf(Measurement.Flag.self, "Against the reference range.")),
      "date": .nullable(.date("When it was measured.")), "codes": codes, "evidence": evidence(),
    ])

  private static let renalFunction = Shape.object(
    "From the latest results.",
    [
      "creatinine": amount("In blood."),
      "egfr": .nullable(
        .object(
          "The estimated glomerular filtration rate.",
          [
            "value": .number(atLeast: 0), "unit": .nullable(.string()),
            "source": .oneOf(RenalFunction.Source.self, "Whether the note gives it, or pie computed it."),
            "equation": .nullable(.string("Of a computed rate.")),
          ])),
      "stage": .nullable(.oneOf(RenalFunction.Stage.self, "KDIGO's category of the filtration rate.")),
      "summary": .nullable(.string("In the note's language.")),
      "evidence": evidence("Empty where there is no result.", atLeast: 0),
    ])

  private static let hepaticFunction = Shape.object(
    "From the latest results.",
    [
      "ast": amount("Aspartate aminotransferase."), "alt": amount("Alanine aminotransferase."), "bilirubin": amount("Total bilirubin."),
      "alp": amount("Alkaline phosphatase."), "ggt": amount("Gamma-glutamyl transferase."), "albumin": amount("In blood."),
      "inr": amount("International normalised ratio."),
      "child_pugh": .nullable(
        .object("Only where the note reports it.", ["score": .number("From 5 to 15.", atLeast: 0), "class": .oneOf(["A", "B", "C"])])),
      "summary": .nullable(.string("In the note's language.")),
      "evidence": evidence("Empty where there is no result.", atLeast: 0),
    ])

  private static let followUp = Shape.object(
    "One thing to come.",
    [
      "text": .string("In the note's words."), "date": .nullable(.date("When it is due.")), "evidence": evidence(),
    ])
}
