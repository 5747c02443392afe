internal import ClinicalRecord
internal import Terminology
internal import Testing
internal import TextScanning

/// A snapshot of the tables is used as it was made for this build, or not at all.
@Suite struct SnapshotTests {
  private static let made = Snapshot.made()

  /// The languages whose tables can be used.
  private func used(_ bytes: [UInt8]) -> [Language] {
    let snapshot = Snapshot(Frozen(keeping: bytes, alignment: ImageWriter.alignment))
    return Language.allCases.filter { snapshot?.terminology($0)?.isPrebuilt == true }
  }

  @Test func bothLanguagesAreUsed() { #expect(used(Self.made) == Language.allCases) }

  @Test func theSameTablesGiveTheSameBytes() { #expect(Snapshot.made() == Self.made) }

  /// The release binary is not to grow past its limit unseen.
  @Test func itIsNoLargerThanItMayBe() { #expect(Self.made.count < 5_500_000) }

  @Test(arguments: [0, 1, 31, 32, 500, 5_000, 1_000_000]) func whatIsCutOffIsRefused(kept: Int) {
    #expect(used(Array(Self.made.prefix(kept))).isEmpty)
  }

  @Test func whatIsTooLongIsRefused() { #expect(used(Self.made + [0]).isEmpty) }

  /// The fingerprint, the checksum, the size, the number of arrays (also a great one), a place, the drugs that both languages have.
  @Test(arguments: [0, 8, 16, 24, 31, 40, 5_000]) func whatIsChangedIsRefused(at place: Int) {
    var bytes = Self.made
    bytes[place] ^= 0x40
    #expect(used(bytes).isEmpty)
  }

  /// The last array is English.
  @Test func whatIsChangedInOneLanguageIsRefusedInThatOne() {
    var bytes = Self.made
    bytes[bytes.count - 1] ^= 1
    #expect(used(bytes) == [.french])
  }

  @Test func whatBeginsBesideItsBoundaryIsRefused() {
    let whole = Frozen(keeping: [0] + Self.made, alignment: ImageWriter.alignment)
    #expect(Snapshot(whole.part(1, Self.made.count)) == nil)
  }

  @Test func arraysThatAreNotThereAreNotRead() {
    var image = ImageWriter(header: 8)
    image.append([1, 2, 3] as [Int32])
    image.append([4, 5] as [UInt64])
    let bytes = Frozen(keeping: image.bytes, alignment: ImageWriter.alignment)
    var reader = ImageReader(bytes, image.places)
    #expect(Array(reader.read(Int32.self)) == [1, 2, 3])
    #expect(!reader.isFinished)
    #expect(Array(reader.read(UInt64.self)) == [4, 5])
    #expect(reader.isFinished)
    #expect(reader.read(UInt8.self).isEmpty)
    #expect(!reader.isSound && !reader.isFinished)
    // beyond the end, in part or whole; not on a boundary; no whole number of values
    for place in [(64, 100), (1 << 40, 8), (UInt64.max - 3, 8), (4, 8), (64, 7)] as [(UInt64, UInt64)] {
      var reader = ImageReader(bytes, [ImagePlace(offset: place.0, size: place.1, hash: 0)], checks: false)
      #expect(reader.read(UInt64.self).isEmpty)
      #expect(!reader.isSound)
    }
  }

  @Test func whatIsTheSameIsThereOnce() {
    var image = ImageWriter()
    image.append([1, 2, 3] as [Int32])
    let count = image.bytes.count
    image.startSet()
    image.append([1, 2, 3] as [Int32])
    #expect(image.bytes.count == count)
    #expect(image.places.count == 1)
    image.append([1, 2, 4] as [Int32])
    #expect(image.bytes.count > count)
  }
}
