import Foundation

/// Two PostgreSQL servers, a primary and its standby, for one test. They listen on Unix sockets only; each lies in a
/// directory of its own, and both go when this process ends.
public final class ReplicatedServers: Sendable {
    /// The one that is the primary at first.
    public let first: PostgresServer
    /// The one that follows it at first.
    public let second: PostgresServer

    private let folder: String
    private let keeper: Process

    /// Starts both.
    /// - Parameter isSynchronous: whether a commit waits for the standby.
    public init(isSynchronous: Bool) throws {
        let output = Pipe()
        keeper = Process()
        let command = PostgresServer.asDatabaseUser + ["/bin/sh", "-c", Self.script, "sh"]
        keeper.executableURL = URL(filePath: "/usr/bin/env")
        keeper.arguments = command + [try PostgresCluster.binaries(), isSynchronous ? "*" : ""]
        keeper.currentDirectoryURL = URL(filePath: "/")
        keeper.standardInput = Pipe()
        keeper.standardOutput = output
        try keeper.run()
        let line = output.fileHandleForReading.availableData
        folder = String(decoding: line.prefix { $0 != 10 }, as: UTF8.self)
        guard !folder.isEmpty else { throw PostgresCluster.Failure(reason: "the servers did not start") }
        first = try PostgresServer(data: "\(folder)/one/data")
        second = try PostgresServer(data: "\(folder)/two/data")
    }

    /// A connection string that names both hosts, for a role: `owner` or `app`.
    public func url(role: String) -> String {
        "host=\(folder)/one,\(folder)/two user=\(role) dbname=ava target_session_attrs=read-write"
    }

    /// Stops and removes everything.
    public func finish() {
        try? (keeper.standardInput as? Pipe)?.fileHandleForWriting.close()
        keeper.waitUntilExit()
    }

    private static let script = """
        dir=$(mktemp -d /tmp/ava-test-pair.XXXXXX) && mkdir "$dir/one" "$dir/two" || exit 1
        end() {
            for one in one two; do "$1/pg_ctl" -D "$dir/$one/data" -m immediate -w stop >/dev/null 2>&1; done
            rm -rf "$dir"
        }
        trap 'end "$1"' EXIT
        {
            "$1/initdb" -D "$dir/one/data" -U postgres --auth=trust --encoding=UTF8 --no-locale --no-sync &&
                cat >>"$dir/one/data/postgresql.conf" <<CONF &&
        listen_addresses = ''
        unix_socket_directories = '$dir/one'
        fsync = off
        wal_keep_size = 256MB
        max_wal_size = 256MB
        CONF
                "$1/pg_ctl" -D "$dir/one/data" -l "$dir/one/data/server.log" -w start &&
                "$1/psql" -qX -h "$dir/one" -U postgres -d postgres \
                    -c 'create role owner login' -c 'create role app login' -c 'create database ava owner owner' &&
                "$1/pg_basebackup" -h "$dir/one" -U postgres -D "$dir/two/data" -R -X stream -c fast --no-sync &&
                echo "unix_socket_directories = '$dir/two'" >>"$dir/two/data/postgresql.conf" &&
                "$1/pg_ctl" -D "$dir/two/data" -l "$dir/two/data/server.log" -w start &&
                "$1/psql" -qX -h "$dir/one" -U postgres -d postgres \
                    -c "alter system set synchronous_standby_names = '$2'" -c 'select pg_reload_conf()'
        } >&2 || exit 1
        echo "$dir"
        cat >/dev/null
        """
}
