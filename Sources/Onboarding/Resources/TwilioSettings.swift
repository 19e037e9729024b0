internal import Pooling
internal import HTTPTypes
internal import Secrets
internal import HTTPRouting
internal import JSON
internal import Postgres

/// Step 4 of the wizard: the customer's Twilio account; its token is stored encrypted and never shown again.
enum TwilioSettings {
    private static let fields: [Field] = [
        .required(
            "account_sid",
            .text(TextRule(length: 1...64, characters: .visibleASCII)),
            "The account's SID.",
            example: "AC00000000000000000000000000001234"
        ),
        .secret(
            "auth_token",
            .text(TextRule(length: 1...256, characters: .visibleASCII)),
            "The account's auth token.",
            example: "0123456789abcdef0123456789abcdef"
        ),
        .optional("phone_number", PhoneNumber.field, "A number of the account, E.164.", example: "+14155550199"),
    ]

    static let routes: [Route<Application>] = [
        Route(
            .post,
            path,
            name: "saveTwilioAccount",
            summary: "Stores the caller's Twilio account in place of an earlier one.",
            input: .fields(fields),
            answers: [Answer(.ok, "The state after the call.", shape)]
        ) { call in
            let token = call.body.string("auth_token") ?? ""
            let values: [Parameter] =
                try call.caller.parameters + [
                    .text(call.body.string("account_sid") ?? ""),
                    .text(call.context.keys.encrypt(Array(token.utf8))),
                    .optional(call.body.string("phone_number")),
                ]
            return try answer(call.context.database.run(save, values, .idempotentWrite).ofCaller)
        },
        Route(
            .get,
            path,
            name: "getTwilioAccount",
            summary: "Whether a Twilio account is stored, and what may be shown of it.",
            answers: [Answer(.ok, "The state.", shape)]
        ) { call in
            try answer(call.context.database.run(select, call.caller.parameters, .readOnly).ofCaller)
        },
        Route(
            .delete,
            path,
            name: "deleteTwilioAccount",
            summary: "Forgets the caller's Twilio account.",
            answers: [
                Answer(
                    .ok,
                    "The state after the call.",
                    shape,
                    example: SecretPreview.none("has_credentials", "account_sid_preview", "phone_number")
                )
            ]
        ) { call in
            _ = try call.context.database.run(delete, call.caller.parameters, .idempotentWrite).ofCaller
            return .json { json in write(accountSID: nil, phoneNumber: nil, to: &json) }
        },
    ]

    private static let path = "/api/v1/twilio-settings"

    private static let save = Statement(
        "twilio_settings_save",
        """
        insert into twilio_credentials (user_id, account_sid, auth_token_encrypted, phone_number)
        select u.id, $3, $4, $5
          from users u
         where \(Caller.isLive)
           and \(WriteDeadline.isAhead("$6"))
            on conflict (user_id)
            do update set account_sid          = excluded.account_sid,
                          auth_token_encrypted = excluded.auth_token_encrypted,
                          phone_number         = excluded.phone_number,
                          updated_at           = now()
        returning account_sid, phone_number
        """
    )

    private static let select = Statement(
        "twilio_settings_select",
        """
        select c.account_sid, c.phone_number
          from users u
          left join twilio_credentials c on c.user_id = u.id
         where \(Caller.isLive)
        """
    )

    private static let delete = Statement(
        "twilio_settings_delete",
        """
        with caller as (
            select u.id
              from users u
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead("$3"))
        ), removed as (
            delete from twilio_credentials c
             using caller
             where c.user_id = caller.id
        )
        select id
          from caller
        """
    )

    private static func answer(_ row: Row) throws -> Response {
        try .json { json in
            try write(accountSID: row.text(0), phoneNumber: row.text(1), to: &json)
        }
    }

    /// Writes the members that tell about the account; also a part of the onboarding state.
    static func write(accountSID: String?, phoneNumber: String?, to json: inout JSONWriter) {
        json.member("has_credentials", accountSID != nil)
        json.member("account_sid_preview", accountSID.map(SecretPreview.of(accountSID:)))
        json.member("phone_number", phoneNumber)
    }

    static let shape = Shape.object(
        "TwilioSettings",
        [
            Member("has_credentials", .boolean, example: .bool(true)),
            Member("account_sid_preview", .nullable(.text), example: "AC****1234"),
            Member("phone_number", .nullable(.text), "In E.164 form.", example: "+14155550199"),
        ]
    )
}
