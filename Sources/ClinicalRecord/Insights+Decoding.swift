extension Evidence: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      start: try keys.value("start"), end: try keys.value("end"), text: try keys.value("text"), section: try keys.optional("section"))
  }
}

extension Assertion: Decodable {
  @usableFromInline package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    polarity = try keys.value("polarity")
    certainty = try keys.value("certainty")
    time = try keys.value("time")
    subject = try keys.value("subject")
  }
}

extension Code: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(try keys.value("system"), try keys.value("code"))
  }
}

extension Amount: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(try keys.value("value"), try keys.optional("unit"))
  }
}

extension Patient: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    age = try keys.optional("age")
    sex = try keys.optional("sex")
  }
}

extension Patient.Age: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(value: try keys.value("value"), unit: try keys.value("unit"), evidence: try keys.value("evidence"))
  }
}

extension Patient.Sex: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(value: try keys.value("value"), evidence: try keys.value("evidence"))
  }
}

extension Stay: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init()
    reason = try keys.optional("reason")
    admitted = try keys.optional("admitted")
    discharged = try keys.optional("discharged")
  }
}

extension Stay.Reason: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(text: try keys.value("text"), evidence: try keys.value("evidence"))
  }
}

extension Stay.Day: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(date: try keys.value("date"), evidence: try keys.value("evidence"))
  }
}

extension Problem: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      name: try keys.value("name"), kind: try keys.value("kind"), assertion: try keys.value("assertion"), codes: try keys.value("codes"),
      evidence: try keys.value("evidence"))
  }
}

extension Allergy: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      substance: try keys.value("substance"), reaction: try keys.optional("reaction"), assertion: try keys.value("assertion"),
      codes: try keys.value("codes"), evidence: try keys.value("evidence"))
  }
}

extension Procedure: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      name: try keys.value("name"), date: try keys.optional("date"), assertion: try keys.value("assertion"),
      evidence: try keys.value("evidence"))
  }
}

extension Measurement: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(
      name: try keys.value("name"), label: try keys.value("label"), value: try keys.value("value"), unit: try keys.optional("unit"),
      comparator: try keys.optional("comparator"), flag: try keys.optional("flag"), date: try keys.optional("date"),
      codes: try keys.value("codes"), evidence: try keys.value("evidence"))
  }
}

extension FollowUp: Decodable {
  package init(from decoder: any Decoder) throws {
    let keys = try RecordKeys(decoder)
    self.init(text: try keys.value("text"), date: try keys.optional("date"), evidence: try keys.value("evidence"))
  }
}
