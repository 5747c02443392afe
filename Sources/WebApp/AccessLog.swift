internal import ClinicalRecord
internal import FoundationEssentials

/// One line a request: when, the method, the route, the status, how long, how much. No path, no query, no word of a body, no address.
package struct AccessLog: Sendable {
  private let write: @Sendable (String) -> Void

  package init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  func record(_ entry: LoggedRequest) {
    let milliseconds = (entry.duration / .milliseconds(1) * 10).rounded() / 10
    write("\(Date().ISO8601Format()) \(entry.method) \(entry.route) \(entry.status) \(milliseconds)ms \(entry.bytes)B\n")
  }
}

/// What is known of a request when it is done.
struct LoggedRequest: Sendable {
  /// One of the known methods, `OTHER` for a word that a client made up.
  var method: String
  var route: String
  var status: Int
  var duration: Duration
  /// Of the answer's body.
  var bytes: Int
  var figures = WorkFigures()

  static func method(_ name: String) -> String {
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"].contains(name) ? name : "OTHER"
  }
}

/// CloudWatch's embedded metric format, a line a request:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>.
package struct MetricLog: Sendable {
  private let write: @Sendable (String) -> Void

  package init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

  func record(_ entry: LoggedRequest) {
    let milliseconds = entry.duration / .milliseconds(1)
    let metrics: KeyValuePairs<String, (unit: String, value: Double)> = [
      "Requests": ("Count", 1), "Errors": ("Count", entry.status >= 500 ? 1 : 0),
      "Refusals": ("Count", (400..<500).contains(entry.status) ? 1 : 0),
      "Duration": ("Milliseconds", (milliseconds * 1000).rounded() / 1000),
      "InputTokens": ("Count", Double(entry.figures.inputTokens)), "OutputTokens": ("Count", Double(entry.figures.outputTokens)),
      "Rejections": ("Count", Double(entry.figures.rejections)), "Fallbacks": ("Count", Double(entry.figures.fallbacks)),
    ]
    var writer = JSONWriter(capacity: 1024)
    writer.object { w in
      w.key("_aws") { w in
        w.object { w in
          w.key("Timestamp", (Date().timeIntervalSince1970 * 1000).rounded())
          w.key("CloudWatchMetrics") { w in
            w.array(["pie"]) { w, namespace in
              w.object { w in
                w.key("Namespace", namespace)
                // by route, and over all of them
                w.key("Dimensions") { w in w.array([["Route"], []]) { w, names in w.array(names) { $0.string($1) } } }
                w.key("Metrics") { w in
                  w.array(Array(metrics)) { w, metric in
                    w.object {
                      $0.key("Name", metric.key)
                      $0.key("Unit", metric.value.unit)
                    }
                  }
                }
              }
            }
          }
        }
      }
      w.key("Route", entry.route)
      w.key("Method", entry.method)
      w.key("Status", entry.status)
      for metric in metrics { w.key(named: metric.key) { $0.number(metric.value.value) } }
    }
    write(String(decoding: writer.bytes, as: UTF8.self) + "\n")
  }
}
