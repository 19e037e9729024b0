public import Foundation

/// The `python3` of this machine, whose libraries the tests compare with.
public enum Python {
    /// Runs `script` to its end with `input` as its standard input.
    /// - Returns: What it wrote to its standard output.
    /// - Throws: `PythonFailure` when it does not exist, lacks a library or ends with an error.
    public static func run(_ script: String, input: Data = Data()) throws -> Data {
        let inputFile = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try input.write(to: inputFile)
        defer { try? FileManager.default.removeItem(at: inputFile) }

        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = output
        try process.run()
        let result = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw PythonFailure(status: process.terminationStatus) }
        return result
    }

    /// Runs `script` with one line of input per element, and expects one line of output for each of them.
    public static func lines(_ script: String, _ input: [String]) throws -> [String] {
        let output = try run(script, input: Data(input.map { $0 + "\n" }.joined().utf8))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.count == input.count else { throw PythonFailure(status: 0) }
        return lines
    }
}

/// A Python script that did not do what it was started for. Its own complaint is on the standard error output.
public struct PythonFailure: Error {
    /// The exit status.
    public let status: Int32
}
