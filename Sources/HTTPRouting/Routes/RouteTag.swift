/// The group of the documentation that a route belongs to.
public enum RouteTag {
    /// The group of what keeps the service running, and of everything outside `/api`.
    public static let operations = "operations"

    /// The first segment after `/api/v1`, such as `auth`; ``operations`` for a path elsewhere.
    static func of(path: String) -> String {
        let segments = path.split(separator: "/")
        guard segments.count > 2, segments[0] == "api" else { return operations }
        return String(segments[2])
    }
}
