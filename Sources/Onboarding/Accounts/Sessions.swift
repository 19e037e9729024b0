internal import Pooling
internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Postgres

/// Where the caller is signed in, and ending one of those sessions.
enum Sessions {
    static let routes: [Route<Application>] = [
        Route(
            .get,
            "/api/v1/auth/sessions",
            name: "listSessions",
            summary: "The caller's live sessions, the one used last first.",
            answers: [Answer(.ok, "The sessions.", .list(shape))]
        ) { call in
            let rows = try call.context.database.run(list, call.caller.parameters, .readOnly)
            _ = try rows.ofCaller
            return try .jsonArray { json in
                for index in 0..<rows.count where try rows[index].uuid(0) != nil {
                    json.beginObject()
                    try json.member("id", rows[index].uuid(0))
                    try json.member("created_at", rows[index].timestamp(1))
                    try json.member("last_used_at", rows[index].timestamp(2))
                    try json.member("expires_at", rows[index].timestamp(3))
                    try json.member("user_agent", text: 4, of: rows[index])
                    try json.member("current", rows[index].bool(5))
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
            guard let id = call.pathValues.first, isUUID(id) else { throw Problem.notFound }
            let values: [Parameter] = try call.caller.parameters + [.text(id)]
            let row = try call.context.database.run(end, values, .idempotentWrite).ofCaller
            guard try row.bool(0) == true else { throw Problem.notFound }
            return Response(.noContent)
        },
    ]

    /// The left join keeps one row, with nulls, for a caller whose token has no session and who has none.
    private static let list = Statement(
        "sessions_list",
        """
        select l.id, l.created_at, l.last_used_at, l.expires_at, l.user_agent, coalesce(l.id = $2::uuid, false)
          from users u
          left join sessions l on l.user_id = u.id
                              and l.ended_at is null
                              and l.expires_at > now()
         where \(Caller.isLive)
         order by l.last_used_at desc, l.id
         limit 100
        """
    )

    private static let end = Statement(
        "sessions_end",
        """
        with caller as (
            select u.id
              from users u
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead("$4"))
        ), ended as (
            update sessions e
               set ended_at     = now(),
                   ended_reason = 'revoked'
              from caller
             where e.id = $3::uuid
               and e.user_id = caller.id
               and e.ended_at is null
               and e.expires_at > now()
            returning e.id
        )
        select exists (select from ended)
          from caller
        """
    )

    /// 8-4-4-4-12 hexadecimal digits. PostgreSQL would take other spellings too; a path has one.
    private static func isUUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                    UInt8(ascii: "A")...UInt8(ascii: "F"):
                    true
                default: false
                }
            }
    }

    private static let shape = Shape.object(
        "Session",
        [
            Member("id", .uuid, example: idExample),
            Member("created_at", .instant, example: "2026-03-01T09:30:00.250000Z"),
            Member("last_used_at", .instant, example: "2026-03-01T10:15:00.000000Z"),
            Member("expires_at", .instant, example: "2026-03-08T10:15:00.000000Z"),
            Member("user_agent", .nullable(.text), "What signed in.", example: "Mozilla/5.0"),
            Member("current", .boolean, "Whether the request came from this session.", example: .bool(true)),
        ]
    )

    private static let idExample: JSONValue = "7d1f4c9e-5e0b-4a57-9f2e-0c1d2e3f4a5b"
}
