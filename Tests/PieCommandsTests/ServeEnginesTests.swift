import CurlHTTP
import LanguageModels
import PieConfiguration
import Synchronization
import Testing

@testable import PieCommands
@testable import WebApp

/// Which engines `pie serve` offers, and where their keys come from.
struct ServeEnginesTests {
  /// A world without files, terminal and servers; what is said on standard error is kept.
  final class World: FileAccess, Terminal, HTTPClient {
    struct Unexpected: Error {}
    private let said = Mutex("")
    var errors: String { said.withLock { $0 } }

    func read(_ path: String) throws(CommandFailure) -> [UInt8]? { nil }
    func isDirectory(_ path: String) -> Bool { false }
    func isOpenToOthers(_ path: String) -> Bool { false }
    func exists(_ path: String) -> Bool { false }
    func filesBelow(_ path: String) throws(CommandFailure) -> [String] { [] }
    func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) { throw CommandFailure("unexpected", .software) }
    func append(_ bytes: [UInt8], to path: String) throws(CommandFailure) { throw CommandFailure("unexpected", .software) }
    func stream(to path: String) throws(CommandFailure) -> OpenStream? { nil }
    func resolved(_ path: String) -> String { path }
    func rename(_ from: String, to: String) throws(CommandFailure) { throw CommandFailure("unexpected", .software) }
    func remove(_ path: String) {}
    func makeDirectory(_ path: String) throws(CommandFailure) { throw CommandFailure("unexpected", .software) }
    var outputIsTTY: Bool { false }
    var errorIsTTY: Bool { false }
    var inputIsTTY: Bool { false }
    var columns: Int? { nil }
    func readAll() throws(CommandFailure) -> [UInt8] { [] }
    func readLine(unless isStopped: () -> Bool) -> String? { nil }
    func write(_ bytes: [UInt8]) throws(CommandFailure) {}
    func note(_ text: String) { said.withLock { $0 += text } }
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse { throw HTTPError(.cancelled, host: "unexpected") }
  }

  static func service(
    _ flags: [String: FlagValue], _ environment: [String: String] = [:], parameter: String? = nil
  ) throws -> ExtractionService {
    let world = World()
    let context = CommandContext(environment: environment, directory: "/", files: world, terminal: world, http: world)
    let cache = ParameterCache { name in name == "/pie/key" ? parameter : nil }
    return try ServeEngines(context: context, settings: try context.configuration(flags: flags), parameters: cache).service()
  }

  static func faults(_ service: ExtractionService) async -> [String: String?] {
    var faults: [String: String?] = [:]
    for provider in service.providers { faults[provider.name] = await provider.fault() }
    return faults
  }

  @Test func `Unless told otherwise the rules on this machine are all`() throws {
    let service = try Self.service([:], ["OPENAI_API_KEY": "k"])
    #expect(service.providers.map(\.name) == ["offline"])
    #expect(service.standard == "offline")
  }

  @Test func `The chosen provider is the standard, those that are allowed may be named`() async throws {
    let service = try Self.service(
      ["provider": .text("mistral"), "serve.providers": .list(["ollama", "mistral", "offline", "openai"])], ["OPENAI_API_KEY": "k"])
    #expect(service.providers.map(\.name) == ["offline", "mistral", "ollama", "openai"])
    #expect(service.standard == "mistral")
    #expect(await Self.faults(service) == ["offline": nil, "mistral": "there is no key for Mistral AI", "ollama": nil, "openai": nil])
    #expect(throws: Problem.self) { try service.provider("gemini") }
  }

  @Test func `A key may be in a parameter`() async throws {
    let names = ["PIE_KEY_PARAMETER_MISTRAL": "/pie/key"]
    #expect(await Self.faults(try Self.service(["provider": .text("mistral")], names, parameter: "k"))["mistral"] == .some(nil))
    #expect(await Self.faults(try Self.service(["provider": .text("mistral")], names))["mistral"] == "the key of Mistral AI cannot be read")
    let provider = try Self.service(["provider": .text("mistral")], names).provider(nil)
    let error = await #expect(throws: LanguageModelError.self) { try await provider.engine { _, _ in } }
    #expect(error?.code == .noKey)
  }

  @Test func `A name that no provider has is an error of the configuration`() throws {
    let error = #expect(throws: CommandFailure.self) { try Self.service(["serve.providers": .list(["acme"])]) }
    #expect(error?.status == .configuration)
    #expect(error?.message.contains("acme is no provider") == true)
  }
}
