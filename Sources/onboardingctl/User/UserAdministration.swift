import Accounts
import Postgres
import Secrets
import Settings

/// Changes users in the database, as the application's role.
struct UserAdministration {
    private let connection: Connection

    /// Connects as `DATABASE_URL` says.
    init(context: CommandContext) throws {
        let settings = try DatabaseSettings.load(from: context.environment, readFile: context.readFile)
        connection = try CommandConnection.open(settings.url)
    }

    func create(_ email: String, password: String, fullName: String?) throws {
        let hash = try Self.hash(password)
        let rows = try connection.answer(to: UserStatements.create, [.text(email), .text(hash), .optional(fullName)])
        guard rows.count == 1 else { throw CommandFailure("\(email) already exists.") }
    }

    /// - Returns: how many sessions ended.
    func setPassword(_ password: String, of email: String) throws -> Int {
        try change(UserStatements.setPassword, email, [.text(Self.hash(password))])
    }

    /// - Returns: how many sessions ended.
    func disable(_ email: String) throws -> Int {
        try change(UserStatements.disable, email, [])
    }

    func enable(_ email: String) throws {
        _ = try change(UserStatements.enable, email, [])
    }

    private func change(_ statement: Statement, _ email: String, _ values: [Parameter]) throws -> Int {
        let row = try connection.answer(to: statement, [.text(email)] + values).first
        guard try row?.integer(0) == 1 else { throw CommandFailure("There is no user \(email).") }
        return try row?.integer(1) ?? 0
    }

    private static func hash(_ password: String) throws -> String {
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
}
