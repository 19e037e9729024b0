internal import HTTPRouting
internal import JSON
internal import Responder

/// Step 2 of the wizard: the customer's Vapi key, stored encrypted and never shown again.
enum VapiSettings {
    static let resource = CredentialResource(
        "VapiSettings",
        "/api/v1/vapi-settings",
        thing: "VapiKey",
        words: "Vapi key",
        table: "vapi_credentials",
        alias: "v",
        fields: [
            .encrypted(
                .secret(
                    "vapi_api_key",
                    .text(TextRule(length: 1...512, characters: .visibleASCII)),
                    "The private key of a Vapi account.",
                    example: "0f8fad5b-d9cb-469f-a165-70867728950e"
                ),
                previewColumn: "vapi_api_key_preview"
            )
        ],
        presence: "has_vapi_key",
        shown: [
            SelectedColumn(
                "coalesce(v.vapi_api_key_preview, '****')",
                Member("vapi_api_key_preview", .nullable(.text), example: "****1234")
            )
        ]
    )
}
