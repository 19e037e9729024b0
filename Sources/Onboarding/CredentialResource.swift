internal import HTTPRouting
internal import HTTPTypes
internal import JSON
internal import Pooling
internal import Postgres
internal import Responder
internal import Secrets

/// A field of a credential, and how it is kept.
struct CredentialField: Sendable {
    let field: Field
    let column: String
    /// Whether the column holds a Fernet token instead of the value.
    let isEncrypted: Bool
    /// The column that keeps what may be shown of an encrypted value; nil for none.
    let previewColumn: String?

    /// A value that is kept as it is, in a column of the same name.
    static func plain(_ field: Field) -> CredentialField {
        CredentialField(field: field, column: field.name, isEncrypted: false, previewColumn: nil)
    }

    /// A value that is kept encrypted in the column `NAME_encrypted`, and is never shown again.
    static func encrypted(_ field: Field, previewColumn: String? = nil) -> CredentialField {
        CredentialField(
            field: field,
            column: "\(field.name)_encrypted",
            isEncrypted: true,
            previewColumn: previewColumn
        )
    }

    fileprivate var columns: [String] { [column] + (previewColumn.map { [$0] } ?? []) }
}

/// The caller's credentials for a third party, which are saved as a whole, shown in part, and forgotten: POST, GET and
/// DELETE. Each answers with the state after the call.
struct CredentialResource: Sendable {
    /// What the answer consists of, over the table under its alias.
    let list: SelectList
    let shape: Shape
    let routes: [ResponderRoute<OnboardingApplication.Services>]

    /// - Parameters:
    ///   - name: of the answer's schema.
    ///   - thing: ends the operations' names: `saveVapiKey`, `getVapiKey`, `deleteVapiKey`.
    ///   - words: what it is in a sentence, such as "Vapi key".
    ///   - table: has a unique column `user_id`.
    ///   - presence: the member that says whether there is one.
    ///   - shown: what may be shown of one that is there, over `alias`.
    init(
        _ name: String,
        _ path: String,
        thing: String,
        words: String,
        table: String,
        alias: String,
        fields: [CredentialField],
        presence: String,
        shown: [SelectedColumn]
    ) {
        let isThere = SelectedColumn(
            "\(alias).user_id is not null",
            Member(presence, .boolean, example: .bool(true))
        )
        let list = SelectList(
            [isThere] + shown.map { SelectedColumn("case when \(isThere.sql) then \($0.sql) end", $0.member) }
        )
        let shape = Shape.object(name, list.members)
        let (save, select, delete) = Self.statements(name, table, alias, fields.flatMap(\.columns), list)
        @Sendable func answer(_ row: Row) throws -> Response {
            try .json { json in try list.write(row, to: &json) }
        }
        let afterwards = Answer(.ok, "The state after the call.", shape)
        routes = [
            Route(
                .post,
                path,
                name: "save\(thing)",
                summary: "Stores the caller's \(words) in place of an earlier one.",
                isIdempotent: true,
                input: .fields(fields.map(\.field)),
                answers: [afterwards]
            ) { call in
                var values: ParameterValues = [:]
                for field in fields {
                    let value = call.body.string(field.field.name)
                    let stored =
                        field.isEncrypted
                        ? try value.map { try call.context.services.keys.encrypt(Array($0.utf8)) } : value
                    values.append(field.column, .optional(stored))
                    if let preview = field.previewColumn { values.append(preview, .optional(value.map(Self.preview))) }
                }
                return try answer(call.row(of: save, values, .idempotentWrite))
            },
            Route(
                .get,
                path,
                name: "get\(thing)",
                summary: "Whether a \(words) is stored, and what may be shown of it.",
                answers: [Answer(.ok, "The state.", shape)]
            ) { call in try answer(call.row(of: select)) },
            Route(
                .delete,
                path,
                name: "delete\(thing)",
                summary: "Forgets the caller's \(words).",
                answers: [Answer(.ok, "The state after the call.", shape, example: list.absence)]
            ) { call in
                _ = try call.row(of: delete, [:], .idempotentWrite)
                return .json { json in list.writeAbsence(to: &json) }
            },
        ]
        self.list = list
        self.shape = shape
    }

    /// What may be shown of a secret: `****`, and the last four characters of one that has at least eight.
    static func preview(_ secret: String) -> String {
        secret.utf8.count >= 8 ? "****" + String(secret.unicodeScalars.suffix(4)) : "****"
    }

    private static func statements(
        _ name: String,
        _ table: String,
        _ alias: String,
        _ columns: [String],
        _ list: SelectList
    ) -> (save: CallerStatement, select: CallerStatement, delete: CallerStatement) {
        let assignments = columns.map { "\($0) = excluded.\($0)" } + ["updated_at = now()"]
        let save = CallerStatement(
            "\(name)_save",
            """
            insert into \(table) as \(alias) (user_id, \(columns.joined(separator: ", ")))
            select u.id, \(columns.map { ":\($0)::text" }.joined(separator: ", "))
              from users u
             where \(Caller.isLive)
               and \(WriteDeadline.isAhead)
                on conflict (user_id)
                do update set \(assignments.joined(separator: ", "))
            returning \(list.sql)
            """
        )
        let select = CallerStatement(
            "\(name)_select",
            """
            select \(list.sql)
              from users u
              left join \(table) \(alias) on \(alias).user_id = u.id
             where \(Caller.isLive)
            """
        )
        let delete = CallerStatement(
            "\(name)_delete",
            """
            with \(Caller.mayWrite), removed as (
                delete from \(table) \(alias)
                 using caller
                 where \(alias).user_id = caller.id
            )
            select id
              from caller
            """
        )
        return (save, select, delete)
    }
}
