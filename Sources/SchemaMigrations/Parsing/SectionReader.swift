/// Sorts the statements of a file under its `-- migrate:` lines.
struct SectionReader {
    private enum Kind: String { case up, down }

    private struct Draft {
        let kind: Kind
        let position: SourcePosition
        let usesTransaction: Bool
        var statements: [SQLStatement] = []
    }

    private let file: String
    private var drafts: [Draft] = []

    init(file: String) {
        self.file = file
    }

    /// Opens a section when the comment is a `-- migrate:` line; any other comment says nothing here.
    mutating func readComment(_ comment: String, at position: SourcePosition) throws(MigrationSyntaxError) {
        let words = comment.dropFirst(2).split(whereSeparator: \.isWhitespace)
        guard let first = words.first, first.lowercased().hasPrefix("migrate:") else { return }
        guard let kind = Kind(rawValue: String(first.dropFirst("migrate:".count))), first.hasPrefix("migrate:") else {
            throw error(.badDirective, at: position, "'\(first)' is neither migrate:up nor migrate:down.")
        }
        guard words.dropFirst().allSatisfy({ ["transaction:true", "transaction:false"].contains($0) }),
            words.count <= 2
        else {
            throw error(.badDirective, at: position, "The only option of '\(first)' is transaction:false.")
        }
        guard !drafts.contains(where: { $0.kind == kind }) else {
            throw error(.misplacedDirective, at: position, "The file has a second '\(first)'.")
        }
        guard kind == .up || !drafts.isEmpty else {
            throw error(.misplacedDirective, at: position, "'migrate:down' stands before 'migrate:up'.")
        }
        drafts.append(Draft(kind: kind, position: position, usesTransaction: words.last != "transaction:false"))
    }

    mutating func add(_ statement: SQLStatement) throws(MigrationSyntaxError) {
        guard !drafts.isEmpty else {
            throw error(
                .statementOutsideSection,
                at: statement.position,
                "A statement stands before '-- migrate:up'."
            )
        }
        guard statement.text != ";" else { return }
        let word = statement.text.prefix { $0.isLetter }.lowercased()
        guard !Self.transactionControl.contains(word) else {
            throw error(
                .transactionControl,
                at: statement.position,
                "'\(word)' controls a transaction; a migration runs in one of its own, or in none with transaction:false."
            )
        }
        drafts[drafts.count - 1].statements.append(statement)
    }

    func finish() throws(MigrationSyntaxError) -> (up: Migration.Section, down: Migration.Section?) {
        guard let up = drafts.first else {
            throw error(.missingUp, at: SourcePosition(line: 1, column: 1), "The file has no '-- migrate:up'.")
        }
        for draft in drafts where draft.statements.isEmpty {
            throw error(.emptySection, at: draft.position, "'migrate:\(draft.kind.rawValue)' has no statement.")
        }
        return (section(up), drafts.dropFirst().first.map(section))
    }

    private static let transactionControl: Set = [
        "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "prepare",
    ]

    private func section(_ draft: Draft) -> Migration.Section {
        Migration.Section(usesTransaction: draft.usesTransaction, statements: draft.statements)
    }

    private func error(
        _ code: MigrationSyntaxError.Code,
        at position: SourcePosition,
        _ message: String
    ) -> MigrationSyntaxError {
        MigrationSyntaxError(file: file, position: position, code: code, message: message)
    }
}
