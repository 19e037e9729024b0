/// Takes settings out of an environment one by one and remembers every problem on the way.
struct SettingsReader {
    private let environment: [String: String]
    private let readFile: (String) throws -> String
    private let alsoRequired: Set<SettingName>
    private(set) var problems: [SettingsProblem] = []

    /// - Parameter alsoRequired: settings that this process needs although others do without.
    init(
        environment: [String: String],
        readFile: @escaping (String) throws -> String,
        alsoRequired: Set<SettingName> = []
    ) {
        self.environment = environment
        self.readFile = readFile
        self.alsoRequired = alsoRequired
    }

    /// The parsed value, or nil when the setting is not set or has a problem. An empty value counts as not set.
    mutating func optional<Value>(
        _ name: SettingName,
        _ parse: (String) throws(SettingFault) -> Value
    ) -> Value? {
        alsoRequired.contains(name) ? required(name, parse) : parsed(name, parse)
    }

    /// The parsed value; not being set is a problem.
    mutating func required<Value>(
        _ name: SettingName,
        _ parse: (String) throws(SettingFault) -> Value
    ) -> Value? {
        let problemsBefore = problems.count
        let value = parsed(name, parse)
        if value == nil, problems.count == problemsBefore {
            report(name, .missing, "is required and not set")
        }
        return value
    }

    mutating func report(_ name: SettingName, _ code: SettingsProblem.Code, _ predicate: String) {
        let sentence = "\(name.rawValue) \(predicate)."
        problems.append(SettingsProblem(setting: name, code: code, description: sentence))
    }

    /// Ends the reading: throws when there was any problem.
    func finish() throws(SettingsError) {
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }

    private mutating func parsed<Value>(
        _ name: SettingName,
        _ parse: (String) throws(SettingFault) -> Value
    ) -> Value? {
        guard let text = text(of: name) else { return nil }
        do {
            return try parse(text)
        } catch {
            report(name, error.code, error.expectation)
            return nil
        }
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

/// What a parser found wrong with a value, as the end of a sentence that begins with the setting's name.
struct SettingFault: Error {
    let code: SettingsProblem.Code
    let expectation: String
}
