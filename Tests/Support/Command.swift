public import Foundation
import Platform
import SystemPackage

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
    /// Its output goes through files, and it is started without Foundation's `Process`, whose wait for the end includes
    /// every daemon that the program has left behind.
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
        let handles = try [
            FileHandle(forReadingFrom: files[0]), FileHandle(forWritingTo: files[1]),
            FileHandle(forWritingTo: files[2]),
        ]
        let start = (directory ?? Repository.root).path(percentEncoded: false)
        // They close their descriptors when they go.
        let process = try withExtendedLifetime(handles) {
            try ChildProcess.start(
                "/usr/bin/env",
                arguments: ["-C", start] + arguments,
                environment: environment ?? ProcessInfo.processInfo.environment,
                descriptors: Dictionary(
                    uniqueKeysWithValues: handles.enumerated().map { number, handle in
                        (Int32(number), FileDescriptor(rawValue: handle.fileDescriptor))
                    }
                )
            )
        }
        status = Self.wait(for: process)
        output = try String(decoding: Data(contentsOf: files[1]), as: UTF8.self)
        errors = try String(decoding: Data(contentsOf: files[2]), as: UTF8.self)
    }

    /// Waits for the end of a child of this process.
    /// - Returns: the status as a shell tells it.
    @discardableResult
    static func wait(for process: Int32) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
