internal import Platform
internal import SystemPackage

/// Where the workers' settings come from: the manager's own environment, a file of `NAME=value` lines over it, and the
/// files that `NAME_FILE` variables point to.
public struct SettingsSource {
    let environment: [String: String]
    let file: String?
    let check: ([String: String]) throws -> Duration?

    /// - Parameters:
    ///   - environment: the manager's.
    ///   - file: read again on every reload; nil when there is none.
    ///   - check: says how long a request may take with these settings (nil: as long as it wants); throws an error
    ///     whose description is a sentence when a worker would refuse them.
    public init(
        environment: [String: String],
        file: String? = nil,
        check: @escaping ([String: String]) throws -> Duration? = { _ in nil }
    ) {
        var own = environment
        // These speak to the manager alone.
        for name in [Handover.variable, "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "WATCHDOG_PID"] {
            own[name] = nil
        }
        self.environment = own
        self.file = file
        self.check = check
    }

    /// The variables as they are now: the environment, and over it what the file says.
    /// - Throws: `SettingsRefusal` when the file cannot be read.
    public func variables() throws(SettingsRefusal) -> [String: String] {
        guard let file else { return environment }
        let text: String
        do {
            text = try TextFile.read(file)
        } catch {
            throw SettingsRefusal(reason: "The settings file \(file) cannot be read: \(error).")
        }
        return environment.merging(try SettingsFile.parse(text, path: file)) { $1 }
    }

    /// Reads, checks and freezes everything as it is now.
    func load() throws(SettingsRefusal) -> WorkerSettings {
        let settings = try WorkerSettings(variables: try variables())
        do {
            // What is checked is the frozen copy, so nobody can change it in between.
            settings.requestDeadline = try check(settings.checkable)
        } catch {
            throw SettingsRefusal(reason: "\(error)")
        }
        return settings
    }
}

/// Why settings are not used.
public struct SettingsRefusal: Error, Equatable, CustomStringConvertible {
    let reason: String

    /// A sentence that names the setting.
    public var description: String { reason }
}

/// Reads `NAME=value` lines. Empty lines and lines that begin with `#` say nothing; a value may stand in double quotes.
enum SettingsFile {
    static func parse(_ text: String, path: String) throws(SettingsRefusal) -> [String: String] {
        var values: [String: String] = [:]
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let trimmed = trim(line)
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            guard let separator = trimmed.firstIndex(of: "="), separator != trimmed.startIndex,
                trimmed[..<separator].utf8.allSatisfy(isNameByte)
            else { throw SettingsRefusal(reason: "Line \(number) of \(path) is not of the form NAME=value.") }
            var value = trim(trimmed[trimmed.index(after: separator)...])
            if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            values[String(trimmed[..<separator])] = String(value)
        }
        return values
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }
}
