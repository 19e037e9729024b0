internal import Pooling
internal import HTTPTypes
internal import HTTPRouting
internal import JSON
internal import Postgres

/// Steps 3, 5, 6 and 8 of the wizard: what Ava does, how she is reached, what she works with, and the plan.
enum StudioConfig {
    static let fields: [Field] = [
        .optional(
            "persona",
            .choice(["secretary", "concierge", "sdr", "cs"]),
            "The part that Ava plays.",
            example: "secretary"
        ),
        .optional("job_to_be_done", .text(maximum: 10_000), "What Ava is there for.", example: "Gérer les appels"),
        .optional(
            "languages",
            .list(.choice(["en", "fr", "he"]), maximum: 3, unique: true),
            "The languages that Ava speaks.",
            example: .array(["en", "fr"])
        ),
        .optional("tone", .text(maximum: 64), "How Ava sounds.", example: "professional"),
        .optional("guidelines", .text(maximum: 10_000), "What Ava keeps to.", example: "Always be polite"),
        .optional("strategy", .choice(["attach", "purchase"]), "Where the number comes from.", example: "attach"),
        .optional("number", .text(maximum: 32), "The phone number, as typed.", example: "+14155550199"),
        .optional("business_hours", .text(maximum: 255), "When people answer themselves.", example: "Mon-Fri 9-18"),
        .optional("fallback_email", .text(maximum: 320), "Who hears of missed calls.", example: "ops@example.com"),
        .optional("calendar", .choice(["google", "outlook", "none"]), "The calendar.", example: "google"),
        .optional(
            "workspace_apps",
            .list(.text(maximum: 64), maximum: 50, unique: false),
            "The applications in use.",
            example: .array(["slack", "notion"])
        ),
        .optional("crm", .choice(["hubspot", "salesforce", "none"]), "The CRM.", example: "hubspot"),
        .optional("plan", .choice(["free", "pro", "business"]), "The plan; null means free.", example: "free"),
        .optional("seats", .integer(1...1000), "How many people use it; null means 1.", example: .integer(2)),
    ]

    static let routes: [Route<Application>] = [
        Route(
            .get,
            "/api/v1/user/studio-config",
            name: "getStudioConfig",
            summary: "How the caller's Ava is set up.",
            answers: [Answer(.ok, "The configuration.", shape)]
        ) { call in
            try answer(call.context.database.run(select, call.caller.parameters, .readOnly))
        },
        Route(
            .patch,
            "/api/v1/user/studio-config",
            name: "changeStudioConfig",
            summary: "Changes the fields that the body names; null clears one, or puts its default back.",
            input: .fields(fields),
            answers: [Answer(.ok, "The configuration as it is now.", shape)]
        ) { call in
            let database = call.context.database
            let caller = try call.caller.parameters
            guard !call.body.isEmpty else { return try answer(database.run(select, caller, .readOnly)) }
            return try answer(database.run(update, caller + [.utf8(call.body.jsonBytes)], .idempotentWrite))
        },
    ]

    /// The columns in the order that ``write(_:to:from:)`` reads them.
    static let columns = """
        u.persona, u.job_to_be_done, u.languages, u.tone, u.guidelines, u.strategy, u.number, u.business_hours,
               u.fallback_email, u.calendar, u.workspace_apps, u.crm, coalesce(u.plan, 'free'), coalesce(u.seats, 1)
        """

    private static let select = Statement(
        "studio_config_select",
        """
        select \(columns), u.updated_at
          from users u
         where \(Caller.isLive)
        """
    )

    private static let update = Statement(
        "studio_config_update",
        """
        update users u
           set persona        = case when $3::jsonb ? 'persona' then $3 ->> 'persona' else u.persona end,
               job_to_be_done = case when $3 ? 'job_to_be_done' then $3 ->> 'job_to_be_done' else u.job_to_be_done end,
               languages      = case when $3 ? 'languages' then nullif($3 -> 'languages', 'null')
                                     else u.languages end,
               tone           = case when $3 ? 'tone' then $3 ->> 'tone' else u.tone end,
               guidelines     = case when $3 ? 'guidelines' then $3 ->> 'guidelines' else u.guidelines end,
               strategy       = case when $3 ? 'strategy' then $3 ->> 'strategy' else u.strategy end,
               number         = case when $3 ? 'number' then $3 ->> 'number' else u.number end,
               business_hours = case when $3 ? 'business_hours' then $3 ->> 'business_hours' else u.business_hours end,
               fallback_email = case when $3 ? 'fallback_email' then $3 ->> 'fallback_email' else u.fallback_email end,
               calendar       = case when $3 ? 'calendar' then $3 ->> 'calendar' else u.calendar end,
               workspace_apps = case when $3 ? 'workspace_apps' then nullif($3 -> 'workspace_apps', 'null')
                                     else u.workspace_apps end,
               crm            = case when $3 ? 'crm' then $3 ->> 'crm' else u.crm end,
               plan           = case when $3 ? 'plan' then coalesce($3 ->> 'plan', 'free') else u.plan end,
               seats          = case when $3 ? 'seats' then coalesce(($3 ->> 'seats')::integer, 1) else u.seats end,
               updated_at     = now()
         where \(Caller.isLive)
           and \(WriteDeadline.isAhead("$4"))
        returning \(columns), u.updated_at
        """
    )

    /// Writes the members that ``columns`` holds, beginning at `first`.
    static func write(_ row: Row, from first: Int = 0, to json: inout JSONWriter) throws {
        try json.member("persona", text: first, of: row)
        try json.member("job_to_be_done", text: first + 1, of: row)
        try json.member("languages", json: row.json(first + 2))
        try json.member("tone", text: first + 3, of: row)
        try json.member("guidelines", text: first + 4, of: row)
        try json.member("strategy", text: first + 5, of: row)
        try json.member("number", text: first + 6, of: row)
        try json.member("business_hours", text: first + 7, of: row)
        try json.member("fallback_email", text: first + 8, of: row)
        try json.member("calendar", text: first + 9, of: row)
        try json.member("workspace_apps", json: row.json(first + 10))
        try json.member("crm", text: first + 11, of: row)
        try json.member("plan", text: first + 12, of: row)
        try json.member("seats", row.integer(first + 13))
    }

    /// How many columns ``columns`` names.
    static let columnCount = 14
    /// The text fields that the wizard waits for, by their position in ``columns``.
    static let awaitedTexts: [(index: Int, field: WizardField)] = [
        (0, .persona), (1, .jobToBeDone), (3, .tone), (4, .guidelines), (5, .strategy), (7, .businessHours),
        (8, .fallbackEmail), (9, .calendar), (11, .crm), (12, .plan),
    ]
    /// The list fields that the wizard waits for, by their position in ``columns``.
    static let awaitedLists: [(index: Int, field: WizardField)] = [(2, .languages), (10, .workspaceApps)]
    /// The position of `fallback_email` in ``columns``.
    static let fallbackEmailColumn = 8

    private static func answer(_ rows: Rows) throws -> Response {
        let row = try rows.ofCaller
        return try .json { json in
            try write(row, to: &json)
            try json.member("updated_at", row.timestamp(columnCount))
        }
    }

    static let shape = Shape.object(
        "StudioConfig",
        Member.stored(fields, neverNull: ["plan", "seats"]) + [
            Member("updated_at", .instant, example: "2026-03-01T09:30:00.250000Z")
        ]
    )
}
