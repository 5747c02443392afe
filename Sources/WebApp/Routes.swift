extension Route {
  /// All that the server answers; the OpenAPI document is made of the same table.
  package static let all: [Route] = [
    page, loginPage, logIn, logOut, asset, extract, export, providers, schema, document, health, readiness,
  ]

  private static let html = Content(type: "text/html", schema: nil)
  private static func json(_ schema: String) -> Content { Content(type: "application/json", schema: schema) }
  private static func seeOther(_ meaning: String) -> Answer { Answer(status: 303, meaning: meaning, contents: []) }
  static func problem(_ status: Int, _ meaning: String) -> Answer {
    Answer(status: status, meaning: meaning, contents: [Content(type: "application/problem+json", schema: "Problem")])
  }

  // MARK: The page

  private static var page: Route {
    Route(
      .get, "/", isPage: true, "The page.",
      answers: [Answer(status: 200, meaning: "The page.", contents: [html]), seeOther("To the login page, without a session.")],
      handler: PageHandlers.page)
  }

  private static var asset: Route {
    Route(
      .get, "/assets/{name}", access: .anybody, "A file of the page.",
      parameters: [
        Parameter(
          name: "name", isInPath: true, meaning: "The file's name.", values: Asset.all.map(\.name).filter { !$0.hasSuffix(".html") })
      ],
      answers: [
        Answer(status: 200, meaning: "The file.", contents: [Content(type: "*/*", schema: nil)]),
        Answer(status: 304, meaning: "The browser's copy is right.", contents: []), problem(404, "There is no such file."),
      ],
      handler: PageHandlers.asset)
  }

  private static var loginPage: Route {
    Route(
      .get, "/login", access: .anybody, "The login page.",
      answers: [Answer(status: 200, meaning: "The page.", contents: [html]), seeOther("To the page, where no token is needed.")],
      handler: LoginHandlers.page)
  }

  private static var logIn: Route {
    Route(
      .post, "/login", access: .anybody, "Logs in: a session cookie for the access token.",
      bodies: [Content(type: "application/x-www-form-urlencoded", schema: "Login")],
      answers: [
        seeOther("To the page, with the cookie."),
        Answer(status: 400, meaning: "The form is too old or was sent before.", contents: [html]),
        Answer(status: 401, meaning: "A wrong token.", contents: [html]),
        Answer(status: 429, meaning: "Too many wrong tokens.", contents: [html]),
        problem(415, "No form."),
      ],
      handler: LoginHandlers.logIn)
  }

  private static var logOut: Route {
    Route(
      .post, "/logout", access: .anybody, "Logs out: the session opens nothing any more.", answers: [seeOther("To the login page.")],
      handler: LoginHandlers.logOut)
  }

  // MARK: The API

  private static var extract: Route {
    Route(
      .post, "/api/extract", "Reads a note: the record at once, or what is found as it is found.",
      bodies: [json("ExtractRequest"), Content(type: "text/plain", schema: "Note")],
      answers: [
        Answer(
          status: 200, meaning: "The record, or the events progress, insight, rejected, and at last record or error.",
          contents: [json("Record"), Content(type: ExtractHandler.stream, schema: nil)]),
        problem(400, "The body is not as described, or there is no such provider."),
        problem(406, "No form that is asked for can be given."),
        problem(413, "More than 1 MB."), problem(415, "The body has a type that is not read here."),
        problem(422, "The note is empty, or no text."),
        problem(502, "The provider refused: its key, its model or the request is wrong."),
        problem(503, "Busy, or the provider cannot be used now."),
      ],
      handler: ExtractHandler.respond)
  }

  private static var export: Route {
    Route(
      .post, "/api/export", "Puts a record into another form.",
      parameters: [
        Parameter(name: "format", isInPath: false, meaning: "Of the result.", values: ExportHandler.formats.map(\.name))
      ],
      bodies: [json("RecordToExport")],
      answers: [
        Answer(
          status: 200, meaning: "The record as a table or as a FHIR R4 Bundle.",
          contents: [Content(type: "text/csv", schema: nil), Content(type: "application/fhir+json", schema: "AnyObject")]),
        problem(400, "No record, or no such format."), problem(413, "More than 5 MB."), problem(415, "The body is no JSON."),
      ],
      handler: ExportHandler.respond)
  }

  private static var providers: Route {
    Route(
      .get, "/api/providers", "The engines that may be chosen.",
      answers: [Answer(status: 200, meaning: "The engines.", contents: [json("Providers")])], handler: StatusHandlers.providers)
  }

  private static var schema: Route {
    Route(
      .get, "/api/schema", "The JSON Schema of a record.",
      answers: [Answer(status: 200, meaning: "The schema.", contents: [Content(type: "application/schema+json", schema: "AnyObject")])],
      handler: StatusHandlers.schema)
  }

  private static var document: Route {
    Route(
      .get, "/api/openapi.json", "This document.",
      answers: [Answer(status: 200, meaning: "The document.", contents: [json("AnyObject")])],
      handler: StatusHandlers.document)
  }

  private static var health: Route {
    Route(
      .get, "/healthz", access: .anybody, "Whether the process answers.",
      answers: [Answer(status: 200, meaning: "It does.", contents: [json("Health")])], handler: StatusHandlers.health)
  }

  private static var readiness: Route {
    Route(
      .get, "/readyz", access: .anybody, "Which engines can work.",
      answers: [
        Answer(status: 200, meaning: "The standard one can.", contents: [json("Readiness")]),
        Answer(status: 503, meaning: "It cannot.", contents: [json("Readiness")]),
      ], handler: StatusHandlers.readiness)
  }
}
