public import Foundation

/// Where the files of this repository lie.
public enum Repository {
    /// The folder that holds `Package.swift`.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of the release build that the tests run: what `AVA_PROGRAMS` names, or this package's own.
    public static let programs = ProcessInfo.processInfo.environment["AVA_PROGRAMS"] ?? path(".build/release")

    /// The folder of the debug build, in which these tests and all programs of this package lie.
    public static let debugPrograms = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .path(percentEncoded: false)

    /// The path of a file or folder, relative to the root.
    public static func path(_ name: String) -> String {
        root.appending(path: name).path(percentEncoded: false)
    }

    /// The text of a file, relative to the root.
    public static func text(_ name: String) throws -> String {
        try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }
}
