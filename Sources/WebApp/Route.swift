/// One thing that the server answers: the handler, who may ask, and what the OpenAPI document says of it.
package struct Route: Sendable {
  package enum Method: String, Sendable { case get = "GET", post = "POST" }
  package enum Access: Sendable { case anybody, tokenHolders }

  typealias Handler = @Sendable (WebRequest, WebSite) async throws(Problem) -> WebResponse

  package let method: Method
  /// `/assets/{name}`: a name in braces stands for one part of a path.
  package let path: String
  package let access: Access
  /// Where a person without a session is led to the login page.
  let isPage: Bool
  let summary: String
  let parameters: [Parameter]
  let bodies: [Content]
  let answers: [Answer]
  let handler: Handler

  /// A parameter in the path or the query, one of some words.
  struct Parameter: Sendable {
    var name: String
    var isInPath: Bool
    var meaning: String
    var values: [String]
  }

  /// A media type and the name of its schema in the document; nil for a text.
  struct Content: Sendable {
    var type: String
    var schema: String?
  }

  struct Answer: Sendable {
    var status: Int
    var meaning: String
    var contents: [Content]
  }

  init(
    _ method: Method, _ path: String, access: Access = .tokenHolders, isPage: Bool = false, _ summary: String,
    parameters: [Parameter] = [], bodies: [Content] = [], answers: [Answer], handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.access = access
    self.isPage = isPage
    self.summary = summary
    self.parameters = parameters
    self.bodies = bodies
    self.answers = answers
    self.handler = handler
  }

  func matches(_ path: String) -> Bool {
    guard let brace = self.path.firstIndex(of: "{") else { return self.path == path }
    let start = self.path[..<brace]
    let rest = path.dropFirst(start.count)
    return path.hasPrefix(start) && !rest.isEmpty && !rest.contains("/")
  }
}
