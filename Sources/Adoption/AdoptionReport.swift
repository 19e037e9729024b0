/// What an adoption found and did, or would do.
public struct AdoptionReport: Sendable {
    /// What became of it.
    public enum Outcome: Sendable {
        /// The database was adopted before; nothing was done.
        case adoptedBefore
        /// A finding blocks it; nothing was done.
        case blocked
        /// A dry run: everything was done and taken back, and nothing stood in the way.
        case possible
        /// It is done.
        case adopted
    }

    /// What became of it.
    public internal(set) var outcome: Outcome
    /// Everything that was looked at, table by table.
    public internal(set) var findings: [AdoptionFinding] = []
    /// The statements that change the tables, in order.
    public internal(set) var statements: [String] = []
    /// The files that count as applied from now on.
    public internal(set) var recorded: [String] = []
    /// The rows of each table that was there, the same before and after.
    public internal(set) var proofs: [TableProof] = []

    mutating func add(_ level: AdoptionFinding.Level, _ table: String, _ sentence: String) {
        findings.append(AdoptionFinding(level: level, table: table, sentence: sentence))
        if level == .blocks { outcome = .blocked }
    }
}

/// One thing that was looked at.
public struct AdoptionFinding: Sendable {
    /// What it means for the adoption.
    public enum Level: String, Sendable, CaseIterable {
        /// It has to be put right first.
        case blocks
        /// It stays as it is, and somebody should know.
        case notes
        /// It is changed, and no value is lost.
        case changes
        /// It is as the application needs it.
        case fits
    }

    /// What it means.
    public let level: Level
    /// The table it is about; `schema_migrations` for later migrations.
    public let table: String
    /// What was found and what follows.
    public let sentence: String
    /// A query that shows the rows it is about, without a semicolon; nil when it is not about rows.
    public var query: String?
}

/// The rows of a table: `checksum`, over every original column of every row, changes with any value.
public struct TableProof: Equatable, Sendable {
    /// The table's name, how many rows it has, and their checksum.
    public let table: String, rows: Int, checksum: String
}
