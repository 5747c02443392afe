package import ClinicalRecord
internal import EmbeddedAssets
package import TextScanning

/// The embedded tables of both languages as `Terminology` asks them, made when the program is built (`pie-tables`) and carried in the
/// binary: to read a note, no table is parsed.
///
/// A header, the places of each language's arrays with a hash of each, the arrays. A snapshot that was cut off or changed, is of other
/// tables than the binary's or was made for other types is not used, and the tables are read instead.
package struct Snapshot: Sendable {
  private struct Header: BitwiseCopyable {
    /// Of the tables and of all that their form depends on.
    var fingerprint: UInt64
    /// Of the places.
    var checksum: UInt64
    /// Of the whole snapshot.
    var size: UInt64
    /// How many arrays a language has; the places of both are before the arrays.
    var places: UInt64
  }

  /// Raised when the arrays or their order change in a way that neither the tables nor the sizes of the types tell.
  private static let version: UInt64 = 1

  private let bytes: Frozen<UInt8>
  private let places: Int

  /// Nil where the bytes are none that may be used.
  package init?(_ bytes: Frozen<UInt8>) {
    let headerSize = MemoryLayout<Header>.size
    guard bytes.count >= headerSize, bytes.isAligned(to: ImageWriter.alignment) else { return nil }
    let header = bytes.raw.load(as: Header.self)
    guard header.size == UInt64(bytes.count), header.fingerprint == Self.fingerprint,
      header.places < UInt64((bytes.count - headerSize) / MemoryLayout<ImagePlace>.stride / 2),
      header.checksum == Self.checksum(of: bytes.raw, places: Int(header.places))
    else { return nil }
    self.bytes = bytes
    places = Int(header.places)
  }

  /// The one in the binary; nil where there is none that may be used.
  static let embedded: Snapshot? = {
    let asset = pie_prebuilt_tables()
    return asset.bytes.flatMap { Snapshot(Frozen($0, count: asset.count)) }
  }()

  /// Nil where the arrays are not those that were written, or that are asked.
  package func terminology(_ language: Language) -> Terminology? {
    let start = MemoryLayout<Header>.size + (language == .french ? 0 : places) * MemoryLayout<ImagePlace>.stride
    let places = (0..<places).map { bytes.raw.load(fromByteOffset: start + $0 * MemoryLayout<ImagePlace>.stride, as: ImagePlace.self) }
    var image = ImageReader(bytes, places)
    let terminology = Terminology(&image, isPrebuilt: true)
    return image.isFinished ? terminology : nil
  }

  /// Makes a snapshot of the embedded tables: the same tables give the same bytes.
  package static func made() -> [UInt8] {
    // the first time to learn how many arrays there are
    var sets: [[ImagePlace]] = []
    var image = ImageWriter()
    var header = MemoryLayout<Header>.size
    let loaders = [TableLoader(.french), TableLoader(.english)]
    for _ in 0..<2 {
      image = ImageWriter(header: header)
      sets = loaders.map { loader in
        loader.write(&image)
        return image.places
      }
      header = MemoryLayout<Header>.size + sets.reduce(0) { $0 + $1.count } * MemoryLayout<ImagePlace>.stride
    }
    var offset = MemoryLayout<Header>.size
    for place in sets.joined() {
      image.put(place, at: offset)
      offset += MemoryLayout<ImagePlace>.stride
    }
    let checksum = image.bytes.withUnsafeBytes { Self.checksum(of: $0, places: sets[0].count) }
    let size = UInt64(image.bytes.count)
    image.put(Header(fingerprint: fingerprint, checksum: checksum, size: size, places: UInt64(sets[0].count)), at: 0)
    return image.bytes
  }

  /// Of the places, of which each language has so many.
  private static func checksum(of bytes: UnsafeRawBufferPointer, places: Int) -> UInt64 {
    let start = MemoryLayout<Header>.size
    let end = start + 2 * places * MemoryLayout<ImagePlace>.stride
    return blockHash(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
  }

  /// What a snapshot has to fit: the tables, the types, and how a word is cut and folded.
  static var fingerprint: UInt64 {
    var hash = version
    for table in TablePlaces.tables { hash = blockHash(UnsafeRawBufferPointer(table.buffer), hash) }
    return formHash(hash)
  }
}
