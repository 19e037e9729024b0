internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Postgres
internal import Responder

/// Everything that the wizard needs to go on where the customer left it, in one round trip.
enum OnboardingState {
    static let routes: [ResponderRoute<NoServices>] = [
        Route(
            .get,
            "/api/v1/user/onboarding-state",
            name: "getOnboardingState",
            summary: "All answers so far, the state of each step, and where to go on.",
            answers: [Answer(.ok, "The state.", shape)]
        ) { [signs] call in  // Captured, so that they are made with the routes, and not in each worker.
            let row = try call.row(of: select)
            let progress = try progress(row, signs)
            let steps = progress.steps
            return try .json { json in
                for part in parts {
                    try json.object(part.name) { json in try part.list.write(row, from: part.first, to: &json) }
                }
                try own.write(row, from: firstOwn, to: &json)
                json.name(literal: "steps")
                json.beginArray()
                for step in steps { step.write(to: &json) }
                json.endArray()
                json.member("resume_at", progress.resumeAt(among: steps).rawValue)
            }
        }
    ]

    /// A resource that is a member of the state.
    private struct Part {
        let name: StaticString
        let list: SelectList
        let shape: Shape
        /// The position of its first column in ``select``.
        var first = 0

        func position(of name: String) -> Int { first + list.position(of: name) }
    }

    private static let (profile, studio, vapi, twilio, flags) = {
        var parts = [
            Part(name: "profile", list: Profile.resource.list, shape: Profile.resource.shape),
            Part(name: "studio_config", list: StudioConfig.resource.list, shape: StudioConfig.resource.shape),
            Part(name: "vapi", list: VapiSettings.resource.list, shape: VapiSettings.resource.shape),
            Part(name: "twilio", list: TwilioSettings.resource.list, shape: TwilioSettings.resource.shape),
            Part(name: "onboarding", list: OnboardingFlags.resource.list, shape: OnboardingFlags.resource.shape),
        ]
        for index in parts.indices.dropFirst() {
            parts[index].first = parts[index - 1].first + parts[index - 1].list.columns.count
        }
        return (parts[0], parts[1], parts[2], parts[3], parts[4])
    }()

    private static let parts = [profile, studio, vapi, twilio, flags]

    /// The columns of the state itself.
    private static let own: SelectList = [
        SelectedColumn(
            """
            coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'vapi_id', a.vapi_id, 'name', a.name,
                                                          'phone_number', a.phone_number) order by a.id)
                        from assistants a
                       where a.user_id = u.id
                         and a.state = 'created'), '[]')
            """,
            Member("assistants", .list(assistantShape), "The assistants that exist, the oldest first.")
        ),
        SelectedColumn("coalesce(u.onboarding_completed, false)", Member("completed", .boolean, example: .bool(false))),
        SelectedColumn("u.onboarding_completed_at", Member("completed_at", .nullable(.instant), example: .null)),
    ]

    private static let firstOwn = flags.first + flags.list.columns.count

    private static let select = CallerStatement(
        "onboarding_state_select",
        """
        select \((parts.map(\.list.sql) + [own.sql]).joined(separator: ",\n       "))
          from users u
          left join vapi_credentials v   on v.user_id = u.id
          left join twilio_credentials t on t.user_id = u.id
          left join user_onboarding o    on o.user_id = u.id
         where \(Caller.isLive)
        """
    )

    /// An awaited answer, and where in ``select`` it can be seen that it is there: in any of these columns.
    private struct Sign: Sendable {
        let answer: AwaitedAnswer
        let columns: [(position: Int, kind: SelectedColumn.Kind)]
        let isUsable: (@Sendable (String) -> Bool)?
    }

    private static let signs: [Sign] = {
        func sign(_ name: String, _ step: WizardStep.ID, _ positions: Int...) -> Sign {
            let columns = parts.flatMap(\.list.columns) + own.columns
            return Sign(
                answer: AwaitedAnswer(name: name, step: step),
                columns: positions.map { ($0, columns[$0].kind) },
                isUsable: nil
            )
        }
        let stored = [(profile, Profile.answers), (studio, StudioConfig.answers)].flatMap { part, answers in
            answers.compactMap { answer -> Sign? in
                guard let step = answer.step else { return nil }
                let name = answer.stored.field.name
                let position = part.list.position(of: name)
                return Sign(
                    answer: AwaitedAnswer(name: name, step: step),
                    columns: [(part.first + position, part.list.columns[position].kind)],
                    isUsable: answer.isUsable
                )
            }
        }
        let hasAccount = twilio.position(of: "has_credentials")
        return stored + [
            sign("vapi_api_key", .vapi, vapi.position(of: "has_vapi_key")),
            sign("account_sid", .twilio, hasAccount),
            sign("auth_token", .twilio, hasAccount),
            sign(
                "assistant",
                .assistant,
                flags.position(of: "onboarding_assistant_created"),
                firstOwn + own.position(of: "assistants")
            ),
            sign("launch", .done, completedPosition),
        ]
    }()

    private static let completedPosition = firstOwn + own.position(of: "completed")
    private static let awaited = signs.map(\.answer)
    private static let skipFlags: [(step: WizardStep.ID, position: Int)] = [
        (.vapi, flags.position(of: "onboarding_vapi_skipped")),
        (.twilio, flags.position(of: "onboarding_twilio_skipped")),
    ]

    private static func progress(_ row: Row, _ signs: [Sign]) throws -> WizardProgress {
        var progress = WizardProgress(awaiting: awaited)
        for index in signs.indices {
            for (position, kind) in signs[index].columns where try kind.isFilled(row, position) {
                if let isUsable = signs[index].isUsable, let text = try row.text(position), !isUsable(text) { continue }
                progress.fill(index)
            }
        }
        for (step, position) in skipFlags where try row.bool(position) == true { progress.skipped.append(step) }
        progress.isCompleted = try row.bool(completedPosition) ?? false
        return progress
    }

    private static let shape = Shape.object(
        "OnboardingState",
        parts.map { Member($0.name.description, $0.shape) } + own.members + [
            Member("steps", .list(WizardStep.shape), "The nine steps, in the order of the wizard."),
            Member(
                "resume_at",
                .choice(WizardStep.ID.allCases.map(\.rawValue)),
                "The step to go on with.",
                example: "profile"
            ),
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
