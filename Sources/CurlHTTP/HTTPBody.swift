/// The decoded bytes of an answer, as they come. It can be read once.
package struct HTTPBody: AsyncSequence, Sendable {
  package typealias Element = [UInt8]
  package typealias Failure = HTTPError

  private let chunks: AsyncThrowingStream<[UInt8], any Error>

  init(_ chunks: AsyncThrowingStream<[UInt8], any Error>) { self.chunks = chunks }

  /// A body that is all there.
  package init(_ bytes: [UInt8]) {
    chunks = AsyncThrowingStream { continuation in
      continuation.yield(bytes)
      continuation.finish()
    }
  }

  package func makeAsyncIterator() -> Iterator { Iterator(base: chunks.makeAsyncIterator()) }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate var base: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator

    package mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
      do {
        if let chunk = try await base.next(isolation: actor) { return chunk }
      } catch {
        throw error as? HTTPError ?? HTTPError(.cancelled, host: "")
      }
      // the stream of a cancelled task ends as if all had come
      if Task.isCancelled { throw HTTPError(.cancelled, host: "") }
      return nil
    }

    package mutating func next() async throws(HTTPError) -> [UInt8]? { try await next(isolation: nil) }
  }

  /// All of it.
  package func bytes() async throws(HTTPError) -> [UInt8] {
    var bytes: [UInt8] = []
    var iterator = makeAsyncIterator()
    while let chunk = try await iterator.next() { bytes += chunk }
    return bytes
  }
}
