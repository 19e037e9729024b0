import Platform
import Postgres

/// A session with a database that stays open over several statements.
public final class Session {
    private let connection: Connection

    /// Opens a session.
    public init(_ url: String) throws {
        connection = try Connection.open(
            ConnectionConfiguration(url: url, applicationName: "tests"),
            deadline: Self.deadline
        )
    }

    /// Runs SQL and waits for its end.
    public func run(_ script: String) throws { try connection.run(script: script, deadline: Self.deadline) }

    /// Hangs up.
    public func end() { connection.close() }

    private static var deadline: Duration { MonotonicClock.now + .seconds(30) }
}
