internal import CLibPQ
internal import Glibc
internal import Platform
public import SystemPackage

extension Connection {
    /// What another process needs to go on with this connection on its ``descriptor``; nil when it is not reusable, or
    /// when libpq keeps more of it than that: the keys of an encrypted one.
    public var suspended: SuspendedConnection? {
        guard isReusable, unsafe PQsslInUse(handle) == 0, unsafe PQgssEncInUse(handle) == 0 else { return nil }
        return SuspendedConnection(
            serverSettings: SuspendedConnection.reportedSettings.compactMap { name in
                unsafe PQparameterStatus(handle, name).map { unsafe .init(name: name, value: String(cString: $0)) }
            },
            preparedStatements: prepared,
            usesPreparedStatements: usesPreparedStatements,
            serverClock: serverClock,
            serverProcess: serverProcess
        )
    }

    /// Goes on with a connection that another process has suspended. It takes the socket over when it succeeds.
    ///
    /// A statement whose deadline passes is not cancelled but left to the server, which ends it when it notices that the
    /// connection was closed (`client_connection_check_interval`) or at its own limits.
    /// - Parameter spare: is used when it fits the connection.
    /// - Throws: `.connecting` when libpq did not follow, or descriptors ran out.
    public convenience init(
        resuming connection: SuspendedConnection,
        on socket: FileDescriptor,
        spare: SpareHandle? = nil
    ) throws(PostgresError) {
        let spare = if let spare, spare.fits(connection) { spare } else { try SpareHandle(for: connection) }
        guard let handle = unsafe spare.take() else { throw SpareHandle.failure }
        unsafe self.init(
            handle: handle,
            usesPreparedStatements: connection.usesPreparedStatements,
            prepared: connection.preparedStatements,
            canCancel: false
        )
        serverProcess = connection.serverProcess
        serverClock = connection.serverClock
        guard (try? descriptor.replace(by: socket)) != nil else {
            throw PostgresError(.connecting, nothingWasSent: true, privateMessage: "no descriptor is free")
        }
        socket.closeIgnoringErrors()
    }

    /// Leaves the connection to the process that goes on with it. Nothing is said to the server, and this side of it stays
    /// open until the process ends, which should be soon. Nothing else may be called afterwards.
    public func abandon() { isClosed = true }
}
