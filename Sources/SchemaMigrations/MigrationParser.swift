internal import Platform
internal import Secrets

/// Reads one migration file. Pure: bytes in, value or error with its place out.
///
/// A file holds `-- migrate:up`, statements, and then, when the migration can be undone, `-- migrate:down` and
/// statements. Either line may carry `transaction:false`. Each statement ends with a semicolon. A line
/// `-- migrate:replaces CHECKSUM` names an earlier edition of the file, which some databases have applied.
struct MigrationParser {
    private enum Kind: String { case up, down }

    private struct Draft {
        let kind: Kind
        let position: SourcePosition
        let usesTransaction: Bool
        var statements: [SQLStatement] = []
    }

    private let file: String
    private var drafts: [Draft] = []
    private var replacedChecksums: [String] = []

    private init(file: String) { self.file = file }

    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - fileName: the name without its folder, `YYYYMMDDhhmmss_verb_noun.sql`.
    ///   - bytes: the file's content, UTF-8.
    static func parse(fileName: String, bytes: [UInt8]) throws(MigrationSyntaxError) -> Migration {
        var parser = MigrationParser(file: fileName)
        guard let file = MigrationFileName(parsing: fileName) else {
            let message = "The file name is not YYYYMMDDhhmmss_verb_noun.sql in lower case."
            throw parser.error(.badFileName, at: .start, message)
        }
        var scanner = SQLScanner(try parser.text(of: bytes), file: fileName)
        while let piece = try scanner.next() {
            switch piece {
            case .comment(let text, let position): try parser.readComment(text, at: position)
            case .statement(let statement): try parser.add(statement)
            }
        }
        let (up, down) = try parser.finish()
        return Migration(
            file: file,
            checksum: Hexadecimal.format(SHA256.hash(bytes)),
            replacedChecksums: parser.replacedChecksums,
            up: up,
            down: down
        )
    }

    private func text(of bytes: [UInt8]) throws(MigrationSyntaxError) -> String {
        if let nul = bytes.firstIndex(of: 0) {
            let before = String(decoding: bytes[..<nul], as: UTF8.self)
            throw error(.badText, at: .start.advanced(over: before.unicodeScalars), "The file holds a NUL.")
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]), let text = String(validating: bytes, as: UTF8.self) else {
            throw error(.badText, at: .start, "The file is not UTF-8 without a byte order mark.")
        }
        return text
    }

    /// Opens a section when the comment is a `-- migrate:` line; any other comment says nothing here.
    private mutating func readComment(_ comment: String, at position: SourcePosition) throws(MigrationSyntaxError) {
        let words = comment.dropFirst(2).split(whereSeparator: \.isWhitespace)
        guard let first = words.first, first.lowercased().hasPrefix("migrate:") else { return }
        if first == "migrate:replaces" {
            guard words.count == 2, words[1].count == 64, words[1].allSatisfy(\.isHexDigit) else {
                throw error(.badDirective, at: position, "'migrate:replaces' needs the SHA-256 of an earlier edition.")
            }
            replacedChecksums.append(words[1].lowercased())
            return
        }
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

    private mutating func add(_ statement: SQLStatement) throws(MigrationSyntaxError) {
        guard !drafts.isEmpty else {
            throw error(.statementOutsideSection, at: statement.position, "A statement stands before '-- migrate:up'.")
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

    private func finish() throws(MigrationSyntaxError) -> (up: Migration.Section, down: Migration.Section?) {
        guard let up = drafts.first else {
            throw error(.missingUp, at: .start, "The file has no '-- migrate:up'.")
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

/// A migration file that cannot be used, and where.
public struct MigrationSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong. The raw value is the stable code.
    public enum Code: String, Sendable {
        /// The name is not `YYYYMMDDhhmmss_verb_noun.sql`.
        case badFileName = "bad_file_name"
        /// Two files carry the same version.
        case duplicateVersion = "duplicate_version"
        /// The file is not UTF-8 text, or holds a NUL.
        case badText = "bad_text"
        /// A `-- migrate:` line that is neither up nor down, or carries an unknown option.
        case badDirective = "bad_directive"
        /// A second `-- migrate:up` or `-- migrate:down`, or down before up.
        case misplacedDirective = "misplaced_directive"
        /// A statement before `-- migrate:up`.
        case statementOutsideSection = "statement_outside_section"
        /// No `-- migrate:up`.
        case missingUp = "missing_up"
        /// A section without a statement.
        case emptySection = "empty_section"
        /// A quote, comment or bracket that does not end, or a statement without its semicolon.
        case unterminated
        /// `begin`, `commit` and their like.
        case transactionControl = "transaction_control"
    }

    /// The file's name.
    public let file: String
    /// Where in the file.
    public let position: SourcePosition
    /// The stable code.
    public let code: Code
    /// A sentence for the one who wrote the file.
    public let message: String

    /// `file:line:column: message`, which editors can follow.
    public var description: String { "\(file):\(position.line):\(position.column): \(message)" }
}
