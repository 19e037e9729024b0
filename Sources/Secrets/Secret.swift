/// A value that must not be printed: every description of it is `**********`, also inside other values.
public struct Secret<Value: Sendable>: Sendable {
    /// The value itself. Whoever reads it takes over the duty to keep it out of logs and messages.
    public let revealed: Value

    /// Hides `value` from descriptions.
    public init(_ value: Value) {
        revealed = value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Ten asterisks.
    public var description: String { redaction }
    /// Ten asterisks.
    public var debugDescription: String { redaction }
    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What stands in place of a secret in any description.
let redaction = "**********"
