import ArgumentParser
import SchemaMigrations

/// How a run behaves.
struct MigrationRunOptions: ParsableArguments {
    @Flag(help: "Print the statements instead of running them.")
    var dryRun = false

    @Option(help: ArgumentHelp("How long to wait for another run to end.", valueName: "seconds"))
    var wait = 60

    @Option(help: ArgumentHelp("How long a statement may wait for a table in use.", valueName: "seconds"))
    var lockTimeout = 5

    func validate() throws {
        guard wait >= 0 else { throw ValidationError("--wait takes a number of seconds from 0.") }
        guard lockTimeout >= 1 else { throw ValidationError("--lock-timeout takes a number of seconds from 1.") }
    }

    var limits: MigrationLimits {
        var limits = MigrationLimits()
        limits.otherRun = .seconds(wait)
        limits.tableLock = .seconds(lockTimeout)
        return limits
    }
}
