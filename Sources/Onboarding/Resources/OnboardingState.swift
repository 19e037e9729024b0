internal import Pooling
internal import HTTPTypes
internal import HTTPRouting
internal import JSON
internal import Postgres

/// Everything that the wizard needs to go on where the customer left it, in one round trip.
enum OnboardingState {
    static let routes: [Route<Application>] = [
        Route(
            .get,
            "/api/v1/user/onboarding-state",
            name: "getOnboardingState",
            summary: "All answers so far, the state of each step, and where to go on.",
            answers: [Answer(.ok, "The state.", shape)]
        ) { call in
            try answer(call.context.database.run(select, call.caller.parameters, .readOnly).ofCaller)
        }
    ]

    private static let select = Statement(
        "onboarding_state_select",
        """
        select \(Profile.columns),
               \(StudioConfig.columns), u.updated_at,
               case when v.user_id is not null then coalesce(v.vapi_api_key_preview, '****') end,
               t.account_sid, t.phone_number,
               coalesce(o.onboarding_vapi_skipped, false),
               coalesce(o.onboarding_twilio_skipped, false),
               coalesce(o.onboarding_assistant_created, false),
               (select jsonb_agg(jsonb_build_object('id', a.id, 'vapi_id', a.vapi_id, 'name', a.name,
                                                    'phone_number', a.phone_number) order by a.id)
                  from assistants a
                 where a.user_id = u.id
                   and a.state = 'created'),
               coalesce(u.onboarding_completed, false), u.onboarding_completed_at
          from users u
          left join vapi_credentials v   on v.user_id = u.id
          left join twilio_credentials t on t.user_id = u.id
          left join user_onboarding o    on o.user_id = u.id
         where \(Caller.isLive)
        """
    )

    /// The position of each group of columns in ``select``.
    private enum Column {
        static let profile = 0
        static let studioConfig = Profile.columnCount
        static let studioConfigUpdatedAt = studioConfig + StudioConfig.columnCount
        static let vapiPreview = studioConfigUpdatedAt + 1
        static let accountSID = vapiPreview + 1
        static let twilioNumber = accountSID + 1
        static let flags = twilioNumber + 1
        static let assistants = flags + 3
        static let isCompleted = assistants + 1
        static let completedAt = isCompleted + 1
    }

    private static let emptyList = Array("[]".utf8)

    private static func answer(_ row: Row) throws -> Response {
        let progress = try progress(row)
        let steps = progress.steps
        return try .json { json in
            try json.object("profile") { json in try Profile.write(row, from: Column.profile, to: &json) }
            try json.object("studio_config") { json in
                try StudioConfig.write(row, from: Column.studioConfig, to: &json)
                try json.member("updated_at", row.timestamp(Column.studioConfigUpdatedAt))
            }
            try json.object("vapi") { json in
                VapiSettings.write(preview: try row.text(Column.vapiPreview), to: &json)
            }
            try json.object("twilio") { json in
                let number = try row.text(Column.twilioNumber)
                TwilioSettings.write(accountSID: try row.text(Column.accountSID), phoneNumber: number, to: &json)
            }
            try json.object("onboarding") { json in try OnboardingFlags.write(row, from: Column.flags, to: &json) }
            try json.member("assistants", json: row.json(Column.assistants) ?? emptyList)
            json.member("completed", progress.isCompleted)
            try json.member("completed_at", row.timestamp(Column.completedAt))
            json.name(literal: "steps")
            json.beginArray()
            for step in steps { write(step, to: &json) }
            json.endArray()
            json.member("resume_at", literal: progress.resumeAt(among: steps).name)
        }
    }

    private static func write(_ step: WizardStep, to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", literal: step.id.name)
        json.member("number", step.number)
        json.member("status", literal: step.status.name)
        json.name(literal: "missing")
        json.beginArray()
        for field in step.missing { json.string(literal: field.name) }
        json.endArray()
        json.endObject()
    }

    private static func progress(_ row: Row) throws -> WizardProgress {
        var progress = WizardProgress()
        for (index, field) in Profile.awaitedTexts where try row.holdsText(Column.profile + index) {
            progress.filled.insert(field)
        }
        for (index, field) in StudioConfig.awaitedTexts where try row.holdsText(Column.studioConfig + index) {
            progress.filled.insert(field)
        }
        for (index, field) in StudioConfig.awaitedLists {
            if let list = try row.json(Column.studioConfig + index), list != emptyList { progress.filled.insert(field) }
        }
        if try row.bool(Column.profile + Profile.acceptTermsColumn) == true { progress.filled.insert(.acceptTerms) }
        progress.filled.insert(.seats)
        if try row.holdsText(Column.vapiPreview) { progress.filled.insert(.vapiKey) }
        if !row.isNull(Column.accountSID) {
            progress.filled.insert(.accountSID)
            progress.filled.insert(.authToken)
        }
        let fallbackEmail = try row.text(Column.studioConfig + StudioConfig.fallbackEmailColumn)
        progress.fallbackEmailIsUsable = fallbackEmail.flatMap(EmailAddress.normalized) != nil
        progress.vapiIsSkipped = try row.bool(Column.flags) ?? false
        progress.twilioIsSkipped = try row.bool(Column.flags + 1) ?? false
        let hasAssistant = !row.isNull(Column.assistants)
        if try row.bool(Column.flags + 2) == true || hasAssistant { progress.filled.insert(.assistant) }
        progress.isCompleted = try row.bool(Column.isCompleted) ?? false
        return progress
    }

    private static let shape = Shape.object(
        "OnboardingState",
        [
            Member("profile", Profile.shape),
            Member("studio_config", StudioConfig.shape),
            Member("vapi", VapiSettings.shape),
            Member("twilio", TwilioSettings.shape),
            Member("onboarding", OnboardingFlags.shape),
            Member("assistants", .list(assistantShape), "The assistants that exist, the oldest first."),
            Member("completed", .boolean, example: .bool(false)),
            Member("completed_at", .nullable(.instant), example: .null),
            Member("steps", .list(WizardStep.shape), "The nine steps, in the order of the wizard."),
            Member("resume_at", .choice(WizardStep.ID.names), "The step to go on with.", example: "profile"),
        ]
    )

    private static let assistantShape = Shape.object(
        "AssistantSummary",
        [
            Member("id", .integer, example: .integer(1)),
            Member("vapi_id", .nullable(.text), example: "5b0c1f7e-2f0d-4d6b-9a7c-8a1e6f0b3c2d"),
            Member("name", .text, example: "Ava"),
            Member("phone_number", .nullable(.text), example: "+14155550199"),
        ]
    )
}
