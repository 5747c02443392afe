/// The event that API Gateway would send for `GET /healthz` (payload format 2.0), so that a version can be asked before the gateway calls it.
enum HealthEvent {
  static let json = #"""
    {
      "version": "2.0",
      "routeKey": "GET /healthz",
      "rawPath": "/healthz",
      "rawQueryString": "",
      "headers": {"accept": "application/json", "host": "pie.invalid", "user-agent": "pie-deploy"},
      "requestContext": {
        "accountId": "000000000000",
        "apiId": "pie",
        "domainName": "pie.invalid",
        "domainPrefix": "pie",
        "http": {"method": "GET", "path": "/healthz", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "pie-deploy"},
        "requestId": "pie-deploy",
        "routeKey": "GET /healthz",
        "stage": "$default",
        "time": "01/Jan/2026:00:00:00 +0000",
        "timeEpoch": 1767225600000
      },
      "isBase64Encoded": false
    }

    """#

  /// What is wrong with an answer; nil where it is a 200.
  static func fault(answer: [UInt8]?, invocation: JSONValue?) -> String? {
    let answer = answer.flatMap { JSONValue($0) }
    if let kind = invocation?["FunctionError"]?.text {
      return "the function failed (\(kind)): \(answer?["errorMessage"]?.text ?? answer?["errorType"]?.text ?? "it gave no reason")"
    }
    guard case .number(let status) = answer?["statusCode"] else { return "its answer has no status" }
    return status == 200 ? nil : "it answered \(Int(status))"
  }
}
