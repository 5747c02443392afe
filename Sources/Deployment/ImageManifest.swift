/// What a registry has under an image's name, from `docker manifest inspect --verbose`.
struct ImageManifest: Hashable, Sendable {
  var digest: String
  /// `linux/amd64`; nil where the registry does not say.
  var platform: String?

  enum Fault: Error, Hashable { case index, unreadable }

  init(_ json: JSONValue?) throws(Fault) {
    // an index is an array of its images
    if case .array = json { throw .index }
    let descriptor = json?["Descriptor"]
    guard let digest = descriptor?["digest"]?.text, digest.hasPrefix("sha256:") else { throw .unreadable }
    let kind = descriptor?["mediaType"]?.text ?? ""
    if kind.hasSuffix("image.index.v1+json") || kind.hasSuffix("manifest.list.v2+json") { throw .index }
    self.digest = digest
    let platform = descriptor?["platform"]
    if let system = platform?["os"]?.text, let processor = platform?["architecture"]?.text { self.platform = "\(system)/\(processor)" }
  }
}
