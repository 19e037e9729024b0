import Platform
import Postgres
import Secrets

/// Opens the one connection of a command.
enum CommandConnection {
    /// How long to try.
    static let patience = Duration.seconds(10)

    /// - Parameter likeWorker: ask for the start-up options that workers ask for when they prepare statements. Poolers
    ///   refuse them, so commands do without.
    static func open(_ url: Secret<String>, likeWorker: Bool = false) throws -> Connection {
        do {
            return try Connection.open(
                ConnectionConfiguration(
                    url: url.revealed,
                    applicationName: "onboardingctl",
                    startOptions: likeWorker
                ),
                deadline: MonotonicClock.now + patience,
                preparedStatements: false
            )
        } catch {
            throw CommandFailure("The database cannot be reached: \(error.debugDescription.trimmingNewlines)")
        }
    }
}

extension Connection {
    /// Runs a statement for a command, within its patience.
    func answer(to statement: Statement, _ values: [Parameter]) throws -> Rows {
        do {
            return try execute(statement, values, deadline: MonotonicClock.now + CommandConnection.patience)
        } catch {
            throw CommandFailure("The database refused: \(error.debugDescription)")
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
