internal import CLibPQ

/// A handle of libpq that has learnt what a server says of itself and waits for a connection to it.
///
/// Made in advance it leaves hardly anything to do for ``Connection/init(resuming:on:spare:)``: a process that copies
/// itself makes one, and each copy has it. One thread.
@safe public final class SpareHandle {
    private var handle: OpaquePointer?
    private let serverSettings: [SuspendedConnection.ServerSetting]

    static var failure: PostgresError {
        PostgresError(.connecting, nothingWasSent: true, privateMessage: "libpq did not follow")
    }

    /// A handle for connections to the server of this one.
    /// - Throws: `.connecting` when libpq did not follow, or descriptors ran out.
    public init(for connection: SuspendedConnection) throws(PostgresError) {
        serverSettings = connection.serverSettings
        guard let welcome = try? RepeatedWelcome(), let handle = unsafe welcome.handle(for: serverSettings) else {
            throw Self.failure
        }
        unsafe PQsetnonblocking(handle, 1)
        unsafe self.handle = handle
    }

    deinit { if let handle = unsafe handle { unsafe PQfinish(handle) } }

    /// Whether it was not used yet, and the connection's server says the same of itself.
    public func fits(_ connection: SuspendedConnection) -> Bool {
        unsafe handle != nil && serverSettings == connection.serverSettings
    }

    /// The handle, once; to be ended with `PQfinish`.
    func take() -> OpaquePointer? {
        defer { unsafe handle = nil }
        return unsafe handle
    }
}
