import Platform
import Postgres
import Secrets

/// Opens the one connection of a command.
enum CommandConnection {
    /// How long to try.
    static let patience = Duration.seconds(10)

    static func open(_ url: Secret<String>) throws -> Connection {
        do {
            return try Connection.open(
                ConnectionConfiguration(url: url.revealed, applicationName: "onboardingctl"),
                deadline: MonotonicClock.now + patience,
                preparedStatements: false
            )
        } catch {
            throw CommandFailure("The database cannot be reached: \(error.debugDescription.trimmingNewlines)")
        }
    }
}

extension String {
    /// libpq ends its messages with a line feed.
    var trimmingNewlines: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
