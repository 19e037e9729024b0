import Accounts
import ArgumentParser
import Foundation
import Platform
import Postgres
import Secrets

/// `onboardingctl user`
struct User: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Creates, disables and enables users.",
        discussion: """
            Passwords are read from standard input or from a file, never from an argument, which every user of the \
            machine could see.
            """,
        subcommands: [UserCreate.self, UserSetPassword.self, UserDisable.self, UserEnable.self]
    )
}

/// `onboardingctl user create`
struct UserCreate: ContextualCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a user.")

    @OptionGroup var account: EmailArgument
    @Option(help: "The user's name.")
    var fullName: String?
    @OptionGroup var password: PasswordOptions

    func run(in context: CommandContext) throws {
        let connection = try context.connect()
        let address = try account.newAddress()
        let hash = try password.readHash(in: context)
        let values: [Parameter] = [.text(address), .text(hash), .optional(fullName)]
        guard try connection.answer(to: UserStatements.create, values).count == 1 else {
            throw CommandFailure("\(address) already exists.")
        }
        context.print("\(address) is created.")
    }
}

/// `onboardingctl user set-password`
struct UserSetPassword: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-password",
        abstract: "Gives a user a new password and ends the user's sessions."
    )

    @OptionGroup var account: EmailArgument
    @OptionGroup var password: PasswordOptions

    func run(in context: CommandContext) throws {
        let connection = try context.connect()
        let hash = try password.readHash(in: context)
        let ended = try account.change(UserStatements.setPassword, [.text(hash)], connection)
        context.print("\(account.email) has a new password. Sessions ended: \(ended).")
    }
}

/// `onboardingctl user disable`
struct UserDisable: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Keeps a user out and ends the user's sessions at once."
    )

    @OptionGroup var account: EmailArgument

    func run(in context: CommandContext) throws {
        let ended = try account.change(UserStatements.disable, [], context.connect())
        context.print("\(account.email) is disabled. Sessions ended: \(ended).")
    }
}

/// `onboardingctl user enable`
struct UserEnable: ContextualCommand {
    static let configuration = CommandConfiguration(commandName: "enable", abstract: "Lets a disabled user in again.")

    @OptionGroup var account: EmailArgument

    func run(in context: CommandContext) throws {
        _ = try account.change(UserStatements.enable, [], context.connect())
        context.print("\(account.email) is enabled.")
    }
}

/// Which user a command is about.
struct EmailArgument: ParsableArguments {
    @Argument(help: "The user's e-mail address.")
    var email: String

    /// The address in the form in which a sign-up stores it.
    ///
    /// Only for new users. A user who is there is looked up by whatever address the row has: one that came from an older
    /// product may be of a shape that a sign-up refuses.
    func newAddress() throws -> String {
        guard email.unicodeScalars.count <= 320, let address = EmailAddress.normalized(email) else {
            throw CommandFailure("That is not an e-mail address.")
        }
        return address
    }

    /// Changes the user.
    /// - Returns: how many of the user's sessions ended.
    func change(_ statement: Statement, _ values: [Parameter], _ connection: Connection) throws -> Int {
        let row = try connection.answer(to: statement, [.text(email)] + values).first
        guard try row?.integer(0) == 1 else { throw CommandFailure("There is no user \(email).") }
        return try row?.integer(1) ?? 0
    }
}

/// Where a new password comes from.
struct PasswordOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read the password from this file instead of standard input.", valueName: "path"))
    var passwordFile: String?

    /// Reads the password and hashes it, if it is one that a user may have.
    func readHash(in context: CommandContext) throws -> String {
        let password = try read(in: context)
        let length = password.unicodeScalars.count
        guard length >= Password.lengths.lowerBound else {
            throw CommandFailure("The password has fewer than \(Password.lengths.lowerBound) characters.")
        }
        guard length <= Password.lengths.upperBound else {
            throw CommandFailure("The password has more than \(Password.lengths.upperBound) characters.")
        }
        guard !CommonPasswords.contains(password) else {
            throw CommandFailure("This password is among the most common. Choose another.")
        }
        do {
            return try PasswordHasher().hash(password)
        } catch PasswordError.containsNUL {
            throw CommandFailure("The password holds a NUL character.")
        } catch PasswordError.tooLong {
            throw CommandFailure("The password has more than \(PasswordHasher.maximumBytes) bytes.")
        }
    }

    /// The password, without the line break at its end.
    private func read(in context: CommandContext) throws -> String {
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
