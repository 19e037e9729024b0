/// Takes settings out of an environment one by one and remembers every problem on the way.
struct SettingsReader {
    let environment: [String: String]
    let readFile: (String) throws -> String
    /// Settings that must be set.
    var needed: Set<SettingName> = []
    var problems: [SettingsProblem] = []

    /// What `read` makes of the settings, which is nil only when there was a problem.
    /// - Throws: ``SettingsError`` with every problem.
    consuming func settings<Value>(_ read: (inout SettingsReader) -> Value?) throws(SettingsError) -> Value {
        let settings = read(&self)
        guard problems.isEmpty, let settings else { throw SettingsError(problems: problems) }
        return settings
    }

    /// The parsed value, or nil when the setting is not set or has a problem. An empty value counts as not set.
    mutating func optional<Value>(_ name: SettingName, _ parse: SettingParser<Value>) -> Value? {
        let problemsBefore = problems.count
        if let text = text(of: name) {
            do { return try parse(text) } catch { report(name, error.code, error.expectation) }
        } else if needed.contains(name), problems.count == problemsBefore {
            report(name, .missing, "is required and not set")
        }
        return nil
    }

    /// The parsed value; not being set is a problem.
    mutating func required<Value>(_ name: SettingName, _ parse: SettingParser<Value>) -> Value? {
        needed.insert(name)
        return optional(name, parse)
    }

    mutating func report(_ name: SettingName, _ code: SettingsProblem.Code, _ predicate: String) {
        let sentence = "\(name.rawValue) \(predicate)."
        problems.append(SettingsProblem(setting: name, code: code, description: sentence))
    }

    private mutating func text(of name: SettingName) -> String? {
        let direct = environment[name.rawValue].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = environment[name.fileVariable], !path.isEmpty else { return direct }
        guard direct == nil else {
            report(name, .setTwice, "and \(name.fileVariable) are both set: keep one")
            return nil
        }
        // The path stays out of the sentence: it may be a secret that went into the wrong variable.
        guard let content = try? readFile(path) else {
            report(name, .unreadableFile, "cannot be read from the UTF-8 file that \(name.fileVariable) names")
            return nil
        }
        // A line feed, alone or after a carriage return, is one Character.
        let line = content.last == "\n" || content.last == "\r\n" ? String(content.dropLast()) : content
        guard !line.isEmpty else {
            report(name, .missing, "is empty in the file that \(name.fileVariable) names")
            return nil
        }
        return line
    }
}

/// Makes a value of a setting's text.
typealias SettingParser<Value> = (String) throws(SettingFault) -> Value

/// What a parser found wrong with a value, as the end of a sentence that begins with the setting's name.
struct SettingFault: Error {
    let expectation: String
    let code: SettingsProblem.Code

    init(_ expectation: String, _ code: SettingsProblem.Code = .malformed) {
        self.expectation = expectation
        self.code = code
    }
}

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
