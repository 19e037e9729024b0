import Platform
import Support
import SystemPackage

/// A web server's connection to a worker that has not accepted it yet.
final class ConnectedPeer {
    /// Where the worker accepts it.
    let listener: FileDescriptor
    /// The web server's end.
    let client: FileDescriptor
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        listener = try UnixSocket.listen(at: directory.file("socket"), permissions: .ownerReadWrite, backlog: 4)
        client = try UnixSocket.connect(directory.file("socket"))
    }

    deinit {
        client.closeIgnoringErrors()
        listener.closeIgnoringErrors()
    }
}
