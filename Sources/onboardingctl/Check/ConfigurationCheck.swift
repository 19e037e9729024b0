import Foundation
import Postgres
import Settings

/// Looks at everything a start needs, in the order in which a start would need it.
struct ConfigurationCheck {
    let environment: [String: String]
    let readFile: (String) throws -> String

    func findings() -> [Finding] {
        settingsFindings() + databaseFindings()
    }

    private func settingsFindings() -> [Finding] {
        do {
            let settings = try Settings.load(
                from: environment,
                readFile: readFile,
                requiring: [.runtimeDirectory]
            )
            return [.good("The settings are complete.")] + directoryFindings(settings.runtimeDirectory)
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
        guard let settings = try? DatabaseSettings.load(from: environment, readFile: readFile) else { return [] }
        do {
            let connection = try CommandConnection.open(settings.url, likeWorker: settings.preparesStatements)
            let facts = try DatabaseFacts(readingFrom: connection)
            return [.good("The database can be reached.")] + facts.findings(budget: settings.connectionBudget)
                + (facts.version == nil ? [] : secretsFindings(connection))
        } catch {
            return [Self.unreachable("\(error)")]
        }
    }

    private func secretsFindings(_ connection: Connection) -> [Finding] {
        guard let keys = try? Settings.load(from: environment, readFile: readFile).fernetKeys else { return [] }
        do {
            return try StoredSecrets(readingFrom: connection, keys: keys).findings
        } catch {
            return [.warning("The stored secrets cannot be looked at: \(error)")]
        }
    }

    /// The finding for a database that does not let the application in.
    static func unreachable(_ reason: String) -> Finding {
        let isPooler = reason.contains("unsupported startup parameter")
        return .problem(reason + (isPooler ? " Behind a pooler, set DATABASE_PREPARED_STATEMENTS to off." : ""))
    }
}
