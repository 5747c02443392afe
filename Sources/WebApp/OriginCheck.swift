/// Keeps other sites' pages from using the application through their visitors' browsers.
struct OriginCheck: Sendable {
  /// Whether only names of this machine are its names: without a token, any site could have its own name lead here.
  let isLocalOnly: Bool

  func check(_ request: WebRequest) throws(Problem) {
    let host = request.headers["host"] ?? ""
    if isLocalOnly, !Self.isLocal(host) {
      throw Problem(.badHost, "Without an access token this server answers to localhost, 127.0.0.1 and [::1] alone.")
    }
    guard !request.isSafe else { return }
    if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none" { throw Self.foreign }
    if let origin = request.headers["origin"], !Self.isOrigin(origin, of: host) { throw Self.foreign }
  }

  private static let foreign = Problem(.crossOrigin, "Only this server's own pages, and programs that are no browser, may send this.")

  private static func isOrigin(_ origin: String, of host: String) -> Bool {
    guard let scheme = ["http://", "https://"].first(where: origin.hasPrefix) else { return false }
    let port = scheme == "http://" ? ":80" : ":443"
    func bare(_ authority: some StringProtocol) -> String {
      let name = authority.lowercased()
      return name.hasSuffix(port) ? String(name.dropLast(port.count)) : name
    }
    return !host.isEmpty && bare(origin.dropFirst(scheme.count)) == bare(host)
  }

  static func isLocal(_ host: String) -> Bool {
    let host = host.lowercased()
    let name: Substring
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return false }
      name = host[...end]
    } else {
      name = host.prefix { $0 != ":" }
    }
    return name == "localhost" || name == "[::1]" || isLoopback(name)
  }

  private static func isLoopback(_ name: Substring) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
