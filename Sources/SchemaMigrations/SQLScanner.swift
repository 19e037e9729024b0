/// Cuts SQL text into statements and the comments between them, by PostgreSQL's lexical rules.
///
/// It knows just enough to find where a statement ends: quotes, dollar quotes, nested comments, brackets and the
/// `begin atomic … end` of an SQL function.
/// See <https://www.postgresql.org/docs/15/sql-syntax-lexical.html>.
struct SQLScanner {
    enum Piece: Equatable {
        /// A comment that stands between statements, from its two dashes to the end of its line.
        case comment(String, SourcePosition)
        case statement(SQLStatement)
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var place = SourcePosition.start
    private let file: String

    /// - Parameter file: the name that errors bring.
    init(_ text: String, file: String) {
        self.file = file
        scalars = Array(text.unicodeScalars)
    }

    /// The next piece; nil at the end of the text.
    mutating func next() throws(MigrationSyntaxError) -> Piece? {
        skip(while: \.properties.isWhitespace)
        let start = (index: index, place: place)
        guard index < scalars.count else { return nil }
        if at("--") {
            skipLineComment()
            return .comment(text(from: start.index), start.place)
        }
        if at("/*") {
            try skipBlockComment()
            return try next()
        }
        try skipStatement(from: start.place)
        return .statement(SQLStatement(text: text(from: start.index), position: start.place))
    }

    // A statement ends at the first semicolon outside quotes, comments, brackets and function bodies.
    private mutating func skipStatement(from start: SourcePosition) throws(MigrationSyntaxError) {
        var brackets = 0
        var body = FunctionBody()
        while index < scalars.count {
            switch scalars[index] {
            case ";":
                advance()
                if brackets <= 0, !body.isOpen { return }
            case "(":
                brackets += 1
                advance()
            case ")":
                brackets -= 1
                advance()
            case "'": try skipQuoted("'", backslashEscapes: false)
            case "\"": try skipQuoted("\"", backslashEscapes: false)
            case "$": try skipDollar()
            case "-" where at("--"):
                if text(from: index, upTo: Self.directiveStart.count) == Self.directiveStart {
                    throw unterminated("The statement that begins here does not end with ';'.", at: start)
                }
                skipLineComment()
            case "/" where at("/*"): try skipBlockComment()
            case let scalar where scalar.beginsWord:
                let wordStart = index
                skip(while: \.continuesWord)
                let word = text(from: wordStart).lowercased()
                body.see(word)
                if word == "e", index < scalars.count, scalars[index] == "'" {
                    try skipQuoted("'", backslashEscapes: true)
                }
            default: advance()
            }
        }
        throw unterminated("The statement that begins here does not end with ';'.", at: start)
    }

    private static let directiveStart = "-- migrate:"

    private mutating func skipQuoted(_ quote: Unicode.Scalar, backslashEscapes: Bool) throws(MigrationSyntaxError) {
        let start = place
        advance()
        while index < scalars.count {
            let scalar = scalars[index]
            advance()
            if scalar == "\\", backslashEscapes, index < scalars.count {
                advance()
            } else if scalar == quote {
                guard index < scalars.count, scalars[index] == quote else { return }
                advance()
            }
        }
        throw unterminated("The quote that begins here does not end.", at: start)
    }

    // `$tag$ … $tag$`, or a lone dollar such as a parameter's.
    private mutating func skipDollar() throws(MigrationSyntaxError) {
        let start = place
        var end = index + 1
        while end < scalars.count, scalars[end].continuesWord, scalars[end] != "$" { end += 1 }
        let startsWithDigit = scalars.indices.contains(index + 1) && ("0"..."9").contains(scalars[index + 1])
        guard end < scalars.count, scalars[end] == "$", !startsWithDigit else { return advance() }
        let tag = Array(scalars[index...end])
        advance(tag.count)
        while index + tag.count <= scalars.count {
            if scalars[index] == "$", scalars[index..<index + tag.count].elementsEqual(tag) {
                return advance(tag.count)
            }
            advance()
        }
        throw unterminated("The dollar quote that begins here does not end.", at: start)
    }

    private mutating func skipBlockComment() throws(MigrationSyntaxError) {
        let start = place
        var depth = 0
        while index < scalars.count {
            if at("/*") {
                depth += 1
                advance(2)
            } else if at("*/") {
                depth -= 1
                advance(2)
                if depth == 0 { return }
            } else {
                advance()
            }
        }
        throw unterminated("The comment that begins here does not end.", at: start)
    }

    private mutating func skipLineComment() { skip { $0 != "\n" } }

    private mutating func skip(while matches: (Unicode.Scalar) -> Bool) {
        while index < scalars.count, matches(scalars[index]) { advance() }
    }

    private mutating func advance(_ count: Int = 1) {
        place = place.advanced(over: scalars[index..<index + count])
        index += count
    }

    private func unterminated(_ message: String, at position: SourcePosition) -> MigrationSyntaxError {
        MigrationSyntaxError(file: file, position: position, code: .unterminated, message: message)
    }

    private func at(_ pair: String) -> Bool { text(from: index, upTo: 2) == pair }

    private func text(from start: Int) -> String { text(from: start, upTo: index - start) }

    private func text(from start: Int, upTo count: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<min(start + count, scalars.count)])
        return String(text)
    }
}

/// Follows the words of one statement to know whether a semicolon stands inside `begin atomic … end`.
private struct FunctionBody {
    private var words: [String] = []
    private var depth = 0
    private var previous = ""

    var isOpen: Bool { depth > 0 }

    mutating func see(_ word: String) {
        if words.count < 4 { words.append(word) }
        let createsRoutine = words.first == "create" && (words.contains("function") || words.contains("procedure"))
        if createsRoutine {
            if word == "atomic", previous == "begin" { depth = 1 }
            if isOpen, word == "case" { depth += 1 }
            if isOpen, word == "end" { depth -= 1 }
        }
        previous = word
    }
}

extension Unicode.Scalar {
    fileprivate var beginsWord: Bool { self == "_" || value >= 0x80 || properties.isAlphabetic }
    fileprivate var continuesWord: Bool { beginsWord || ("0"..."9").contains(self) || self == "$" }
}

/// One statement of a migration file and where it stands, so that a failure can point at it.
public struct SQLStatement: Hashable, Sendable {
    /// The statement with its closing semicolon.
    public let text: String
    /// Where its first character stands.
    public let position: SourcePosition
}

/// A line and a column of a file, both from 1. A column is one Unicode scalar.
public struct SourcePosition: Hashable, Sendable {
    /// From 1.
    public var line: Int
    /// From 1.
    public var column: Int

    /// Where a file begins.
    static let start = SourcePosition(line: 1, column: 1)

    /// The position after this text when it begins here.
    func advanced(over text: some Sequence<Unicode.Scalar>) -> SourcePosition {
        var position = self
        for scalar in text {
            if scalar == "\n" {
                position.line += 1
                position.column = 1
            } else {
                position.column += 1
            }
        }
        return position
    }
}
