import ArgumentParser
import Foundation
import Postgres
import SchemaMigrations
import Secrets
import Settings

/// `onboardingctl migrate`
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings the database's tables to the state of this release.",
        discussion: """
            Connects as DATABASE_OWNER_URL (default: DATABASE_URL), which must lead to PostgreSQL itself, not to a \
            pooler. Runs at the same time wait for each other. After 'up' the role of DATABASE_URL may read and write \
            rows and nothing else.
            """,
        subcommands: [MigrateUp.self, MigrateDown.self, MigrateStatus.self, MigrateNew.self, MigrateAdopt.self],
        defaultSubcommand: MigrateUp.self
    )
}

/// `onboardingctl migrate up`
struct MigrateUp: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Applies every migration the database has not had."
    )

    @OptionGroup var run: MigrationRunOptions

    func run(in context: CommandContext) throws { try run.perform(.up, in: context) }
}

/// `onboardingctl migrate down`
struct MigrateDown: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Undoes the newest migrations. Their tables' rows are lost."
    )

    @Option(help: "How many migrations to undo, newest first.")
    var steps = 1

    @OptionGroup var run: MigrationRunOptions

    func validate() throws {
        guard steps >= 1 else { throw ValidationError("--steps takes a number from 1.") }
    }

    func run(in context: CommandContext) throws {
        try run.perform(.down(steps: steps), in: context)
    }
}

/// Where the migration files are.
struct MigrationFolderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the migration files.", valueName: "dir"))
    var migrations = "Migrations"

    /// The settings, every file of the folder, checked, and the connection of the tables' owner.
    func open(in context: CommandContext) throws -> (MigrationSettings, MigrationSet, Connection) {
        let settings = try MigrationSettings.load(from: context.environment, readFile: context.readFile)
        return (settings, try read(), try CommandConnection.open(settings.ownerURL))
    }

    /// Reads and checks every file of the folder.
    func read() throws -> MigrationSet {
        let folder = URL(filePath: migrations, directoryHint: .isDirectory)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        } catch {
            throw CommandFailure("The folder '\(migrations)' cannot be read. Name the right one with --migrations.")
        }
        let files = try names.filter { $0.hasSuffix(".sql") }.map { name in
            MigrationFile(name: name, bytes: Array(try Data(contentsOf: folder.appending(path: name))))
        }
        return try MigrationSet(parsing: files)
    }
}

/// How a run behaves.
struct MigrationRunOptions: ParsableArguments {
    @OptionGroup var folder: MigrationFolderOptions

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

    /// Runs migrations and tells what happens.
    func perform(_ direction: MigrationDirection, in context: CommandContext) throws {
        let (settings, migrations, connection) = try folder.open(in: context)
        let migrator = Migrator(connection: connection, limits: limits)
        let steps: [MigrationStep]
        if dryRun {
            steps = try migrator.plan(direction, of: migrations)
            for step in steps {
                context.print("-- \(step.migration.file.fileName)")
                step.section.statements.forEach { context.print($0.text) }
            }
        } else {
            let role = try role(settings, context)
            steps = try migrator.run(direction, of: migrations, grantingTo: role) { Self.report($0, context) }
        }
        if steps.isEmpty { context.print("Nothing to do.") }
    }

    private static func report(_ event: MigrationEvent, _ context: CommandContext) {
        switch event {
        case .waitingForAnotherRun: context.note("Waiting for another run to end.")
        case .stepFinished(let step):
            context.print("\(step.action == .apply ? "applied" : "undone ")  \(step.migration.file.fileName)")
        case .stepStarted, .roleGranted: break
        }
    }

    /// The role of `DATABASE_URL`, which gets its rights after the run.
    private func role(_ settings: MigrationSettings, _ context: CommandContext) throws -> String? {
        guard let url = settings.applicationURL else { return nil }
        let role = try ConnectionConfiguration(url: url.revealed, applicationName: "onboardingctl").user
        if role == nil { context.note("DATABASE_URL names no user: no rights are granted.") }
        return role
    }
}

/// `onboardingctl migrate status`
struct MigrateStatus: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Lists the migrations of folder and database.",
        discussion: "Exit status 1 when something stands in the way of 'up'."
    )

    @OptionGroup var folder: MigrationFolderOptions

    func run(in context: CommandContext) throws {
        let (_, migrations, connection) = try folder.open(in: context)
        let status = try Migrator(connection: connection).status(of: migrations)
        for migration in status {
            let state = migration.state.rawValue
            let time = migration.appliedAt.map { "  \($0)" } ?? ""
            context.print("\(state.inColumn)\(migration.fileName)\(time)")
        }
        let problems = status.compactMap(\.problem)
        problems.forEach(context.note)
        guard problems.isEmpty else { throw ExitCode.failure }
    }
}

/// `onboardingctl migrate new`
struct MigrateNew: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes an empty migration file and prints its path."
    )

    @Argument(help: "What it does, as verb and noun: add_phone_index.")
    var name: String

    @OptionGroup var folder: MigrationFolderOptions

    func run(in context: CommandContext) throws {
        let version = Date().ISO8601Format().filter(\.isNumber)
        guard let version = MigrationVersion(version), let file = MigrationFileName(version: version, name: name) else {
            throw CommandFailure("The name takes lower-case words joined by underscores, such as add_phone_index.")
        }
        if let newest = try folder.read().migrations.last, newest.version >= version {
            throw CommandFailure("\(newest.file.fileName) is newer than this machine's clock.")
        }
        let path = URL(filePath: folder.migrations).appending(path: file.fileName)
        let template = "-- migrate:up\n\n\n-- migrate:down\n\n"
        try Data(template.utf8).write(to: path, options: .withoutOverwriting)
        context.print(path.path(percentEncoded: false))
    }
}
