package import ClinicalRecord

/// Many notes through one pipeline, on all cores, their results in the notes' order.
package struct Batch: Sendable {
  private let pipeline: Pipeline
  private let width: Int

  /// `width`: how many notes are in work at once.
  package init(pipeline: Pipeline, width: Int) {
    self.pipeline = pipeline
    self.width = max(1, width)
  }

  /// Reads, extracts and renders each source; `each` gets the bytes or the error in order and says whether to go on.
  package func run<Source: Sendable>(
    _ sources: [Source], read: @escaping @Sendable (Source) throws -> Note, render: @escaping @Sendable (PatientRecord) -> [UInt8],
    each: (Int, Result<[UInt8], any Error>) throws -> Bool
  ) async throws {
    let pipeline = pipeline
    @Sendable func work(_ source: Source) async -> Result<[UInt8], any Error> {
      do {
        return .success(render(try await pipeline.record(of: try read(source))))
      } catch {
        return .failure(error)
      }
    }
    if width == 1 || sources.count == 1 {
      for (index, source) in sources.enumerated() where try !each(index, await work(source)) { return }
      return
    }
    try await withThrowingTaskGroup(of: (Int, Result<[UInt8], any Error>).self) { group in
      var next = 0
      var due = 0
      var done: [Int: Result<[UInt8], any Error>] = [:]
      func start() {
        guard next < sources.count else { return }
        let index = next
        next += 1
        group.addTask { (index, await work(sources[index])) }
      }
      for _ in 0..<width * 4 { start() }
      while let (index, result) = try await group.next() {
        done[index] = result
        while let ready = done.removeValue(forKey: due) {
          guard try each(due, ready) else {
            group.cancelAll()
            return
          }
          due += 1
        }
        start()
      }
    }
  }
}
