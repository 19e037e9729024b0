/// The `http` or `https` address that other addresses are built on, such as `https://api.example.org/v1`.
///
/// It has no user, query or fragment, and no slash at its end.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address, ready to have a path appended that begins with a slash.
    public let description: String
    /// Whether the scheme is `https`.
    public let isSecure: Bool

    /// Reads an address; nil when it is not of the form `http(s)://host[:port][/path]`.
    public init?(_ text: String) {
        let scheme: String
        if text.lowercased().hasPrefix("https://") {
            scheme = "https://"
        } else if text.lowercased().hasPrefix("http://") {
            scheme = "http://"
        } else {
            return nil
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !rest.contains(where: "@?#\\\"<>".contains),
            Self.isHostAndPort(authority)
        else { return nil }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        description = scheme + authority + path
        isSecure = scheme == "https://"
    }

    /// The secure address of a host known at build time.
    init(host: StaticString) {
        description = "https://\(host)"
        isSecure = true
    }

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        var host = authority
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            let port = authority[authority.index(after: colon)...]
            guard let number = UInt16(port), number > 0, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return false
            }
            host = authority[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.count > 4 && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        return !host.isEmpty && host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_" }
    }
}
