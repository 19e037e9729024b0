internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Platform
internal import Pooling
internal import Postgres
internal import Responder

/// Where the caller is signed in, and ending one of those sessions.
enum Sessions {
    static let routes: [AccountRoute] = [
        Route(
            .get,
            "/api/v1/auth/sessions",
            name: "listSessions",
            summary: "The caller's live sessions, the one used last first.",
            answers: [Answer(.ok, "The sessions.", .list(.object("Session", session.members)))]
        ) { call in
            let rows = try call.run(list)
            guard let first = rows.first else { throw Problem.invalidToken }
            let id = try first.position(of: "id")
            return try .jsonArray { json in
                for index in 0..<rows.count where !rows[index].isNull(id) {
                    json.beginObject()
                    try session.write(rows[index], to: &json)
                    json.endObject()
                }
            }
        },
        Route(
            .delete,
            "/api/v1/auth/sessions/{id}",
            name: "endSession",
            summary: "Ends one of the caller's sessions.",
            parameters: [PathParameter("id", .uuid, "The session's id.", example: idExample)],
            answers: [
                Answer(.noContent, "The session has ended."),
                Answer(problem: .notFound, "The caller has no such live session."),
            ]
        ) { call in
            guard let id = call.pathValues.first, UUIDText.isOne(id) else { throw Problem.notFound }
            let row = try call.row(of: end, ["ended": .text(id), "reason": .text("revoked")], .idempotentWrite)
            guard try row.bool("has_ended") == true else { throw Problem.notFound }
            return Response(.noContent)
        },
    ]

    /// The left join keeps one row, with nulls, for a caller whose token has no session and who has none.
    private static let list = CallerStatement(
        "sessions_list",
        """
        select \(session.sql)
          from users u
          left join sessions l on l.user_id = u.id
                              and l.ended_at is null
                              and l.expires_at > now()
         where \(Caller.isLive)
         order by l.last_used_at desc, l.id
         limit 100
        """
    )

    /// Ends the caller's session `:ended`, for `:reason`.
    static let end = CallerStatement(
        "sessions_end",
        """
        with \(Caller.mayWrite), ended as (
            update sessions e
               set ended_at     = now(),
                   ended_reason = :reason::text
              from caller
             where e.id = :ended::uuid
               and e.user_id = caller.id
               and e.ended_at is null
               and e.expires_at > now()
            returning e.id
        )
        select exists (select from ended) as has_ended
          from caller
        """
    )

    private static let session: SelectList = [
        SelectedColumn("l.id", Member("id", .uuid, example: idExample)),
        SelectedColumn("l.created_at", Member("created_at", .instant, example: "2026-03-01T09:30:00.250000Z")),
        SelectedColumn("l.last_used_at", Member("last_used_at", .instant, example: "2026-03-01T10:15:00.000000Z")),
        SelectedColumn("l.expires_at", Member("expires_at", .instant, example: "2026-03-08T10:15:00.000000Z")),
        SelectedColumn(
            "l.user_agent",
            Member("user_agent", .nullable(.text), "What signed in.", example: "Mozilla/5.0")
        ),
        SelectedColumn(
            "coalesce(l.id = :session::uuid, false)",
            Member("current", .boolean, "Whether the request came from this session.", example: .bool(true))
        ),
    ]

    private static let idExample: JSONValue = "7d1f4c9e-5e0b-4a57-9f2e-0c1d2e3f4a5b"
}
