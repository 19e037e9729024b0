internal import CLibPQ
internal import Glibc

/// Asks the server to stop a statement whose deadline has passed.
///
/// `PQcancel` of libpq 15 opens a connection of its own and blocks until the server closes it, which a stopped server
/// never does. So it runs on a thread that nobody waits for; the call is documented as safe for that.
/// See <https://www.postgresql.org/docs/15/libpq-cancel.html>.
enum Cancellation {
    static func send(for connection: OpaquePointer) {
        guard let request = unsafe PQgetCancel(connection) else { return }
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { unsafe pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let failed = unsafe pthread_create(
            &thread,
            &attributes,
            { argument in
                guard let request = unsafe argument.map({ OpaquePointer($0) }) else { return nil }
                var message = [CChar](repeating: 0, count: 256)
                _ = unsafe PQcancel(request, &message, Int32(message.count))
                unsafe PQfreeCancel(request)
                return nil
            },
            UnsafeMutableRawPointer(request)
        )
        if failed != 0 { unsafe PQfreeCancel(request) }
    }
}
