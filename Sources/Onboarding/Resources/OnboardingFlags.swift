internal import Pooling
internal import HTTPTypes
internal import HTTPRouting
internal import JSON
internal import Postgres

/// What the customer has skipped and reached: three flags of the wizard.
enum OnboardingFlags {
    private static let fields: [Field] = [
        .optional("onboarding_vapi_skipped", .boolean, "The Vapi step was skipped.", example: .bool(false)),
        .optional("onboarding_twilio_skipped", .boolean, "The Twilio step was skipped.", example: .bool(true)),
        .optional("onboarding_assistant_created", .boolean, "An assistant was created.", example: .bool(true)),
    ]

    static let routes: [Route<Application>] = [
        Route(
            .get,
            path,
            aliases: aliases,
            name: "getOnboardingFlags",
            summary: "The wizard's flags.",
            answers: [Answer(.ok, "The flags.", shape)]
        ) { call in
            try answer(call.context.database.run(select, call.caller.parameters, .readOnly))
        },
        Route(
            .patch,
            path,
            aliases: aliases,
            name: "changeOnboardingFlags",
            summary: "Changes the flags that the body names; null means false.",
            input: .fields(fields),
            answers: [Answer(.ok, "The flags as they are now.", shape)]
        ) { call in
            let database = call.context.database
            let caller = try call.caller.parameters
            guard !call.body.isEmpty else { return try answer(database.run(select, caller, .readOnly)) }
            return try answer(database.run(update, caller + [.utf8(call.body.jsonBytes)], .idempotentWrite))
        },
    ]

    private static let path = "/api/v1/user/onboarding"
    private static let aliases = ["/api/user/onboarding"]

    private static let select = Statement(
        "onboarding_flags_select",
        """
        select coalesce(o.onboarding_vapi_skipped, false),
               coalesce(o.onboarding_twilio_skipped, false),
               coalesce(o.onboarding_assistant_created, false)
          from users u
          left join user_onboarding o on o.user_id = u.id
         where \(Caller.isLive)
        """
    )

    private static let update = Statement(
        "onboarding_flags_update",
        """
        insert into user_onboarding as o
               (user_id, onboarding_vapi_skipped, onboarding_twilio_skipped, onboarding_assistant_created)
        select u.id,
               coalesce(($3::jsonb ->> 'onboarding_vapi_skipped')::boolean, false),
               coalesce(($3 ->> 'onboarding_twilio_skipped')::boolean, false),
               coalesce(($3 ->> 'onboarding_assistant_created')::boolean, false)
          from users u
         where \(Caller.isLive)
           and \(WriteDeadline.isAhead("$4"))
            on conflict (user_id)
            do update set onboarding_vapi_skipped      = case when $3 ? 'onboarding_vapi_skipped'
                                                              then excluded.onboarding_vapi_skipped
                                                              else o.onboarding_vapi_skipped end,
                          onboarding_twilio_skipped    = case when $3 ? 'onboarding_twilio_skipped'
                                                              then excluded.onboarding_twilio_skipped
                                                              else o.onboarding_twilio_skipped end,
                          onboarding_assistant_created = case when $3 ? 'onboarding_assistant_created'
                                                              then excluded.onboarding_assistant_created
                                                              else o.onboarding_assistant_created end,
                          updated_at                   = now()
        returning coalesce(o.onboarding_vapi_skipped, false),
                  coalesce(o.onboarding_twilio_skipped, false),
                  coalesce(o.onboarding_assistant_created, false)
        """
    )

    private static func answer(_ rows: Rows) throws -> Response {
        let row = try rows.ofCaller
        return try .json { json in try write(row, from: 0, to: &json) }
    }

    /// Writes the three flags, beginning at column `first`; also a part of the onboarding state.
    static func write(_ row: Row, from first: Int, to json: inout JSONWriter) throws {
        try json.member("onboarding_vapi_skipped", row.bool(first))
        try json.member("onboarding_twilio_skipped", row.bool(first + 1))
        try json.member("onboarding_assistant_created", row.bool(first + 2))
    }

    static let shape = Shape.object(
        "OnboardingFlags",
        Member.stored(fields, neverNull: Set(fields.map(\.name)))
    )
}
