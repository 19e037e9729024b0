public import Secrets

/// Where the services of others are. All optional.
public struct ThirdPartySettings: Sendable {
    /// `VAPI_BASE_URL`: the address of Vapi's API. Default `https://api.vapi.ai`.
    public let vapiBaseURL: WebAddress

    /// `TWILIO_BASE_URL`: the address of Twilio's API. Default `https://api.twilio.com`.
    public let twilioBaseURL: WebAddress

    /// Where analytics events go; nil while `POSTHOG_API_KEY` is not set: events then stay in the database.
    public let postHog: PostHog?

    /// A PostHog project.
    public struct PostHog: Sendable {
        /// `POSTHOG_HOST`: the address that takes events, such as `https://eu.i.posthog.com`. Required with a key:
        /// it decides on which continent the events are kept.
        public let host: WebAddress
        /// `POSTHOG_API_KEY`: the project's key.
        public let apiKey: Secret<String>
    }

    static func read(_ reader: inout SettingsReader) -> ThirdPartySettings {
        let vapi = reader.optional(.vapiBaseURL, SettingParsers.webAddress)
        let twilio = reader.optional(.twilioBaseURL, SettingParsers.webAddress)
        let problemsBefore = reader.problems.count
        let host = reader.optional(.postHogHost, SettingParsers.webAddress)
        let key = reader.optional(.postHogAPIKey, SettingParsers.key)
        if key != nil, host == nil, reader.problems.count == problemsBefore {
            reader.report(.postHogHost, .missing, "is required when POSTHOG_API_KEY is set")
        }
        var postHog: PostHog?
        if let host, let key { postHog = PostHog(host: host, apiKey: key) }
        return ThirdPartySettings(
            vapiBaseURL: vapi ?? WebAddress(host: "api.vapi.ai"),
            twilioBaseURL: twilio ?? WebAddress(host: "api.twilio.com"),
            postHog: postHog
        )
    }
}

/// The `http` or `https` address that other addresses are built on, such as `https://api.example.org/v1`.
///
/// It has no user, query or fragment, and no slash at its end.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address, ready to have a path appended that begins with a slash.
    public let description: String

    /// Reads an address; nil when it is not of the form `http(s)://host[:port][/path]`.
    public init?(_ text: String) {
        let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        guard let scheme else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !rest.contains(where: "@?#\\\"<>".contains),
            Self.isHostAndPort(authority)
        else { return nil }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        description = scheme + authority + path
    }

    /// The secure address of a host known at build time.
    init(host: StaticString) {
        description = "https://\(host)"
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
