/// What the documentation says about the API as a whole.
public struct APIInformation: Sendable {
    /// The API's name.
    public let title: String
    /// The version of the API.
    public let version: String
    /// What holds for every operation.
    public let sections: [Section]

    /// A few paragraphs under a heading; code in them stands between backticks.
    public struct Section: Sendable {
        /// The heading.
        public let title: String
        /// The paragraphs.
        public let paragraphs: [String]

        /// Paragraphs under a heading.
        public init(_ title: String, _ paragraphs: String...) {
            self.title = title
            self.paragraphs = paragraphs
        }
    }

    /// What stands at the head of the documentation.
    public init(title: String, version: String, sections: [Section]) {
        self.title = title
        self.version = version
        self.sections = sections
    }

    /// The sections as Markdown.
    var markdown: String {
        sections.map { (["## \($0.title)"] + $0.paragraphs).joined(separator: "\n\n") }.joined(separator: "\n\n")
    }
}
