extension Medication: Decodable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      name: try keys.value("name"), ingredients: try keys.value("ingredients"), codes: try keys.value("codes"),
      list: try keys.value("list"),
      status: try keys.value("status"), sig: try Sig(from: decoder), assertion: try keys.value("assertion"),
      evidence: try keys.value("evidence"))
  }
}

extension Sig: Decodable {
  /// Its keys are the medication's own.
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    strength = try keys.optional("strength")
    quantity = try keys.optional("quantity")
    route = try keys.optional("route")
    frequency = try keys.optional("frequency") ?? Frequency()
    duration = try keys.optional("duration")
    dailyDose = try keys.optional("daily_dose")
  }
}

extension Sig.Quantity: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(value: try keys.value("value"), max: try keys.optional("max"), unit: try keys.optional("unit"))
  }
}

extension Sig.Frequency: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    text = try keys.optional("text")
    timesPerDay = try keys.optional("times_per_day")
    intervalHours = try keys.optional("interval_hours")
    times = try keys.value("times")
    asNeeded = try keys.value("as_needed")
  }
}

extension Sig.Duration: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(value: try keys.value("value"), unit: try keys.value("unit"))
  }
}

extension RenalFunction: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    creatinine = try keys.optional("creatinine")
    egfr = try keys.optional("egfr")
    stage = try keys.optional("stage")
    summary = try keys.optional("summary")
    evidence = try keys.value("evidence")
  }
}

extension RenalFunction.FiltrationRate: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      value: try keys.value("value"), unit: try keys.optional("unit"), source: try keys.value("source"),
      equation: try keys.optional("equation"))
  }
}

extension HepaticFunction: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    ast = try keys.optional("ast")
    alt = try keys.optional("alt")
    bilirubin = try keys.optional("bilirubin")
    alp = try keys.optional("alp")
    ggt = try keys.optional("ggt")
    albumin = try keys.optional("albumin")
    inr = try keys.optional("inr")
    childPugh = try keys.optional("child_pugh")
    summary = try keys.optional("summary")
    evidence = try keys.value("evidence")
  }
}

extension HepaticFunction.ChildPugh: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(score: try keys.value("score"), grade: try keys.value("class"))
  }
}
