public import Foundation

/// One run of another program, to its end.
public struct Command: Sendable {
    /// The exit status.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String

    /// Starts a program that is looked up on the PATH and waits for its end.
    ///
    /// Its output goes through files, so that a daemon which it leaves behind cannot hold the caller up.
    /// - Parameters:
    ///   - environment: everything the program finds in its environment; nil for what this process has.
    ///   - directory: where it starts; nil for the root of the repository.
    public init(
        _ arguments: [String],
        environment: [String: String]? = nil,
        input: String = "",
        directory: URL? = nil
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ava-command-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.currentDirectoryURL = directory ?? Repository.root
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try String(decoding: Data(contentsOf: files[1]), as: UTF8.self)
        errors = try String(decoding: Data(contentsOf: files[2]), as: UTF8.self)
    }
}
