import Foundation
import Support

extension EndToEnd {
    /// A stack of its own on the shared stack's PostgreSQL: workers and nginx that a test may harm.
    /// - Parameters:
    ///   - settings: settings in place of the shared stack's.
    ///   - hasOwnDatabase: whether it has a database of its own, where nobody else is connected and nothing is stored.
    static func ownStack(
        workers: Int,
        settings: [String: String] = [:],
        hasOwnDatabase: Bool = false
    ) throws -> RunningStack {
        let names = ["DATABASE_URL", "DATABASE_OWNER_URL", "JWT_SECRET", "FERNET_KEYS"]
        var values = try stack().values().filter { names.contains($0.key) }
        if hasOwnDatabase {
            let name = "own_" + UUID().uuidString.prefix(8).lowercased()
            try stack().server().query("create database \(name) owner ava_owner")
            for key in names.prefix(2) { values[key] = values[key]?.replacing("@/ava?", with: "@/\(name)?") }
        }
        return try RunningStack(workers: workers, settings: values.merging(settings) { _, given in given })
    }
}
