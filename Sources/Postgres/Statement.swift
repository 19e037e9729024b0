/// One SQL statement that the application runs, prepared once per connection under its name.
public struct Statement: Sendable {
    /// The name it is prepared under: unique in the application, at most 63 bytes.
    public let name: String
    /// The SQL, with `$1`, `$2`… where parameters go.
    public let sql: String

    /// A statement; nothing is checked before the server sees it.
    public init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
    }
}
