internal import CLibPQ
public import Platform

/// Everything but the socket that a process has to know of an open connection to go on with it: what libpq and
/// ``Connection`` remember between two statements. It holds no password.
///
/// libpq can neither take a connection apart nor put one together. So ``Connection/suspended`` reads what it has learnt
/// from the server, and ``Connection/init(resuming:on:spare:)`` has a new handle of libpq learn the same.
public struct SuspendedConnection: Sendable, Equatable {
    /// What the server has reported of its settings, such as its version.
    let serverSettings: [ServerSetting]
    /// The names of the statements that are prepared there.
    let preparedStatements: [String]
    /// As ``Connection/usesPreparedStatements``.
    let usesPreparedStatements: Bool
    /// As ``Connection/serverClock``. `MonotonicClock` is one for all processes of a machine.
    let serverClock: ServerClock
    /// As ``Connection/serverProcess``.
    public let serverProcess: ProcessIdentity?

    struct ServerSetting: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// A connection that was never open, to try out what happens to one.
    public static let example = SuspendedConnection(
        serverSettings: reportedSettings.map { ServerSetting(name: $0, value: "15.0") },
        preparedStatements: ["example"],
        usesPreparedStatements: true,
        serverClock: ServerClock(origin: 0),
        serverProcess: nil
    )

    /// The settings that a server reports without being asked; see "Asynchronous Operations" in
    /// <https://www.postgresql.org/docs/15/protocol-flow.html>.
    static let reportedSettings = [
        "server_version", "server_encoding", "client_encoding", "application_name", "default_transaction_read_only",
        "in_hot_standby", "is_superuser", "session_authorization", "DateStyle", "IntervalStyle", "TimeZone",
        "integer_datetimes", "standard_conforming_strings",
    ]
}

extension SuspendedConnection {
    /// The same as strings without NUL, for a message to another process.
    public var fields: [String] {
        [
            "\(serverProcess?.packed ?? 0)", "\(serverClock.origin)", usesPreparedStatements ? "1" : "0",
            "\(serverSettings.count)",
        ] + serverSettings.flatMap { [$0.name, $0.value] } + preparedStatements
    }

    /// Reads ``fields``; nil when they are something else.
    public init?(fields: ArraySlice<String>) {
        var rest = fields
        guard let packed = rest.popFirst().flatMap({ UInt64($0) }),
            let origin = rest.popFirst().flatMap({ Int64($0) }),
            let uses = rest.popFirst(),
            let count = rest.popFirst().flatMap({ Int($0) }), count >= 0, count <= rest.count / 2
        else { return nil }
        serverProcess = ProcessIdentity(packed: packed)
        serverClock = ServerClock(origin: origin)
        usesPreparedStatements = uses == "1"
        let settings = Array(rest.prefix(count * 2))
        serverSettings = stride(from: 0, to: settings.count, by: 2).map {
            ServerSetting(name: settings[$0], value: settings[$0 + 1])
        }
        preparedStatements = Array(rest.dropFirst(count * 2))
    }
}
