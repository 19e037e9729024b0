internal import CLinux
internal import Glibc
public import SystemPackage

/// Waits until one of several descriptors is ready.
///
/// A thin layer over epoll; see <https://man7.org/linux/man-pages/man7/epoll.7.html>. One thread.
@safe public struct Poller: ~Copyable {
    /// How a descriptor is watched.
    public enum Interest: Sendable {
        /// Wakes this process when there is something to read, or the other side is gone.
        case readable
        /// The same, but of all the processes that wait on the descriptor the kernel wakes one (EPOLLEXCLUSIVE): for a
        /// listening socket that many workers share.
        case readableExclusively
    }

    private let descriptor: Int32
    private var events: [epoll_event]

    /// Opens the poller, close-on-exec.
    /// - Throws: `Errno` when the kernel refuses (out of descriptors or memory).
    public init() throws(Errno) {
        descriptor = try checked(epoll_create1(CLinux_EPOLL_CLOEXEC))
        unsafe events = Array(repeating: epoll_event(), count: 8)
    }

    deinit { close(descriptor) }

    /// Watches one more descriptor until ``remove(_:)`` or until it is closed.
    /// - Throws: `Errno`, for example `.fileExists` when it is watched already.
    public func add(_ watched: FileDescriptor, _ interest: Interest = .readable) throws(Errno) {
        var flags = CLinux_EPOLLIN
        if interest == .readableExclusively { flags |= CLinux_EPOLLEXCLUSIVE }
        var event = unsafe epoll_event(events: flags, data: epoll_data_t(fd: watched.rawValue))
        _ = try checked(unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, watched.rawValue, &event))
    }

    /// Stops watching a descriptor. One that is not watched is no error: its owner may have closed it.
    public func remove(_ watched: FileDescriptor) {
        epoll_ctl(descriptor, EPOLL_CTL_DEL, watched.rawValue, nil)
    }

    /// Waits until something is ready or `timeout` has passed, and returns the ready descriptors; none on a timeout.
    /// - Parameter timeout: nil waits without end. An interrupted wait returns as a timeout does.
    public mutating func wait(timeout: Duration?) -> [FileDescriptor] {
        let count = unsafe epoll_wait(descriptor, &events, Int32(events.count), timeout?.wholeMilliseconds ?? -1)
        guard count > 0 else { return [] }
        return unsafe events[0..<Int(count)].map { FileDescriptor(rawValue: unsafe $0.data.fd) }
    }
}
