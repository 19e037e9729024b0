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

    /// A place; the first is line 1, column 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

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
