/// What follows from a comparison: findings for a person, statements for the database.
struct TableVerdict {
    let table: String
    private(set) var findings: [AdoptionFinding] = []
    /// Statements that make room: names that are needed for something else.
    var before: [String] = []
    /// The clauses of one `alter table`.
    var clauses: [String] = []
    /// Statements that need the columns as they will be.
    var after: [String] = []

    init(_ table: String) {
        self.table = table
    }

    var statements: [String] {
        let alteration = clauses.isEmpty ? [] : ["alter table \(table)\n    " + clauses.joined(separator: ",\n    ")]
        return before + alteration + after
    }

    mutating func fits(_ sentence: String) { add(.fits, sentence) }
    mutating func changes(_ sentence: String) { add(.changes, sentence) }
    mutating func notes(_ sentence: String, query: String? = nil) { add(.notes, sentence, query) }
    mutating func blocks(_ sentence: String, query: String? = nil) { add(.blocks, sentence, query) }

    private mutating func add(_ level: AdoptionFinding.Level, _ sentence: String, _ query: String? = nil) {
        findings.append(AdoptionFinding(level, table, sentence, query: query))
    }
}
