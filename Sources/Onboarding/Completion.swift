internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres
internal import Responder

/// Step 9 of the wizard: launch.
enum Completion {
    static let routes: [ResponderRoute<NoServices>] = [
        Route(
            .post,
            "/api/v1/user/complete-onboarding",
            name: "completeOnboarding",
            summary: "Marks the onboarding as completed; a second call keeps the first time.",
            isIdempotent: true,
            answers: [
                Answer(
                    .ok,
                    "Completed.",
                    .object(
                        "Completion",
                        [
                            Member("onboarding_completed", .boolean, example: .bool(true)),
                            Member("onboarding_completed_at", .instant, example: "2026-03-01T09:30:00.250000Z"),
                        ]
                    )
                ),
                Answer(
                    problem: termsNotAccepted,
                    "The terms are not accepted; `missing` names the field.",
                    members: [
                        Member("missing", .list(.choice(["accept_terms"])), example: .array(["accept_terms"]))
                    ]
                ),
            ]
        ) { call in
            let row = try call.row(of: complete, [:], .idempotentWrite)
            guard let time = try row.timestamp("onboarding_completed_at") else { throw termsNotAccepted }
            return .json { json in
                json.member("onboarding_completed", true)
                json.member("onboarding_completed_at", time)
            }
        }
    ]

    /// The update sees the newest row even when two calls come at once, so both answer with the first call's time.
    private static let complete = CallerStatement(
        "complete_onboarding",
        """
        with completed as (
            update users u
               set onboarding_completed    = true,
                   onboarding_completed_at = coalesce(u.onboarding_completed_at, now()),
                   updated_at              = case when u.onboarding_completed then u.updated_at else now() end
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead)
               and u.accept_terms
            returning u.id, u.onboarding_completed_at
        )
        select completed.onboarding_completed_at
          from users u
          left join completed on completed.id = u.id
         where \(Caller.isLive)
        """
    )

    private static let termsNotAccepted: Problem = {
        var problem = Problem(.conflict, "terms_not_accepted", "The terms have to be accepted first")
        problem.members = [JSONMember(name: "missing", value: .array(["accept_terms"]))]
        return problem
    }()
}
