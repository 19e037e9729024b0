import Support

extension EndToEnd {
    /// A stack of its own over the shared stack's database: workers and nginx that a test may harm.
    static func ownStack(workers: Int, settings: [String: String] = [:]) throws -> RunningStack {
        let names = ["DATABASE_URL", "DATABASE_OWNER_URL", "JWT_SECRET", "FERNET_KEYS"]
        let shared = try stack().values().filter { names.contains($0.key) }
        return try RunningStack(workers: workers, settings: shared.merging(settings) { _, given in given })
    }
}
