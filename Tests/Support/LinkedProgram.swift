import Foundation

/// A program of this package with all that is linked to it, statically or dynamically.
public struct LinkedProgram: Sendable {
    /// The file names of the shared libraries that it loads, and of those that these load in turn.
    public let libraries: [String]
    /// The first mangled name in its file that belongs to a module of Foundation, such as `20FoundationEssentials`; nil
    /// when there is none. A static link leaves no other trace of a library.
    public let foundationSymbol: String?

    /// What could not be read.
    public struct Failure: Error {
        /// A sentence.
        public let reason: String
    }

    /// Reads a program.
    public init(_ path: String) throws {
        let loaded = try Command(["ldd", path])
        guard loaded.status == 0 else { throw Failure(reason: "ldd \(path): \(loaded.output)\(loaded.errors)") }
        libraries = loaded.output.split(separator: "\n").compactMap { line in
            line.split(whereSeparator: \.isWhitespace).first?.split(separator: "/").last.map(String.init)
        }
        let found = try Command(
            ["grep", "-a", "-o", "-E", "-m", "1", "[0-9]{2}_?Foundation[A-Za-z]*", path],
            environment: ["LC_ALL": "C", "PATH": "/usr/bin:/bin"]
        )
        guard found.status <= 1 else { throw Failure(reason: "grep \(path): \(found.errors)") }
        foundationSymbol = found.output.split(separator: "\n").first.map(String.init)
    }

    /// The workers among the programs of a build.
    /// - Returns: their names, at least one.
    public static func workers(in folder: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix("-responder") }
        guard !names.isEmpty else { throw Failure(reason: "there is no worker in \(folder)") }
        return names
    }

    /// The libraries that a worker must not load: Foundation, and what comes with it or with what needs it.
    public var unwantedLibraries: [String] {
        libraries.filter { library in
            ["foundation", "icu", "curl", "xml"].contains { library.lowercased().contains($0) }
        }
    }
}
