@testable import Settings

let fernetKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
let otherFernetKey = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
let goodSecret = "a-secret-of-more-than-32-bytes-0123456789"

/// The least environment that loads.
let least = [
    "DATABASE_URL": "postgresql://app@db.example/ava",
    "JWT_SECRET": goodSecret,
    "FERNET_KEYS": fernetKey,
]

struct NoSuchFile: Error {}

/// Loads with the given changes to the least environment; nil removes a variable.
func load(
    _ changes: [String: String?] = [:],
    files: [String: String] = [:],
    requiring: Set<SettingName> = []
) throws(SettingsError) -> Settings {
    var environment = least
    for (name, value) in changes { environment[name] = value }
    return try Settings.load(
        from: environment,
        readFile: { path in
            guard let content = files[path] else { throw NoSuchFile() }
            return content
        },
        requiring: requiring
    )
}

/// The problems that loading with these changes reports.
func problems(
    _ changes: [String: String?],
    files: [String: String] = [:],
    requiring: Set<SettingName> = []
) -> [SettingsProblem] {
    do {
        _ = try load(changes, files: files, requiring: requiring)
        return []
    } catch {
        return error.problems
    }
}
