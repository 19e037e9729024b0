/// Why this configuration cannot be used: every problem at once. No description shows a setting's value.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order in which the settings are read, at least one.
    public let problems: [SettingsProblem]

    /// One sentence a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One setting that cannot be used.
public struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong. The raw value is the stable code.
    public enum Code: String, Sendable {
        /// A required setting is not set, or empty.
        case missing
        /// A secret has fewer bytes than it needs.
        case tooShort = "too_short"
        /// A number or duration lies outside its limits.
        case outOfRange = "out_of_range"
        /// The value is not of the form this setting takes.
        case malformed
        /// Both the setting and its `_FILE` variable are set.
        case setTwice = "set_twice"
        /// The file that the `_FILE` variable names cannot be read.
        case unreadableFile = "unreadable_file"
    }

    /// The setting.
    public let setting: SettingName
    /// The stable code.
    public let code: Code
    /// A sentence that names the setting and says what it takes.
    public let description: String
}
