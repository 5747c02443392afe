#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads a line from a descriptor, byte by byte, looking now and then whether the user has asked for an end: a signal may reach another
/// thread than the one that waits.
/// - Returns: nil at the end of the input, and when `isStopped`.
func readLine(from descriptor: Int32, unless isStopped: () -> Bool) -> [UInt8]? {
  var (line, byte): ([UInt8], UInt8) = ([], 0)
  while true {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = poll(&request, 1, 100)
    if isStopped() { return nil }
    if ready == 0 || ready < 0 && errno == EINTR { continue }
    guard ready > 0, read(descriptor, &byte, 1) == 1 else { return nil }
    if byte == 0x0A || byte == 0x0D { return line }
    line.append(byte)
  }
}

/// Whether whoever reads standard output has gone.
func standardOutputIsClosed() -> Bool {
  var request = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
  return poll(&request, 1, 0) > 0 && request.revents & Int16(POLLERR) != 0
}
