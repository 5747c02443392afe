internal import CurlHTTP
internal import FoundationEssentials

/// A short text that only who knows the token can have made: `1.PURPOSE.EXPIRY.NONCE.SIGNATURE`. The server keeps nothing of it.
struct Mark: Equatable {
  enum Purpose: String { case session, form }

  let purpose: Purpose
  /// Seconds since 1970.
  let expires: Int
  let nonce: String

  init(_ purpose: Purpose, expires: Int) {
    self.purpose = purpose
    self.expires = expires
    var random = SystemRandomNumberGenerator()
    nonce = SHA256.hex((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  /// nil where the text is no mark for this purpose, or another token signed it.
  init?(_ text: String, _ purpose: Purpose, signedWith token: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "1", parts[1] == purpose.rawValue, let expires = Int(parts[2]) else { return nil }
    self.purpose = purpose
    self.expires = expires
    nonce = String(parts[3])
    guard isSame(parts[4], signature(token)) else { return nil }
  }

  func text(signedWith token: String) -> String { "\(body).\(signature(token))" }

  private var body: String { "1.\(purpose.rawValue).\(expires).\(nonce)" }

  private func signature(_ token: String) -> String {
    SHA256.hex(SHA256.hmac(Array(body.utf8), key: SHA256.hash(Array("pie marks \(token)".utf8))))
  }
}

package func secondsSince1970() -> Int { Int(Date().timeIntervalSince1970) }
