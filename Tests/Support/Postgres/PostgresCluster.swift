import Foundation

/// A throw-away PostgreSQL cluster for one test process: unix socket only, in its own directory, started when first
/// needed.
///
/// A shell keeps it: the shell reads from this process, and when that ends, in whatever way, the read ends too and the
/// shell stops the server and removes the directory.
public final class PostgresCluster: Sendable {
    /// The cluster of this process. A machine without PostgreSQL fails the test that asks.
    public static let shared = Result { try PostgresCluster() }

    /// The directory of the socket.
    public let socketDirectory: String

    private let keeper: Process

    private init() throws {
        let binaries = try Self.binaries()
        keeper = Process()
        // PostgreSQL refuses to run as root.
        let isRoot = NSUserName() == "root"
        keeper.executableURL = URL(filePath: isRoot ? "/usr/sbin/runuser" : "/bin/sh")
        keeper.arguments = (isRoot ? ["-u", "postgres", "--", "/bin/sh"] : []) + ["-c", Self.script, "sh", binaries]
        keeper.currentDirectoryURL = URL(filePath: "/")
        let (input, output) = (Pipe(), Pipe())
        keeper.standardInput = input
        keeper.standardOutput = output
        try keeper.run()
        var line = Data()
        while !line.contains(10) {
            let chunk = output.fileHandleForReading.availableData
            guard !chunk.isEmpty else { throw Failure(reason: "the cluster did not start") }
            line += chunk
        }
        socketDirectory = String(decoding: line.prefix { $0 != 10 }, as: UTF8.self)
    }

    /// Why there is no database to test with.
    public struct Failure: Error {
        /// A sentence.
        public let reason: String
    }

    static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap(Int.init).filter { $0 >= 15 }.min()
        guard let newest else { throw Failure(reason: "PostgreSQL 15 or newer is not installed under \(root)") }
        return "\(root)/\(newest)/bin"
    }

    private static let script = """
        dir=$(mktemp -d /tmp/ava-test-pg.XXXXXX) || exit 1
        trap 'rm -rf "$dir"' EXIT
        "$1/initdb" --pgdata="$dir/data" --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync \
            > "$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        "$1/pg_ctl" --pgdata="$dir/data" --log="$dir/log" --wait start \
            --options="-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off -c max_connections=50" \
            > /dev/null || { cat "$dir/log" >&2; exit 1; }
        "$1/psql" -qX -h "$dir" -U postgres -d postgres \
            -c 'create role owner login createdb' -c 'create role app login' || exit 1
        echo "$dir"
        cat > /dev/null
        "$1/pg_ctl" --pgdata="$dir/data" --mode=immediate --wait stop > /dev/null
        """
}
