/// Reads parameters of AWS Systems Manager, decrypted: where a deployed service keeps its keys.
package struct ParameterStore: Sendable {
  private let http: any HTTPClient
  private let credentials: AWSCredentials
  private let region: String
  private let endpoint: String
  private let now: @Sendable () -> CivilTime

  /// The credentials and the region are those of the environment (AWS_ACCESS_KEY_ID, …, AWS_REGION), as Lambda sets them for its role;
  /// AWS_ENDPOINT_URL_SSM or AWS_ENDPOINT_URL names another server.
  package init(environment: [String: String], http: any HTTPClient, now: @escaping @Sendable () -> CivilTime) throws(ParameterStoreError) {
    guard let credentials = AWSCredentials(environment: environment) else { throw ParameterStoreError(.noCredentials) }
    guard let region = AWSRegion.name(environment) else { throw ParameterStoreError(.noRegion) }
    self.http = http
    self.credentials = credentials
    self.region = region
    self.now = now
    endpoint = AWSRegion.endpoint("SSM", environment) ?? "https://ssm.\(region).amazonaws.com"
  }

  /// By name; a parameter that does not exist is missing. At most ten names.
  package func values(of names: [String]) async throws(ParameterStoreError) -> [String: String] {
    let body: JSON = ["Names": .array(names.map { .string($0) }), "WithDecryption": true]
    let request = HTTPRequest(
      "POST", endpoint + "/", headers: ["Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.GetParameters"],
      body: body.bytes, limits: HTTPLimits(connect: .seconds(5), idle: .seconds(10), total: .seconds(20), responseBytes: 1_000_000))
    let status: Int
    let answer: JSON?
    do throws(HTTPError) {
      let response = try await http.send(request.signed(by: credentials, region: region, service: "ssm", at: now()))
      status = response.status
      answer = JSON(try await response.body.bytes())
    } catch {
      throw ParameterStoreError(.unreachable(error))
    }
    guard status == 200, let parameters = answer?["Parameters"]?.array else {
      // `__type` is the error's name, its namespace before a #
      let type = answer?["__type"]?.string.flatMap { $0.split(separator: "#").last }.map(String.init)
      throw ParameterStoreError(.refused(status: status, type: type))
    }
    var values: [String: String] = [:]
    for parameter in parameters {
      if let name = parameter["Name"]?.string, let value = parameter["Value"]?.string { values[name] = value }
    }
    return values
  }
}

package struct ParameterStoreError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    case noCredentials
    case noRegion
    case unreachable(HTTPError)
    case refused(status: Int, type: String?)
  }

  package var code: Code

  init(_ code: Code) { self.code = code }

  package var description: String {
    switch code {
    case .noCredentials: "there are no AWS credentials (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)"
    case .noRegion: "no AWS region is set (AWS_REGION)"
    case .unreachable(let error): "AWS Systems Manager: \(error)"
    case .refused(let status, let type): "AWS Systems Manager refuses to give parameters: \(status)\(type.map { " " + $0 } ?? "")"
    }
  }
}

/// Where AWS is, by its usual variables.
package enum AWSRegion {
  package static func name(_ environment: [String: String]) -> String? {
    ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
  }

  /// Another server in place of AWS's; `service` as in AWS_ENDPOINT_URL_SSM. Without a slash at its end.
  package static func endpoint(_ service: String, _ environment: [String: String]) -> String? {
    let set = ["AWS_ENDPOINT_URL_\(service)", "AWS_ENDPOINT_URL"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return set.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
  }
}
