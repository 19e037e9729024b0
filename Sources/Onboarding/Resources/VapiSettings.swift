internal import Pooling
internal import HTTPTypes
internal import Secrets
internal import HTTPRouting
internal import JSON
internal import Postgres

/// Step 2 of the wizard: the customer's Vapi key, stored encrypted and never shown again.
enum VapiSettings {
    private static let fields: [Field] = [
        .secret(
            "vapi_api_key",
            .text(TextRule(length: 1...512, characters: .visibleASCII)),
            "The private key of a Vapi account.",
            example: "0f8fad5b-d9cb-469f-a165-70867728950e"
        )
    ]

    static let routes: [Route<Application>] = [
        Route(
            .post,
            path,
            name: "saveVapiKey",
            summary: "Stores the caller's Vapi key in place of an earlier one.",
            input: .fields(fields),
            answers: [Answer(.ok, "The state after the call.", shape)]
        ) { call in
            let key = call.body.string("vapi_api_key") ?? ""
            let encrypted = try call.context.keys.encrypt(Array(key.utf8))
            let values: [Parameter] = try call.caller.parameters + [.text(encrypted), .text(SecretPreview.of(key))]
            return try answer(preview: call.context.database.run(save, values, .idempotentWrite).ofCaller.text(0))
        },
        Route(
            .get,
            path,
            name: "getVapiKey",
            summary: "Whether a Vapi key is stored, and its last characters.",
            answers: [Answer(.ok, "The state.", shape)]
        ) { call in
            let row = try call.context.database.run(select, call.caller.parameters, .readOnly).ofCaller
            return try answer(preview: row.text(0))
        },
        Route(
            .delete,
            path,
            name: "deleteVapiKey",
            summary: "Forgets the caller's Vapi key.",
            answers: [
                Answer(
                    .ok,
                    "The state after the call.",
                    shape,
                    example: SecretPreview.none("has_vapi_key", "vapi_api_key_preview")
                )
            ]
        ) { call in
            _ = try call.context.database.run(delete, call.caller.parameters, .idempotentWrite).ofCaller
            return answer(preview: nil)
        },
    ]

    private static let path = "/api/v1/vapi-settings"

    private static let save = Statement(
        "vapi_settings_save",
        """
        insert into vapi_credentials (user_id, vapi_api_key_encrypted, vapi_api_key_preview)
        select u.id, $3, $4
          from users u
         where \(Caller.isLive)
           and \(WriteDeadline.isAhead("$5"))
            on conflict (user_id)
            do update set vapi_api_key_encrypted = excluded.vapi_api_key_encrypted,
                          vapi_api_key_preview   = excluded.vapi_api_key_preview,
                          updated_at             = now()
        returning vapi_api_key_preview
        """
    )

    private static let select = Statement(
        "vapi_settings_select",
        """
        select case when c.user_id is not null then coalesce(c.vapi_api_key_preview, '****') end
          from users u
          left join vapi_credentials c on c.user_id = u.id
         where \(Caller.isLive)
        """
    )

    private static let delete = Statement(
        "vapi_settings_delete",
        """
        with caller as (
            select u.id
              from users u
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead("$3"))
        ), removed as (
            delete from vapi_credentials c
             using caller
             where c.user_id = caller.id
        )
        select id
          from caller
        """
    )

    private static func answer(preview: String?) -> Response {
        .json { json in write(preview: preview, to: &json) }
    }

    /// Writes the members that tell about the key; also a part of the onboarding state.
    static func write(preview: String?, to json: inout JSONWriter) {
        json.member("has_vapi_key", preview != nil)
        json.member("vapi_api_key_preview", preview)
    }

    static let shape = Shape.object(
        "VapiSettings",
        [
            Member("has_vapi_key", .boolean, example: .bool(true)),
            Member("vapi_api_key_preview", .nullable(.text), example: "****1234"),
        ]
    )
}
