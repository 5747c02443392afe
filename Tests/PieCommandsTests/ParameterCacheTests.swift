import Synchronization
import Testing

@testable import PieCommands

struct ParameterCacheTests {
  final class Store: Sendable {
    struct Broken: Error {}

    private let state = Mutex((seconds: 1_800_000_000, reads: 0, value: Optional("first"), isBroken: false))

    @Sendable func now() -> Int { state.withLock { $0.seconds } }
    func pass(_ seconds: Int) { state.withLock { $0.seconds += seconds } }
    func set(_ value: String?) { state.withLock { $0.value = value } }
    func breakDown(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }
    var reads: Int { state.withLock { $0.reads } }

    @Sendable func read(_ name: String) async throws -> String? {
      try state.withLock { state in
        state.reads += 1
        if state.isBroken { throw Broken() }
        return state.value
      }
    }
  }

  @Test func `A secret is read when it is needed, and again after five minutes`() async throws {
    let store = Store()
    let cache = ParameterCache(now: store.now, read: store.read)
    #expect(store.reads == 0)
    #expect(try await cache.value(of: "/a") == "first")
    store.set("second")
    store.pass(299)
    #expect(try await cache.value(of: "/a") == "first")
    #expect(store.reads == 1)
    store.pass(1)
    #expect(try await cache.value(of: "/a") == "second")
    #expect(store.reads == 2)
  }

  @Test func `Who asks at once shares one reading`() async throws {
    let store = Store()
    let cache = ParameterCache(now: store.now, read: store.read)
    let values = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await cache.value(of: "/a") } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values == Array(repeating: "first", count: 50))
    #expect(store.reads == 1)
  }

  @Test func `A store that fails is left alone for ten seconds`() async throws {
    let store = Store()
    let cache = ParameterCache(now: store.now, read: store.read)
    store.breakDown(true)
    for _ in 0..<3 { await #expect(throws: Store.Broken.self) { try await cache.value(of: "/a") } }
    #expect(store.reads == 1)
    store.breakDown(false)
    store.pass(10)
    #expect(try await cache.value(of: "/a") == "first")
  }

  @Test func `A parameter that is missing is an error with its name`() async {
    let store = Store()
    store.set(nil)
    let error = await #expect(throws: ParameterCache.Missing.self) {
      try await ParameterCache(now: store.now, read: store.read).value(of: "/pie/a")
    }
    #expect(error?.description == "there is no parameter /pie/a")
  }
}
