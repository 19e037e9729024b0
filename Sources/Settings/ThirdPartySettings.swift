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
        return ThirdPartySettings(vapiBaseURL: vapi ?? .vapi, twilioBaseURL: twilio ?? .twilio, postHog: postHog)
    }
}

extension WebAddress {
    fileprivate static let vapi = WebAddress(host: "api.vapi.ai")
    fileprivate static let twilio = WebAddress(host: "api.twilio.com")
}
