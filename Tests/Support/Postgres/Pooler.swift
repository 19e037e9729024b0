import Foundation
import Platform

/// A PgBouncer in transaction mode in front of a server, with fewer connections than there are workers.
public final class Pooler {
    private let folder: URL
    private var process: Process?

    /// Starts it.
    /// - Parameters:
    ///   - host: the directory of the server's socket.
    ///   - user: the role that it signs in as.
    ///   - size: how many connections it holds.
    public init(host: String, user: String, password: String, database: String, size: Int) throws {
        folder = URL(filePath: "/tmp/ava-pooler-" + UUID().uuidString.prefix(8).lowercased())
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path(percentEncoded: false)
        let configuration = """
            [databases]
            \(database) = host=\(host) dbname=\(database) user=\(user) password=\(password)
            [pgbouncer]
            listen_addr =
            unix_socket_dir = \(path)
            auth_type = any
            pool_mode = transaction
            default_pool_size = \(size)
            pidfile = \(path)/pid
            logfile = \(path)/log
            """
        try configuration.write(toFile: "\(path)/ini", atomically: true, encoding: .utf8)
        if !PostgresServer.asDatabaseUser.isEmpty {
            _ = try Command(["chown", "-R", "postgres", path])
        }
        try start()
    }

    /// The connection string of its clients.
    public func url(user: String, database: String) -> String {
        "host=\(folder.path(percentEncoded: false)) port=6432 user=\(user) dbname=\(database)"
    }

    /// Starts it, and returns when it listens.
    public func start() throws {
        let path = folder.path(percentEncoded: false)
        let started = Process()
        started.executableURL = URL(filePath: "/usr/bin/env")
        started.arguments = PostgresServer.asDatabaseUser + ["/usr/sbin/pgbouncer", "-q", "\(path)/ini"]
        started.currentDirectoryURL = URL(filePath: "/")
        try started.run()
        process = started
        let listens = eventually {
            (try? UnixSocket.connect("\(path)/.s.PGSQL.6432"))?.closeIgnoringErrors() != nil
        }
        guard listens else { throw PostgresServer.Failure(reason: "PgBouncer does not listen") }
    }

    /// Ends it at once, in the middle of whatever it does.
    public func kill() {
        guard let process else { return }
        let own = process.processIdentifier
        for facts in ProcessFacts.all() where facts.id == own || facts.parent == own {
            ChildProcess.signal(facts.id, .kill)
        }
        process.waitUntilExit()
        self.process = nil
        // It would take a process that is not yet collected for one that runs.
        try? FileManager.default.removeItem(at: folder.appending(path: "pid"))
    }

    /// Ends it and removes its files.
    public func finish() {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }
}
