public import TextScanning

/// The sets of little words that rules look at (`words.tsv`).
@usableFromInline package enum WordClass: String, Sendable, CaseIterable {
  case and
  case or
  case articles
  case of
  case until
  case to
  case si
  case bystanderBefore = "bystander_before"
  case bystanderAfter = "bystander_after"
  case at
  case years
  case months
  case weeks
  case days
  case since
  case no
  case then
  case on
  case goal
  case verbs
  case nameStop = "name_stop"
  case salts
  case resistant
  case x
  case every
  case q
  case hours
  case per
  case j
  case born
  case aged
  case old
  case baseline
  case with
  case headingMedication = "heading_medication"
  case headingLeaving = "heading_leaving"
  case headingComing = "heading_coming"
  case headingFamilyHistory = "heading_family_history"
  case headingSurgicalHistory = "heading_surgical_history"
  case headingPastHistory = "heading_past_history"
  case headingAllergies = "heading_allergies"
  case headingReason = "heading_reason"
  case headingLaboratory = "heading_laboratory"
  case headingImaging = "heading_imaging"
  case headingExamination = "heading_examination"
  case headingCourse = "heading_course"
  case headingConclusion = "heading_conclusion"
  case headingDiagnoses = "heading_diagnoses"
  case headingFollowUp = "heading_follow_up"
  case headingPlan = "heading_plan"
  case month1 = "month_1"
  case month2 = "month_2"
  case month3 = "month_3"
  case month4 = "month_4"
  case month5 = "month_5"
  case month6 = "month_6"
  case month7 = "month_7"
  case month8 = "month_8"
  case month9 = "month_9"
  case month10 = "month_10"
  case month11 = "month_11"
  case month12 = "month_12"
  case female
  case male
  case femaleStrong = "female_strong"
  case she
  case he
  case sexLabel = "sex_label"
  case appointment
  case drugColumn = "drug_column"
  case doseColumn = "dose_column"
  case beforeColumn = "before_column"
  case afterColumn = "after_column"
  case sameWord = "same_word"
  case treatedWord = "treated_word"
  case longTerm = "long_term"
  case dischargeNoun = "discharge_noun"
  case advising
  case pluralVerb = "plural_verb"
  case toOrAnd = "to_or_and"
  case insteadWord = "instead_word"
  case earlierStay = "earlier_stay"
  case headingTried = "heading_tried"
  case dispense
  case orderWord = "order_word"
  case resumeWord = "resume_word"
  case except
  case headingNew = "heading_new"
  case acuteWard = "acute_ward"
  case prescriptionWord = "prescription_word"
  case knownFor = "known_for"
  case stayColumn = "stay_column"
  case stayDay = "stay_day"
  case takenWord = "taken_word"
  case noReason = "no_reason"
  case succeeds
  case successorLink = "successor_link"
  case upDown = "up_down"
  case maximum
  case could
  case ago
  case clinicWord = "clinic_word"
  case containVerb = "contain_verb"
  case changeVerb = "change_verb"
  case goesHome = "goes_home"
  case atHome = "at_home"
  case usualWord = "usual_word"
  case threshold
  case versus
  case adviceFor = "advice_for"
  case should
  case changeNoun = "change_noun"
  case documentWord = "document_word"
  case headingStopped = "heading_stopped"
  case after
  case pas
  case ne
  case adversative
  case listVerb = "list_verb"
  case theOnly = "the_only"
  case conditional
  case replaced
  case byWhich = "by_which"
  case dateBefore = "date_before"
  case periodFrom = "period_from"
  case periodTo = "period_to"
  case stayNoun = "stay_noun"
  case reasonBefore = "reason_before"
  case reasonEnd = "reason_end"
  case future
  case maleStrong = "male_strong"
  case patientWord = "patient_word"
  case eventBefore = "event_before"
  case atOnly = "at_only"
  case femaleForm = "female_form"
  case maleForm = "male_form"
  case stage
  case ofOnly = "of_only"
  case allergy
  case tolerate
  case verbNegation = "verb_negation"
  case nothing
  case known
  case admissionWord = "admission_word"
  case leavingWord = "leaving_word"
  case stay
  case visit
  case doctor
  case placeWord = "place_word"
  case contactVerb = "contact_verb"
  case delay
  case possessive
  case norm
  case level
  case times
  case thisDay = "this_day"
  case hourly
  case clauseVerb = "clause_verb"
  case clauseSubject = "clause_subject"
  case eitherOr = "either_or"
  case without
  case free
  case fluidWord = "fluid_word"
  case differential
  case nowWord = "now_word"
  case inYear = "in_year"
  case agoOnly = "ago_only"
  case thereOnly = "there_only"
  case articleOnly = "article_only"
  case pastAdjective = "past_adjective"
  case negative
  case earlierColumn = "earlier_column"
  case normColumn = "norm_column"
  case byOnly = "by_only"
  case toOnly = "to_only"
  case changeOf = "change_of"
  case minutes
  case life
  case testNoun = "test_noun"
  case clausePronoun = "clause_pronoun"
  case minus
  case malePatient = "male_patient"
  case beOnly = "be_only"
  case testWord = "test_word"
  case provokes
  case upsets
  case objectPronoun = "object_pronoun"
  case reactionWord = "reaction_word"
  case reactionTo = "reaction_to"
  case taking
  case homeTime = "home_time"
  case leaveVerb = "leave_verb"
  case goVerb = "go_verb"
  case stayPlace = "stay_place"
  case pastWord = "past_word"
  case firstPerson = "first_person"
  case beforeWord = "before_word"
  case relative
  case pronoun
  case both
  case infusion
  case omission
  case delayed
  case thatIs = "that_is"
  case more
  case meridiem
  case treatmentDay = "treatment_day"
  case activeBefore = "active_before"
  case thePast = "the_past"
  case carer
  case overdose
  case request
  case adjustVerb = "adjust_verb"

  package static let monthsOfYear: [WordClass] = [
    .month1, .month2, .month3, .month4, .month5, .month6, .month7, .month8, .month9, .month10, .month11, .month12,
  ]

  /// Its place among the cases: an enumeration without payloads is that byte.
  @inlinable @inline(__always) var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

extension SIMD4<UInt64> {
  /// Whether a set of classes has one.
  @inlinable @inline(__always) package func has(_ wordClass: WordClass) -> Bool {
    self[wordClass.number >> 6] >> UInt64(wordClass.number & 63) & 1 != 0
  }
}

/// Which classes each word of the vocabulary is in.
@usableFromInline package struct WordClasses: Sendable {
  /// A bit for each class; which of these a word has, is in the upper half of its marks.
  @usableFromInline let masks: Frozen<SIMD4<UInt64>>
  /// Whether one of them is a month.
  @usableFromInline let isMonth: Frozen<Bool>

  init(_ image: inout ImageReader) {
    masks = image.read()
    isMonth = image.read()
  }

  @inlinable @inline(__always)
  package func contains(_ token: Token, _ wordClass: WordClass) -> Bool {
    masks[Int(token.marks >> 16)].has(wordClass)
  }

  /// The classes of a token's word, a bit each.
  @inlinable @inline(__always) package func all(_ token: Token) -> SIMD4<UInt64> { masks[Int(token.marks >> 16)] }

  @inlinable @inline(__always) package func isMonth(_ token: Token) -> Bool { isMonth[Int(token.marks >> 16)] }

  /// Whether the token's word is in any class at all.
  @inlinable @inline(__always) package func isKnown(_ token: Token) -> Bool { token.marks >> 16 != 0 }
}

/// The classes in the making.
struct WordClassesBuilder: Sendable {
  /// By word; 0 for none, else an index into `masks`.
  private var indexes: [UInt16] = []
  private var masks: [SIMD4<UInt64>] = [.zero]
  private var isMonth = [false]

  mutating func add(_ word: Int32, to wordClass: WordClass) {
    let word = Int(word)
    while indexes.count <= word { indexes.append(0) }
    if indexes[word] == 0 {
      masks.append(.zero)
      isMonth.append(false)
      indexes[word] = UInt16(masks.count - 1)
    }
    masks[Int(indexes[word])][wordClass.number >> 6] |= 1 << UInt64(wordClass.number & 63)
    if WordClass.monthsOfYear.contains(wordClass) { isMonth[Int(indexes[word])] = true }
  }

  /// Puts the classes of each word into the upper half of its marks.
  func mark(_ vocabulary: inout VocabularyBuilder) {
    for (word, index) in indexes.enumerated() where index > 0 { vocabulary.mark(Int32(word), UInt32(index) << 16) }
  }

  /// Writes what `WordClasses` reads.
  func write(_ image: inout ImageWriter) {
    image.append(masks)
    image.append(isMonth)
  }
}
