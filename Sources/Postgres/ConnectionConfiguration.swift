internal import CLibPQ
internal import Platform

/// Where the database is and how long to try to reach it.
public struct ConnectionConfiguration: Sendable {
    /// The keywords and values handed to libpq, checked; holds the password, so it has no description.
    let parameters: [(keyword: String, value: String)]
}

extension ConnectionConfiguration {
    /// Reads a libpq connection string.
    ///
    /// What the string leaves open is set to values that let a dead peer be noticed in seconds instead of libpq's hours
    /// (`tcp_user_timeout`, `keepalives_*`, `connect_timeout`), to follow a failover (`target_session_attrs=read-write`)
    /// and never to negotiate what a local socket does not need.
    /// See <https://www.postgresql.org/docs/15/libpq-connect.html>.
    /// - Parameters:
    ///   - url: a `postgresql://` URI or `key=value` pairs; several hosts are allowed.
    ///   - applicationName: what `pg_stat_activity` shows; the string's own `application_name` wins.
    ///   - startOptions: whether the server is asked for what suits the application: prepared statements planned once
    ///     instead of six times, and a dead client noticed in seconds. Off behind a pooler, which refuses unknown options.
    ///   - lockTimeout: how long a statement waits for a lock (`lock_timeout`); nil, the default, leaves that to the
    ///     server. A start-up option too.
    /// - Throws: ``PostgresError`` of kind `.configuration`, naming what is wrong without the values.
    public init(url: String, applicationName: String, startOptions: Bool = true, lockTimeout: Duration? = nil)
        throws(PostgresError)
    {
        guard !url.utf8.contains(0) else { throw PostgresError.configuration("contains a NUL character") }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(url, &message) else {
            unsafe PQfreemem(message)
            throw PostgresError.configuration("is not a libpq URI or list of key=value pairs")
        }
        defer { unsafe PQconninfoFree(options) }
        var given: [(keyword: String, value: String)] = []
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                given.append(unsafe (String(cString: keyword), String(cString: value)))
            }
            unsafe option += 1
        }
        var defaults = [
            ("application_name", applicationName),
            ("client_encoding", "UTF8"),
            ("connect_timeout", "2"),
            ("tcp_user_timeout", "3000"),
            ("keepalives_idle", "10"),
            ("keepalives_interval", "3"),
            ("keepalives_count", "3"),
            ("gssencmode", "disable"),
            ("target_session_attrs", "read-write"),
        ]
        var settings: [String] = []
        if startOptions { settings += Self.serverSettings }
        if let lockTimeout { settings.append("lock_timeout=\(max(1, lockTimeout.wholeMilliseconds))") }
        if !settings.isEmpty { defaults.append(("options", settings.map { "-c \($0)" }.joined(separator: " "))) }
        let named = Set(given.map(\.keyword))
        parameters = given + defaults.filter { !named.contains($0.0) }.map { (keyword: $0.0, value: $0.1) }
    }

    private static let serverSettings = [
        "plan_cache_mode=force_generic_plan", "tcp_keepalives_idle=10", "tcp_keepalives_interval=3",
        "tcp_keepalives_count=3",
    ]

    /// The role that connects, when the string names one.
    public var user: String? { value(of: "user") }

    /// The database that is connected to, when the string names one.
    public var database: String? { value(of: "dbname") }

    /// The same configuration for each host that it names, in order.
    ///
    /// libpq applies its own time limit for a host only in the calls that block without a deadline, so each host is
    /// tried by itself.
    var hosts: [ConnectionConfiguration] {
        let lists = ["host", "hostaddr", "port"].map { keyword in
            (
                keyword,
                value(of: keyword)?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
            )
        }
        let count = lists.map(\.1.count).max() ?? 0
        guard count > 1 else { return [self] }
        return (0..<count).map { index in
            let single = lists.compactMap { keyword, values in
                values.isEmpty ? nil : (keyword: keyword, value: values.count == 1 ? values[0] : values[index])
            }
            let others = parameters.filter { parameter in !lists.contains { $0.0 == parameter.keyword } }
            return ConnectionConfiguration(parameters: others + single)
        }
    }

    private func value(of keyword: String) -> String? { parameters.last { $0.keyword == keyword }?.value }
}
