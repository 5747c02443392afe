internal import CurlShims
internal import Synchronization

/// The one thread that speaks with libcurl. Others leave their wishes in `orders` and wake it.
final class CurlLoop: Sendable {
  private struct Orders {
    var starts: [CurlTransfer] = []
    var stops: [CurlTransfer] = []
    var isClosed = false
  }

  private let orders = Mutex(Orders())
  // Only the thread uses it; `pie_curl_multi_wake` alone is called by others, as curl_multi_wakeup(3) allows. It is freed by the thread,
  // which ends only when `isClosed`, after which nobody wakes it.
  private nonisolated(unsafe) let multi: OpaquePointer

  private init(_ multi: OpaquePointer) { self.multi = multi }

  /// nil where there is no memory or no thread to be had.
  static func started() -> CurlLoop? {
    guard let multi = pie_curl_multi_make() else { return nil }
    let loop = CurlLoop(multi)
    let argument = Unmanaged.passRetained(loop)
    let started = pie_curl_thread_start(
      { if let argument = $0 { Unmanaged<CurlLoop>.fromOpaque(argument).takeRetainedValue().serve() } }, argument.toOpaque())
    guard started else {
      argument.release()
      pie_curl_multi_free(multi)
      return nil
    }
    return loop
  }

  func start(_ transfer: CurlTransfer) { order { $0.starts.append(transfer) } }

  func cancel(_ transfer: CurlTransfer) {
    transfer.cancel()
    order { $0.stops.append(transfer) }
  }

  func close() { order { $0.isClosed = true } }

  private func order(_ change: (inout Orders) -> Void) {
    orders.withLock { orders in
      if orders.isClosed { return }
      change(&orders)
      pie_curl_multi_wake(multi)
    }
  }

  // MARK: the thread

  private func serve() {
    var active: [ObjectIdentifier: (transfer: CurlTransfer, handle: OpaquePointer)] = [:]
    func end(_ transfer: CurlTransfer, _ code: HTTPError.Code?) {
      if let (_, handle) = active.removeValue(forKey: ObjectIdentifier(transfer)) { pie_curl_transfer_free(multi, handle) }
      transfer.finish(code)
    }
    var isClosed = false
    while !isClosed {
      let new = orders.withLock { orders in
        defer { (orders.starts, orders.stops) = ([], []) }
        return orders
      }
      isClosed = new.isClosed
      for transfer in new.starts {
        if transfer.isCancelled {
          end(transfer, .cancelled)
        } else if let handle = transfer.begin(multi) {
          active[ObjectIdentifier(transfer)] = (transfer, handle)
        } else {
          end(transfer, .other)
        }
      }
      for transfer in new.stops { end(transfer, .cancelled) }
      if isClosed { break }
      guard pie_curl_multi_step(multi, 60_000) else {
        for (transfer, _) in active.values { end(transfer, .other) }
        continue
      }
      var result = PIE_CURL_OK
      while let handle = pie_curl_multi_next(multi, &result) {
        guard let context = pie_curl_transfer_context(handle) else { continue }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        end(transfer, HTTPError.Code(result, isConnected: pie_curl_transfer_connected(handle)))
      }
    }
    for (transfer, _) in active.values { end(transfer, .cancelled) }
    pie_curl_multi_free(multi)
  }
}

extension HTTPError.Code {
  /// nil where all is well.
  fileprivate init?(_ result: pie_curl_result, isConnected: Bool) {
    switch result {
    case PIE_CURL_OK: return nil
    case PIE_CURL_BAD_URL: self = .badURL
    case PIE_CURL_NOT_HTTP: self = .notHTTP
    case PIE_CURL_NO_PROXY: self = .noProxy
    case PIE_CURL_NO_HOST: self = .noHost
    case PIE_CURL_NO_CONNECTION: self = .noConnection
    case PIE_CURL_NO_TLS: self = .noTLS
    case PIE_CURL_BAD_CERTIFICATE: self = .badCertificate
    case PIE_CURL_BAD_CA_FILE: self = .badAuthorities
    case PIE_CURL_TIMED_OUT: self = isConnected ? .timedOut : .connectTimedOut
    case PIE_CURL_CUT_OFF: self = .cutOff
    case PIE_CURL_BAD_ENCODING: self = .badEncoding
    default: self = .other
    }
  }
}
