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
        for name in [
            UpgradeState.variable, "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "WATCHDOG_PID",
        ] {
            own[name] = nil
        }
        self.environment = own
        self.file = file
        self.check = check
    }

    /// The variables as they are now: the environment, and over it what the file says.
    /// - Throws: `ManagerError` when the file cannot be read.
    public func variables() throws(ManagerError) -> [String: String] {
        guard let file else { return environment }
        let text: String
        do {
            text = try TextFile.read(file)
        } catch {
            throw ManagerError("The settings file \(file) cannot be read: \(error).")
        }
        return environment.merging(try SettingsFile.parse(text, path: file)) { $1 }
    }

    /// Reads, checks and freezes everything as it is now.
    func load() throws(ManagerError) -> WorkerSettings {
        let settings = try WorkerSettings(variables: try variables())
        do {
            // What is checked is the frozen copy, so nobody can change it in between.
            settings.requestDeadline = try check(settings.checkable)
        } catch {
            throw ManagerError("\(error)")
        }
        return settings
    }
}

/// One generation of worker settings, frozen: a worker started later gets what was accepted, even when the files have
/// changed since.
///
/// The content of every `NAME_FILE` file is kept in a nameless file that workers inherit, so a secret appears neither in
/// an environment nor on a disk. The descriptors close with the last use of this value.
final class WorkerSettings {
    /// The first descriptor number in the worker that holds a frozen file.
    static let firstDescriptor: Int32 = 5

    /// The workers' environment; each `NAME_FILE` points to the frozen copy.
    let environment: [String: String]
    /// The frozen copies by their number in the worker.
    let descriptors: [Int32: FileDescriptor]
    /// How long a request may take with these settings; nil: as long as it wants.
    var requestDeadline: Duration?
    /// The processes that start workers with these settings, by pool. They end with this value.
    var forkServers: [String: ForkServerClient] = [:]
    /// Until when the workers of a pool are started one by one, since its fork server did not work; for ever where the
    /// program does not copy itself.
    var withoutForkServer: [String: Duration] = [:]

    /// The same environment as this process can read it: the frozen copies have other numbers here.
    var checkable: [String: String] {
        environment.mapValues { value in
            let copy = descriptors.first { value == Self.path($0.key) }
            return copy.map { Self.path($0.value.rawValue) } ?? value
        }
    }

    init(variables: [String: String]) throws(ManagerError) {
        var environment = variables
        var descriptors: [Int32: FileDescriptor] = [:]
        do {
            for (name, path) in variables.sorted(by: { $0.key < $1.key })
            where name.hasSuffix("_FILE") && path.hasPrefix("/") {
                // Not every such variable is ours: what cannot be read as text is passed on as it is.
                guard let text = try? TextFile.read(path) else { continue }
                let number = Self.firstDescriptor + Int32(descriptors.count)
                descriptors[number] = try FileDescriptor.sealedCopy(of: text, name: name)
                environment[name] = Self.path(number)
            }
        } catch {
            for descriptor in descriptors.values { descriptor.closeIgnoringErrors() }
            throw ManagerError("The settings cannot be kept: \(error).")
        }
        self.environment = environment
        self.descriptors = descriptors
    }

    private static func path(_ number: Int32) -> String { "/proc/self/fd/\(number)" }

    deinit { for descriptor in descriptors.values { descriptor.closeIgnoringErrors() } }
}

/// Reads `NAME=value` lines. Empty lines and lines that begin with `#` say nothing; a value may stand in double quotes.
enum SettingsFile {
    static func parse(_ text: String, path: String) throws(ManagerError) -> [String: String] {
        var values: [String: String] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = trim(line)
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            guard let separator = trimmed.firstIndex(of: "="), separator != trimmed.startIndex,
                trimmed[..<separator].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
            else { throw ManagerError("Line \(index + 1) of \(path) is not of the form NAME=value.") }
            var value = trim(trimmed[trimmed.index(after: separator)...])
            if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            values[String(trimmed[..<separator])] = String(value)
        }
        return values
    }

    private static func trim(_ text: Substring) -> Substring {
        let text = text.drop(while: \.isWhitespace)
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return text[...last]
    }
}
