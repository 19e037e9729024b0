public import JSON

/// What stands for a `{name}` in a route's path.
public struct PathParameter: Sendable {
    /// The name between the braces.
    public let name: String
    /// What it looks like. A value that does not is answered with 404.
    public let shape: Shape
    /// One sentence for the documentation.
    public let summary: String
    /// A value that the documentation shows.
    public let example: JSONValue

    /// The description of the segment called `name`.
    public init(_ name: String, _ shape: Shape, _ summary: String, example: JSONValue) {
        self.name = name
        self.shape = shape
        self.summary = summary
        self.example = example
    }
}
