/// A file of the migrations folder as it was read, not yet looked into.
public struct MigrationFile: Sendable {
    /// The name without its folder.
    public let name: String
    /// The content.
    public let bytes: [UInt8]

    /// A file from its name and content.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
