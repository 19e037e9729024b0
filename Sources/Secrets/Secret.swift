/// A value that no description may show: not its own, nor that of a value which holds it.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    /// Ten asterisks.
    public var description: String { "**********" }
    /// Ten asterisks.
    public var debugDescription: String { description }
    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A value that must not be printed.
public struct Secret<Value: Sendable>: Sendable, Redacted {
    /// The value itself. Whoever reads it takes over the duty to keep it out of logs and messages.
    public let revealed: Value

    /// Hides `value` from descriptions.
    public init(_ value: Value) { revealed = value }
}
