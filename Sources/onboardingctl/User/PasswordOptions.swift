import ArgumentParser
import Foundation
import Platform

/// Where a new password comes from.
struct PasswordOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read the password from this file instead of standard input.", valueName: "path"))
    var passwordFile: String?

    /// The password, without the line break at its end.
    func read(in context: CommandContext) throws -> String {
        guard let passwordFile else { return try context.readPassword() }
        guard let content = try? context.readFile(passwordFile) else {
            throw CommandFailure("The password file cannot be read as UTF-8 text.")
        }
        return PasswordInput.firstLine(of: content)
    }
}

/// Reads a password from standard input.
enum PasswordInput {
    static func readFromStandardInput() throws -> String {
        if Terminal.isStandardInputInteractive {
            guard let password = Terminal.readHidden(prompt: "Password: ") else {
                throw CommandFailure("No password was given.")
            }
            return password
        }
        guard let data = try FileHandle.standardInput.read(upToCount: 4096),
            let text = String(validating: data, as: UTF8.self)
        else { throw CommandFailure("Standard input holds no password in UTF-8.") }
        return firstLine(of: text)
    }

    /// The text without one line break at its end.
    static func firstLine(of text: String) -> String {
        text.last?.isNewline == true ? String(text.dropLast()) : text
    }
}
