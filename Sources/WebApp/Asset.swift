internal import CurlHTTP
internal import EmbeddedAssets

/// A file of the page, as the binary carries it.
struct Asset: Sendable {
  let name: String
  let bytes: [UInt8]
  /// Changes with the bytes.
  let tag: String

  static let all: [Asset] = {
    var count = 0
    guard let first = pie_web_assets(&count) else { return [] }
    return UnsafeBufferPointer(start: first, count: count).map { file in
      let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
      return Asset(name: String(cString: file.name), bytes: bytes, tag: "\"" + SHA256.hex(Array(SHA256.hash(bytes).prefix(8))) + "\"")
    }
  }()

  static func named(_ name: some StringProtocol) -> Asset? { all.first { $0.name == name } }

  var type: String {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "json": "application/json"
    default: "text/plain; charset=utf-8"
    }
  }
}
