import FoundationEssentials
import Synchronization
import Testing

@testable import WebApp

struct LogTests {
  static func lines(_ write: (AccessLog, MetricLog) -> Void) -> [String] {
    let lines = Mutex<[String]>([])
    let keep: @Sendable (String) -> Void = { line in lines.withLock { $0.append(line) } }
    write(AccessLog(keep), MetricLog(keep))
    return lines.withLock { $0 }
  }

  static var entry: LoggedRequest {
    var figures = WorkFigures()
    figures.inputTokens = 1200
    figures.rejections = 3
    return LoggedRequest(method: "POST", route: "/api/extract", status: 200, duration: .microseconds(12_345), bytes: 678, figures: figures)
  }

  @Test func `An access line is its time, method, route, status, duration and size`() throws {
    let line = try #require(Self.lines { log, _ in log.record(Self.entry) }.first)
    let words = line.split(separator: " ")
    #expect(words.dropFirst() == ["POST", "/api/extract", "200", "12.3ms", "678B\n"])
    #expect(words.first?.hasSuffix("Z") == true)
  }

  @Test func `What a client makes up stands in no line`() {
    #expect(LoggedRequest.method("ZYXOQUABEL") == "OTHER")
    #expect(site().template(of: "/Zyxoquabel") == "-")
    #expect(site().template(of: "/assets/Zyxoquabel") == "/assets/{name}")
  }

  @Test func `A metric line is CloudWatch's embedded format`() throws {
    let line = try #require(Self.lines { _, metrics in metrics.record(Self.entry) }.first)
    #expect(line.hasSuffix("}\n") && !line.dropLast().contains("\n"))
    let json = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
    let directive = try #require(json["_aws"]?["CloudWatchMetrics"]?.array?.first)
    #expect(directive["Namespace"]?.string == "pie")
    #expect(directive["Dimensions"]?.array == [.array([.string("Route")]), .array([])])
    let names = directive["Metrics"]?.array?.compactMap { $0["Name"]?.string } ?? []
    #expect(names == ["Requests", "Errors", "Refusals", "Duration", "InputTokens", "OutputTokens", "Rejections", "Fallbacks"])
    for name in names { #expect(json[name]?.number != nil, "\(name)") }
    #expect(json["InputTokens"]?.number == 1200)
    #expect(json["Rejections"]?.number == 3)
    #expect(json["Duration"]?.number == 12.345)
    #expect(json.keys == Set(names + ["_aws", "Route", "Method", "Status"]))
  }
}
