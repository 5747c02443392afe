internal import Synchronization
internal import TextScanning

/// The vocabulary while tables are read on several threads: who comes first numbers a word, and no one looks at the numbers' order.
final class WordNumbers: Sendable {
  private let shared = Mutex(VocabularyBuilder(capacity: 30_000))
  /// The languages whose terms are read; entries are numbered alike whatever they are.
  let languages: LanguageSet

  init(languages: LanguageSet) { self.languages = languages }

  var vocabulary: VocabularyBuilder { shared.withLock { $0 } }

  func numbers(_ hashes: [UInt64]) -> [Int32] {
    shared.withLock { vocabulary in
      var numbers: [Int32] = []
      numbers.reserveCapacity(hashes.count)
      for hash in hashes { numbers.append(vocabulary.insert(hash)) }
      return numbers
    }
  }
}
