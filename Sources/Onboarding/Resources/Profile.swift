internal import Pooling
internal import HTTPTypes
internal import HTTPRouting
internal import JSON
internal import Postgres

/// Step 1 of the wizard: who the customer is.
enum Profile {
    static let fields: [Field] = [
        .optional("full_name", .text(maximum: 255), "The person's name.", example: "Ada Lovelace"),
        .optional("organization_name", .text(maximum: 255), "The business.", example: "Acme"),
        .optional("industry", .text(maximum: 255), "What the business does.", example: "technology"),
        .optional("timezone", .text(maximum: 255), "An IANA time zone.", example: "Europe/Paris"),
        .optional("locale", .choice(["en", "fr", "he"]), "The language of the wizard.", example: "fr"),
        .optional("marketing_opt_in", .boolean, "Whether product news are welcome.", example: .bool(false)),
        .optional("accept_terms", .boolean, "Whether the terms are accepted.", example: .bool(true)),
    ]

    static let routes: [Route<Application>] = [
        Route(
            .get,
            "/api/v1/user/profile",
            name: "getProfile",
            summary: "The caller's profile.",
            answers: [Answer(.ok, "The profile.", shape)]
        ) { call in
            try answer(call.context.database.run(select, call.caller.parameters, .readOnly))
        },
        Route(
            .patch,
            "/api/v1/user/profile",
            name: "changeProfile",
            summary: "Changes the fields that the body names; null clears one.",
            input: .fields(fields),
            answers: [Answer(.ok, "The profile as it is now.", shape)]
        ) { call in
            let database = call.context.database
            let caller = try call.caller.parameters
            guard !call.body.isEmpty else { return try answer(database.run(select, caller, .readOnly)) }
            return try answer(database.run(update, caller + [.utf8(call.body.jsonBytes)], .idempotentWrite))
        },
    ]

    /// The columns in the order that ``write(_:from:to:)`` reads them.
    static let columns = """
        u.id, u.email, u.full_name, u.organization_name, u.industry, u.timezone, u.locale,
               coalesce(u.marketing_opt_in, false), coalesce(u.accept_terms, false), u.updated_at
        """

    private static let select = Statement(
        "profile_select",
        """
        select \(columns)
          from users u
         where \(Caller.isLive)
        """
    )

    private static let update = Statement(
        "profile_update",
        """
        update users u
           set full_name         = case when $3::jsonb ? 'full_name' then $3 ->> 'full_name' else u.full_name end,
               organization_name = case when $3 ? 'organization_name' then $3 ->> 'organization_name'
                                        else u.organization_name end,
               industry          = case when $3 ? 'industry' then $3 ->> 'industry' else u.industry end,
               timezone          = case when $3 ? 'timezone' then $3 ->> 'timezone' else u.timezone end,
               locale            = case when $3 ? 'locale' then $3 ->> 'locale' else u.locale end,
               marketing_opt_in  = case when $3 ? 'marketing_opt_in'
                                        then coalesce(($3 ->> 'marketing_opt_in')::boolean, false)
                                        else u.marketing_opt_in end,
               accept_terms      = case when $3 ? 'accept_terms'
                                        then coalesce(($3 ->> 'accept_terms')::boolean, false)
                                        else u.accept_terms end,
               updated_at        = now()
         where \(Caller.isLive)
           and \(WriteDeadline.isAhead("$4"))
        returning \(columns)
        """
    )

    /// How many columns ``columns`` names.
    static let columnCount = 10
    /// The text fields that the wizard waits for, by their position in ``columns``.
    static let awaitedTexts: [(index: Int, field: WizardField)] = [
        (2, .fullName), (3, .organizationName), (4, .industry), (5, .timezone), (6, .locale),
    ]
    /// The position of `accept_terms` in ``columns``.
    static let acceptTermsColumn = 8

    private static func answer(_ rows: Rows) throws -> Response {
        let row = try rows.ofCaller
        return try .json { json in try write(row, from: 0, to: &json) }
    }

    /// Writes the members that ``columns`` holds, beginning at column `first`.
    static func write(_ row: Row, from first: Int, to json: inout JSONWriter) throws {
        try json.member("id", row.integer(first))
        try json.member("email", text: first + 1, of: row)
        try json.member("full_name", text: first + 2, of: row)
        try json.member("organization_name", text: first + 3, of: row)
        try json.member("industry", text: first + 4, of: row)
        try json.member("timezone", text: first + 5, of: row)
        try json.member("locale", text: first + 6, of: row)
        try json.member("marketing_opt_in", row.bool(first + 7))
        try json.member("accept_terms", row.bool(first + acceptTermsColumn))
        try json.member("updated_at", row.timestamp(first + 9))
    }

    static let shape = Shape.object(
        "Profile",
        [
            Member("id", .integer, example: .integer(1)),
            Member("email", .text, example: "ada@example.com"),
        ] + Member.stored(fields, neverNull: ["marketing_opt_in", "accept_terms"]) + [
            Member("updated_at", .instant, example: "2026-03-01T09:30:00.250000Z")
        ]
    )
}
