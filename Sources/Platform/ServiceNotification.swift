internal import Glibc

/// Tells the service manager that started this process how it is doing.
/// See <https://www.freedesktop.org/software/systemd/man/sd_notify.html>.
public enum ServiceNotification {
    /// Sends `state`, for example `READY=1`, to the socket that `NOTIFY_SOCKET` names. Without one, or when nobody reads
    /// there, nothing happens: a service manager is optional.
    public static func send(_ state: String, environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], let address = try? UnixSocketAddress(path) else {
            return
        }
        let raw = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | O_NONBLOCK, 0)
        guard raw >= 0 else { return }
        defer { close(raw) }
        let bytes = Array(state.utf8)
        _ = unsafe address.withPointer { unsafe connect(raw, $0, $1) }
        _ = unsafe Glibc.send(raw, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
