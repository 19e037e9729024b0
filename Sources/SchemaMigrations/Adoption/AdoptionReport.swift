/// What an adoption found and did, or would do.
public struct AdoptionReport: Sendable {
    /// What became of it.
    public enum Outcome: Sendable, Equatable {
        /// The database was adopted before; nothing was done.
        case adoptedBefore
        /// A finding blocks it; nothing was done.
        case blocked
        /// A dry run: nothing was done, and nothing stands in the way.
        case possible
        /// It is done.
        case adopted
    }

    /// What became of it.
    public let outcome: Outcome
    /// Everything that was looked at, table by table.
    public var findings: [AdoptionFinding] = []
    /// The statements that change the tables, in order.
    public var statements: [String] = []
    /// The files that count as applied from now on.
    public var recorded: [String] = []
    /// For each table, its rows before and after.
    public var proofs: [TableProof] = []

    init(_ outcome: Outcome) {
        self.outcome = outcome
    }
}

/// The rows of a table as one number: equal before and after when no value of any original column has changed.
public struct TableProof: Hashable, Sendable {
    /// The table.
    public let table: String
    /// How many rows it has.
    public let rows: Int
    /// A checksum over every original column of every row.
    public let checksum: String
}
