import ArgumentParser
import Foundation
import Platform
import Postgres
import Secrets
import Settings

/// `onboardingctl check`
struct Check: ContextualCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says whether this configuration would start.",
        discussion: """
            Looks at every setting, the database, its tables and its connection limit, and prints each finding. Changes \
            nothing.

            Exit status: 0 it would start, 1 it would not.
            """
    )

    func run(in context: CommandContext) throws {
        let findings = ConfigurationCheck(context: context).findings()
        findings.forEach { context.print($0.description) }
        guard findings.allSatisfy({ $0.level != .problem }) else { throw ExitCode.failure }
    }
}

/// One thing that a check looked at.
struct Finding: Equatable, CustomStringConvertible {
    /// The raw value is the word that is printed.
    enum Level: String {
        /// As it should be.
        case good = "ok"
        /// It starts, but somebody should look.
        case warning
        /// It would not start.
        case problem
    }

    let level: Level
    let sentence: String

    static func good(_ sentence: String) -> Finding { Finding(level: .good, sentence: sentence) }
    static func warning(_ sentence: String) -> Finding { Finding(level: .warning, sentence: sentence) }
    static func problem(_ sentence: String) -> Finding { Finding(level: .problem, sentence: sentence) }
    var description: String { level.rawValue.inColumn + sentence }
}

/// Looks at everything a start needs, in the order in which a start would need it.
struct ConfigurationCheck {
    let context: CommandContext

    func findings() -> [Finding] { settingsFindings() + databaseFindings() }

    private func settings(requiring names: Set<SettingName> = []) throws(SettingsError) -> Settings {
        try Settings.load(from: context.environment, readFile: context.readFile, requiring: names)
    }

    private func settingsFindings() -> [Finding] {
        do {
            let directory = try settings(requiring: [.runtimeDirectory]).runtimeDirectory
            return [.good("The settings are complete.")] + directoryFindings(directory)
        } catch {
            return error.problems.map { .problem($0.description) }
        }
    }

    private func directoryFindings(_ directory: String?) -> [Finding] {
        guard let directory else { return [] }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: directory) else {
            return [.warning("The RUNTIME_DIRECTORY \(directory) does not exist yet.")]
        }
        guard attributes[.type] as? FileAttributeType == .typeDirectory,
            FileManager.default.isWritableFile(atPath: directory)
        else {
            return [.problem("The RUNTIME_DIRECTORY \(directory) is not a directory that this user can write to.")]
        }
        return [.good("The RUNTIME_DIRECTORY can be written to.")]
    }

    private func databaseFindings() -> [Finding] {
        // What is wrong with the settings themselves has been said.
        guard
            let settings = try? DatabaseSettings.load(
                from: context.environment,
                readFile: context.readFile
            )
        else { return [] }
        do {
            let connection = try CommandConnection.open(settings.url, likeWorker: settings.preparesStatements)
            let facts = try DatabaseFacts(readingFrom: connection)
            return [.good("The database can be reached.")] + facts.findings(budget: settings.connectionBudget)
                + (facts.version == nil ? [] : secretsFindings(connection))
        } catch {
            return [Self.unreachable("\(error)")]
        }
    }

    /// Whether the keys open what customers have stored: a forgotten key shows here, and not when a customer's
    /// assistant fails.
    private func secretsFindings(_ connection: Connection) -> [Finding] {
        guard let keys = try? settings().fernetKeys else { return [] }
        do {
            let deadline = MonotonicClock.now + CommandConnection.patience
            let rows = try connection.execute(Self.storedSecrets, [], deadline: deadline)
            if rows.count == 0 { return [] }
            let unreadable = try (0..<rows.count).count { row in
                let secret = try rows[row].text(0) ?? ""
                return (try? keys.decrypt(secret)) == nil
            }
            if unreadable == 0 { return [.good("FERNET_KEYS open the stored secrets; tried: \(rows.count).")] }
            return [
                .warning(
                    """
                    FERNET_KEYS do not open \(unreadable) of \(rows.count) stored secrets that were tried. Append the key \
                    that encrypted them.
                    """
                )
            ]
        } catch {
            return [.warning("The stored secrets cannot be looked at: \(error)")]
        }
    }

    /// The oldest and the newest secrets of each kind: where keys were exchanged, one of them is missing.
    private static let storedSecrets = Statement(
        "check_stored_secrets",
        """
        (select vapi_api_key_encrypted from vapi_credentials order by id limit 20)
         union
        (select vapi_api_key_encrypted from vapi_credentials order by id desc limit 20)
         union
        (select auth_token_encrypted from twilio_credentials order by id limit 20)
         union
        (select auth_token_encrypted from twilio_credentials order by id desc limit 20)
        """
    )

    /// The finding for a database that does not let the application in.
    static func unreachable(_ reason: String) -> Finding {
        let isPooler = reason.contains("unsupported startup parameter")
        return .problem(reason + (isPooler ? " Behind a pooler, set DATABASE_PREPARED_STATEMENTS to off." : ""))
    }
}
