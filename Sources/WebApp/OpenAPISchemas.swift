internal import ClinicalRecord

/// The shapes of what goes in and out beside the record.
enum OpenAPISchemas {
  static func all(providers names: [String]) -> [(name: String, json: String)] {
    [
      ("ExtractRequest", extractRequest(names)), ("Note", note), ("Login", login), ("Problem", problem), ("Providers", providers),
      ("Health", health),
      ("Readiness", readiness), ("RecordToExport", #"{"type":"object","description":"A Record, as POST /api/extract gave it."}"#),
      ("AnyObject", #"{"type":"object"}"#),
    ]
  }

  /// Something else than blanks, and no byte that no text has.
  private static let note =
    #"{"type":"string","minLength":1,"pattern":"^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$","description":"At most 1 MB."}"#

  private static func extractRequest(_ providers: [String]) -> String {
    let names = providers.map { "\"\($0)\"" }.joined(separator: ",")
    return """
      {"type":"object","required":["text"],"additionalProperties":false,"properties":{\
      "text":{"$ref":"#/components/schemas/Note"},\
      "language":{"type":"string","enum":["auto","fr","en"],"description":"auto finds it."},\
      "provider":{"type":"string","enum":[\(names)],"description":"GET /api/providers says which can work; its default where this is missing."}}}
      """
  }

  private static let login = """
    {"type":"object","required":["token","form"],"properties":{\
    "token":{"type":"string","description":"The access token."},\
    "form":{"type":"string","description":"The mark of the login page, good once."}}}
    """

  private static var problem: String {
    let codes = Problem.Code.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    return """
      {"type":"object","required":["type","title","status","code","detail"],"additionalProperties":false,"properties":{\
      "type":{"type":"string","const":"about:blank"},"title":{"type":"string"},"status":{"type":"integer"},\
      "code":{"type":"string","enum":[\(codes)],"description":"Stays the same where the words change."},\
      "detail":{"type":"string","description":"What to do."}}}
      """
  }

  private static let providers = """
    {"type":"object","required":["default","access","compare","redaction","providers"],"additionalProperties":false,"properties":{\
    "default":{"type":"string"},"access":{"type":"string","enum":["none","token"]},\
    "compare":{"type":"boolean","description":"Whether POST /api/compare is there."},\
    "redaction":{"type":"boolean","description":"Whether POST /api/redact is there."},\
    "providers":{"type":"array","items":{"type":"object","required":["name","model","local","available","reason"],\
    "additionalProperties":false,"properties":{"name":{"type":"string"},"model":{"type":["string","null"]},\
    "local":{"type":"boolean","description":"Whether the note stays on this machine."},"available":{"type":"boolean"},\
    "reason":{"type":["string","null"],"description":"Why it is not available."}}}}}}
    """

  private static let health = """
    {"type":"object","required":["status"],"additionalProperties":false,"properties":{"status":{"const":"ok"}}}
    """

  private static let readiness = """
    {"type":"object","required":["ready","engines"],"additionalProperties":false,"properties":{"ready":{"type":"boolean"},\
    "engines":{"type":"array","items":{"type":"object","required":["name","available"],"additionalProperties":false,\
    "properties":{"name":{"type":"string"},"available":{"type":"boolean"}}}}}}
    """
}
