internal import Glibc
internal import Platform
public import SystemPackage

/// The listening socket that nginx connects to, shared with every other worker of the pool.
///
/// It is made non-blocking, so that losing the race for a connection returns to the wait instead of blocking in
/// `accept`, where a signal could arrive in the gap between the check and the call.
public struct Listener: Sendable {
    /// The socket itself, to be watched with a `Poller` (exclusively: one connection wakes one worker).
    public let descriptor: FileDescriptor

    /// Takes over an inherited listening socket.
    /// - Parameter descriptor: by the FastCGI rule, descriptor 0.
    /// - Throws: ``FastCGIError/notAListeningSocket`` when it is anything else.
    public init(inherited descriptor: FileDescriptor = .init(rawValue: 0)) throws(FastCGIError) {
        var listening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor.rawValue, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0, listening == 1
        else { throw .notAListeningSocket }
        let flags = fcntl(descriptor.rawValue, F_GETFL)
        guard flags >= 0, fcntl(descriptor.rawValue, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw .notAListeningSocket
        }
        self.descriptor = descriptor
    }

    /// Whether a connection waits right now.
    public var hasPendingConnection: Bool { descriptor.isReadable() }
}

/// Why a FastCGI exchange could not go on.
public enum FastCGIError: Error, Equatable, CustomStringConvertible {
    /// Descriptor 0 is no listening socket: the program was started by hand, without a manager or `spawn-fcgi`.
    case notAListeningSocket
    /// libfcgi could not start.
    case initialisationFailed
    /// The connection ended, or an error came, before the body was there in full.
    case incompleteBody
    /// The peer went away before it had taken the whole answer.
    case responseNotSent

    /// One sentence for the log.
    public var description: String {
        switch self {
        case .notAListeningSocket:
            "Descriptor 0 is not a listening socket. Start the worker with onboardingctl serve, systemd or spawn-fcgi."
        case .initialisationFailed: "libfcgi could not be initialised."
        case .incompleteBody: "The request body ended early."
        case .responseNotSent: "The peer closed the connection before it had taken the answer."
        }
    }
}
