import Foundation
import Platform
public import Postgres

/// An empty database of its own for one test, with an owner and an application role.
public struct TestDatabase: Sendable {
    /// Its name, also the way to tell its sessions in `pg_stat_activity`.
    public let name: String

    private let socketDirectory: String

    /// Creates the database in the cluster of this process.
    public init() throws {
        socketDirectory = try PostgresCluster.shared.get().socketDirectory
        name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "_")
        let administrator = try Self.open("host=\(socketDirectory) user=postgres dbname=postgres")
        try administrator.run(script: "create database \(name) owner owner", deadline: Self.deadline)
    }

    /// The connection string of the role that owns the tables.
    public var ownerURL: String { url(role: "owner") }

    /// The connection string of the application's role.
    public var applicationURL: String { url(role: "app") }

    /// The connection string of any role of the cluster: `owner`, `app` or the superuser `postgres`.
    public func url(role: String) -> String {
        "host=\(socketDirectory) user=\(role) dbname=\(name)"
    }

    /// A connection as a role.
    public func connect(as role: String = "owner") throws -> Connection {
        try Self.open(url(role: role))
    }

    /// Runs SQL as a role, over a connection of its own.
    public func run(_ script: String, as role: String = "owner") throws {
        try connect(as: role).run(script: script, deadline: Self.deadline)
    }

    /// The text values of the first column that a query answers with.
    public func texts(_ query: String, as role: String = "owner") throws -> [String?] {
        let rows = try connect(as: role).execute(Statement("texts", query), [], deadline: Self.deadline)
        return try (0..<rows.count).map { try rows[$0].text(0) }
    }

    private static func open(_ url: String) throws -> Connection {
        try Connection.open(ConnectionConfiguration(url: url, applicationName: "tests"), deadline: deadline)
    }

    private static var deadline: Duration { MonotonicClock.now + .seconds(30) }
}
