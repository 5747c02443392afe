/// The application without its server: a request in, an answer out.
package struct WebSite: Sendable {
  /// Bytes of a body, of a note too.
  package static let bodyLimit = 1_000_000

  package let extraction: ExtractionService
  package let access: AccessControl
  let origins: OriginCheck
  let routes = Route.all

  /// - Parameter isLocalOnly: whether requests must name this machine as their host.
  package init(extraction: ExtractionService, access: AccessControl, isLocalOnly: Bool) {
    self.extraction = extraction
    self.access = access
    origins = OriginCheck(isLocalOnly: isLocalOnly)
  }

  /// The template of the route that a path belongs to: what may stand in a log, where the path itself may not.
  func template(of path: String) -> String { routes.first { $0.matches(path) }?.path ?? "-" }

  package func respond(to request: WebRequest) async -> WebResponse {
    var response: WebResponse
    do {
      response = try await answer(request)
    } catch {
      response = error.response
      if error.code == .methodNotAllowed { response.headers.append(("Allow", allowed(request.path))) }
    }
    SecurityHeaders.add(to: &response, isSecure: access.isSecure)
    return response
  }

  private func answer(_ request: WebRequest) async throws(Problem) -> WebResponse {
    try origins.check(request)
    let here = routes.filter { $0.matches(request.path) }
    guard !here.isEmpty else { throw Problem(.notFound, "The paths are in /api/openapi.json.") }
    let method = request.method == "HEAD" ? "GET" : request.method
    guard let route = here.first(where: { $0.method.rawValue == method }) else {
      throw Problem(.methodNotAllowed, "Send \(allowed(request.path)).")
    }
    if route.access == .tokenHolders {
      do {
        try await access.check(request)
      } catch  where error.code == .unauthorized && route.isPage {
        return .redirect(to: "/login")
      }
    }
    return try await route.handler(request, self)
  }

  private func allowed(_ path: String) -> String {
    routes.filter { $0.matches(path) }.map { $0.method == .get ? "GET, HEAD" : $0.method.rawValue }.joined(separator: ", ")
  }
}
