internal import ClinicalRecord
internal import Extraction

/// The API as OpenAPI 3.1, made of the routes that the server answers by.
struct OpenAPIDocument {
  private let routes: [Route]
  private let access: AccessControl.Mode
  private let providers: [String]

  init(_ site: WebSite) {
    access = site.access.mode
    // without a token there is nothing to log in to
    routes = site.routes.filter { site.access.mode == .token || !["/login", "/logout"].contains($0.path) }
    providers = site.extraction.providers.map(\.name)
  }

  var bytes: [UInt8] {
    var writer = JSONWriter(pretty: true)
    writer.object { w in
      w.key("openapi", "3.1.0")
      w.key("info") { w in
        w.object {
          $0.key("title", "pie")
          $0.key("version", pieVersion)
          $0.key("summary", "Reads patient notes, French and English, and says what is in them, with the words that prove it.")
          $0.key("license") { w in
            w.object {
              $0.key("name", "Apache-2.0")
              $0.key("identifier", "Apache-2.0")
            }
          }
        }
      }
      w.key("jsonSchemaDialect", JSONSchema.dialect)
      w.key("paths") { w in w.object { w in paths.forEach { path in w.key(named: path) { item(path, &$0) } } } }
      w.key("components") { w in
        w.object { w in
          w.key("schemas") { w in
            w.object { w in
              JSONSchema.writeComponents(of: RecordShape.document, named: "Record", to: &w)
              for schema in OpenAPISchemas.all(providers: providers) { w.key(named: schema.name) { $0.raw(schema.json) } }
            }
          }
          if access == .token {
            w.key("securitySchemes") { w in
              w.object { w in
                w.key("token") { w in
                  w.object {
                    $0.key("type", "http")
                    $0.key("scheme", "bearer")
                  }
                }
              }
            }
          }
        }
      }
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private var paths: [String] { routes.map(\.path).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

  private func item(_ path: String, _ writer: inout JSONWriter) {
    writer.object { w in
      for route in routes where route.path == path { w.key(named: route.method.rawValue.lowercased()) { operation(route, &$0) } }
    }
  }

  private func operation(_ route: Route, _ writer: inout JSONWriter) {
    writer.object { w in
      w.key("operationId", identifier(route))
      w.key("summary", route.summary)
      if access == .token, route.access == .tokenHolders {
        w.key("security") { w in w.array(["token"]) { w, name in w.object { $0.key(named: name) { $0.array([String]()) { _, _ in } } } } }
      }
      if !route.parameters.isEmpty { w.key("parameters") { $0.array(route.parameters) { parameter($1, &$0) } } }
      if !route.bodies.isEmpty {
        w.key("requestBody") { w in
          w.object {
            $0.key("required", true)
            content(route.bodies, &$0)
          }
        }
      }
      w.key("responses") { w in
        w.object { w in
          for answer in answers(of: route) {
            w.key(named: String(answer.status)) { w in
              w.object {
                $0.key("description", answer.meaning)
                content(answer.contents, &$0)
              }
            }
          }
        }
      }
    }
  }

  /// The route's own answers, and those that it shares with others.
  private func answers(of route: Route) -> [Route.Answer] {
    var answers = route.answers
    func share(_ answer: Route.Answer) { if !answers.contains(where: { $0.status == answer.status }) { answers.append(answer) } }
    if access == .token, route.access == .tokenHolders {
      share(Route.problem(401, "Neither a session nor the token."))
      share(Route.problem(429, "Too many wrong tokens."))
    }
    if access == .token { share(Route.problem(503, "Too many requests at once, or the access token cannot be read now.")) }
    share(Route.problem(503, "Too many requests at once."))
    if route.method == .post {
      share(Route.problem(400, "The request is malformed."))
      share(Route.problem(403, "The request comes from another site."))
      share(Route.problem(408, "The body did not arrive in time."))
      share(Route.problem(413, "More than 1 MB."))
    }
    share(Route.problem(421, "Without a token, the server answers to names of its own machine alone."))
    return answers.sorted { $0.status < $1.status }
  }

  /// `post-api-extract`.
  private func identifier(_ route: Route) -> String {
    let parts = route.path.split { !$0.isLetter && !$0.isNumber }
    return ([route.method.rawValue.lowercased()] + parts.map(String.init)).joined(separator: "-")
  }

  private func parameter(_ parameter: Route.Parameter, _ writer: inout JSONWriter) {
    writer.object { w in
      w.key("name", parameter.name)
      w.key("in", parameter.isInPath ? "path" : "query")
      w.key("required", true)
      w.key("description", parameter.meaning)
      w.key("schema") { w in
        w.object {
          $0.key("type", "string")
          $0.key("enum") { $0.array(parameter.values) { $0.string($1) } }
        }
      }
    }
  }

  private func content(_ contents: [Route.Content], _ writer: inout JSONWriter) {
    guard !contents.isEmpty else { return }
    writer.key("content") { w in
      w.object { w in
        for content in contents {
          w.key(named: content.type) { w in
            w.object { w in
              w.key("schema") { w in
                w.object {
                  if let schema = content.schema { $0.key("$ref", "#/components/schemas/\(schema)") } else { $0.key("type", "string") }
                }
              }
            }
          }
        }
      }
    }
  }
}
