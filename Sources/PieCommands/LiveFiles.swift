internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The machine's own files, by POSIX calls: their errors say what is wrong.
struct LiveFiles: FileAccess {
  func read(_ path: String) throws(CommandFailure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw CommandFailure("\(path): \(errorText(errno))", .noInput)
    }
    defer { close(descriptor) }
    return try readAll(descriptor, path)
  }

  func isDirectory(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  func isOpenToOthers(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & 0o077 != 0
  }

  func stream(to path: String) throws(CommandFailure) -> OpenStream? {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG, info.st_mode & S_IFMT != S_IFDIR else { return nil }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFailure("\(path): cannot be written: \(errorText(errno))", .cannotCreate) }
    return OpenStream(descriptor: descriptor, path: path)
  }

  func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  func filesBelow(_ path: String) throws(CommandFailure) -> [String] {
    do {
      return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().filter { !isDirectory(path + "/" + $0) }
    } catch {
      throw CommandFailure("\(path): the folder cannot be read", .noInput)
    }
  }

  func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    let temporary = path + ".part-\(getpid())"
    do throws(CommandFailure) {
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw CommandFailure("\(path): cannot be written: \(errorText(errno))", .cannotCreate) }
      do throws(CommandFailure) {
        try writeAll(descriptor, bytes, path)
      } catch {
        close(descriptor)
        throw error
      }
      guard close(descriptor) == 0 else { throw CommandFailure("\(path): \(errorText(errno))", .inputOutput) }
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  func append(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CommandFailure("\(path): cannot be written: \(errorText(errno))", .cannotCreate) }
    defer { close(descriptor) }
    try writeAll(descriptor, bytes, path)
  }

  func rename(_ from: String, to: String) throws(CommandFailure) {
    #if canImport(Glibc)
      let done = Glibc.rename(from, to)
    #elseif canImport(Musl)
      let done = Musl.rename(from, to)
    #else
      let done = Darwin.rename(from, to)
    #endif
    guard done == 0 else { throw CommandFailure("\(to): cannot be written: \(errorText(errno))", .cannotCreate) }
  }

  func remove(_ path: String) { unlink(path) }

  func makeDirectory(_ path: String) throws(CommandFailure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw CommandFailure("\(path): the folder cannot be made: \(errorText(errno))", .cannotCreate)
    }
  }
}

/// A device or a pipe, open for writing while this lives: a pipe's reader would take each closing for the end.
package final class OpenStream: Sendable {
  private let descriptor: Int32
  let path: String

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(CommandFailure) { try writeAll(descriptor, bytes, path) }
}

func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }

func readAll(_ descriptor: Int32, _ name: String) throws(CommandFailure) -> [UInt8] {
  var info = stat()
  if fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFDIR { throw CommandFailure("\(name): is a folder", .noInput) }
  let expected = info.st_mode & S_IFMT == S_IFREG ? Int(info.st_size) : 0
  var bytes: [UInt8] = []
  bytes.reserveCapacity(expected + 1)
  while true {
    // one byte more than a file is said to have: reading less says that it has ended
    let size = expected > bytes.count ? expected - bytes.count + 1 : 65_536
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: size))
    let count = bytes.withUnsafeMutableBytes { posixRead(descriptor, $0.baseAddress.map { $0 + start }, size) }
    if count < 0 {
      if errno == EINTR {
        bytes.removeLast(size)
        continue
      }
      throw CommandFailure("\(name): \(errorText(errno))", .noInput)
    }
    bytes.removeLast(size - count)
    if count == 0 || expected > 0 && count < size && bytes.count == expected { return bytes }
  }
}

private func posixRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ size: Int) -> Int { read(descriptor, buffer, size) }

func writeAll(_ descriptor: Int32, _ bytes: [UInt8], _ name: String) throws(CommandFailure) {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written) }
    if count < 0 {
      if errno == EINTR { continue }
      throw CommandFailure("\(name): cannot be written: \(errorText(errno))", .inputOutput)
    }
    written += count
  }
}
