internal import HTTPRouting
internal import JSON
internal import Responder

/// Step 4 of the wizard: the customer's Twilio account; its token is stored encrypted and never shown again.
enum TwilioSettings {
    static let resource = CredentialResource(
        "TwilioSettings",
        "/api/v1/twilio-settings",
        thing: "TwilioAccount",
        words: "Twilio account",
        table: "twilio_credentials",
        alias: "t",
        fields: [
            .plain(
                .required(
                    "account_sid",
                    .text(TextRule(length: 1...64, characters: .visibleASCII)),
                    "The account's SID.",
                    example: "AC00000000000000000000000000001234"
                )
            ),
            .encrypted(
                .secret(
                    "auth_token",
                    .text(TextRule(length: 1...256, characters: .visibleASCII)),
                    "The account's auth token.",
                    example: "0123456789abcdef0123456789abcdef"
                )
            ),
            .plain(
                .optional("phone_number", PhoneNumber.field, "A number of the account, E.164.", example: "+14155550199")
            ),
        ],
        presence: "has_credentials",
        shown: [
            // Its first two and last four characters, when it has at least eight.
            SelectedColumn(
                """
                case when octet_length(t.account_sid) >= 8
                     then left(t.account_sid, 2) || '****' || right(t.account_sid, 4)
                     else '****' end
                """,
                Member("account_sid_preview", .nullable(.text), example: "AC****1234")
            ),
            SelectedColumn(
                "t.phone_number",
                Member("phone_number", .nullable(.text), "In E.164 form.", example: "+14155550199")
            ),
        ]
    )
}
