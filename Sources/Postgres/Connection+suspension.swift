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
            serverProcessID: unsafe PQbackendPID(handle),
            serverSettings: SuspendedConnection.reportedSettings.compactMap { name in
                unsafe PQparameterStatus(handle, name).map { unsafe .init(name: name, value: String(cString: $0)) }
            },
            preparedStatements: prepared,
            usesPreparedStatements: usesPreparedStatements,
            serverProcess: serverProcess
        )
    }

    /// Goes on with a connection that another process has suspended. It takes the socket over when it succeeds.
    ///
    /// A statement whose deadline passes is not cancelled but left to the server, which ends it when it notices that the
    /// connection was closed (`client_connection_check_interval`) or at its own limits.
    /// - Throws: `.connecting` when libpq did not follow, or descriptors ran out.
    public convenience init(
        resuming connection: SuspendedConnection,
        on socket: FileDescriptor
    ) throws(PostgresError) {
        guard let welcome = try? RepeatedWelcome(), let handle = unsafe welcome.handle(for: connection) else {
            throw PostgresError(.connecting, nothingWasSent: true, privateMessage: "libpq did not follow")
        }
        unsafe self.init(
            handle: handle,
            usesPreparedStatements: connection.usesPreparedStatements,
            prepared: connection.preparedStatements,
            canCancel: false
        )
        serverProcess = connection.serverProcess
        unsafe PQsetnonblocking(handle, 1)
        guard replaceSocket(by: socket) else {
            throw PostgresError(.connecting, nothingWasSent: true, privateMessage: "no descriptor is free")
        }
        socket.closeIgnoringErrors()
    }

    /// Ends this side of a connection that another process goes on with. Nothing else may be called afterwards.
    public func abandon() {
        guard !isClosed else { return }
        isClosed = true
        // The farewell that libpq sends must not reach the server.
        guard let nowhere = try? FileDescriptor.open(FilePath("/dev/null"), .writeOnly, options: .closeOnExec) else {
            return
        }
        defer { nowhere.closeIgnoringErrors() }
        if replaceSocket(by: nowhere) { unsafe PQfinish(handle) }
    }

    private func replaceSocket(by other: FileDescriptor) -> Bool {
        guard dup2(other.rawValue, descriptor.rawValue) >= 0 else { return false }
        descriptor.setCloseOnExec()
        return true
    }
}
