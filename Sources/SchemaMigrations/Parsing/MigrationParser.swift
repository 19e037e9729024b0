/// Reads one migration file. Pure: text in, value or error with its place out.
///
/// A file holds `-- migrate:up`, statements, and then, when the migration can be undone, `-- migrate:down` and
/// statements. Either line may carry `transaction:false`. Each statement ends with a semicolon.
public enum MigrationParser {
    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - fileName: the name without its folder, `YYYYMMDDhhmmss_verb_noun.sql`.
    ///   - bytes: the file's content, UTF-8.
    ///   - checksum: the SHA-256 of `bytes` in lower-case hexadecimal.
    public static func parse(
        fileName: String,
        bytes: [UInt8],
        checksum: String
    ) throws(MigrationSyntaxError) -> Migration {
        guard let file = MigrationFileName(parsing: fileName) else {
            throw MigrationSyntaxError(
                file: fileName,
                position: start,
                code: .badFileName,
                message: "The file name is not YYYYMMDDhhmmss_verb_noun.sql in lower case."
            )
        }
        var sections = SectionReader(file: fileName)
        var scanner = SQLScanner(try text(of: bytes, file: fileName))
        while let piece = try scanner.nextPiece(of: fileName) {
            switch piece {
            case .comment(let text, let position): try sections.readComment(text, at: position)
            case .statement(let statement): try sections.add(statement)
            }
        }
        let (up, down) = try sections.finish()
        return Migration(file: file, checksum: checksum, up: up, down: down)
    }

    private static let start = SourcePosition(line: 1, column: 1)

    private static func text(of bytes: [UInt8], file: String) throws(MigrationSyntaxError) -> String {
        let nul = bytes.firstIndex(of: 0)
        guard nul == nil, !bytes.starts(with: [0xEF, 0xBB, 0xBF]), let text = String(validating: bytes, as: UTF8.self)
        else {
            let before = String(decoding: bytes[..<(nul ?? 0)], as: UTF8.self)
            throw MigrationSyntaxError(
                file: file,
                position: start.advanced(over: before.unicodeScalars),
                code: .badText,
                message: nul == nil ? "The file is not UTF-8 without a byte order mark." : "The file holds a NUL."
            )
        }
        return text
    }
}

extension SQLScanner {
    fileprivate mutating func nextPiece(of file: String) throws(MigrationSyntaxError) -> Piece? {
        do {
            return try next()
        } catch {
            throw MigrationSyntaxError(
                file: file,
                position: error.position,
                code: .unterminated,
                message: error.message
            )
        }
    }
}
