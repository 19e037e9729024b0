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
