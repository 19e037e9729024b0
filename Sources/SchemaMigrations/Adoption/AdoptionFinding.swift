/// One thing that was looked at before an older database is adopted.
public struct AdoptionFinding: Hashable, Sendable {
    /// What it means for the adoption.
    public enum Level: String, Sendable {
        /// It is as the application needs it.
        case fits
        /// It is changed, and no value is lost.
        case changes
        /// It stays as it is, and somebody should know.
        case notes
        /// It has to be put right first.
        case blocks
    }

    /// What it means.
    public let level: Level
    /// The table it is about.
    public let table: String
    /// What was found and what follows.
    public let sentence: String
    /// A query that shows the rows it is about, without a semicolon; nil when it is not about rows.
    public let query: String?

    init(_ level: Level, _ table: String, _ sentence: String, query: String? = nil) {
        self.level = level
        self.table = table
        self.sentence = sentence
        self.query = query
    }
}
